"""What can happen to a matter on its way up, with the sentence that history shows."""

RAISED = "escalation.raised"
CLIMBED = "escalation.climbed"
ANSWERED = "escalation.answered"
NOT_ENOUGH = "escalation.not_enough"
SETTLED = "escalation.settled"
AT_THE_TOP = "escalation.at_the_top"

SENTENCES = {
    RAISED: "A matter was taken to somebody above.",
    CLIMBED: "A matter climbed: nobody had answered it in time.",
    ANSWERED: "A matter was answered.",
    NOT_ENOUGH: "An answer was not enough: the matter climbed.",
    SETTLED: "Whoever raised a matter says that it is settled.",
    AT_THE_TOP: "A matter stands at the top without an answer.",
}
