"""How every relation to a child is read over the records of one person: the plan, kept complete.

Nothing is ever moved from one record to another. A relation that is not named here fails a test.
"""

from enum import StrEnum


class Reading(StrEnum):
    """How rows are read once several records are known to be one person."""

    UNION = "The rows of every record of the person are read together."
    LATEST = "Of the rows of every record the latest is shown, and the others stand behind it."
    OWN = "The row says something of its own record, or of two records as such."
    DERIVED = "Rows of the other records are derived, and made again when links change."
    OVERLAP = "A row counts where it names any record of the person."


U, OWN = Reading.UNION, Reading.OWN

PLAN: dict[str, Reading] = {
    "access.EmergencyAccess.subject": Reading.OVERLAP,
    "access.Relation.subject": Reading.DERIVED,
    "adults.Breach.child": U,
    "adults.NoticeReview.child": U,
    "adults.OperationMember.child": U,
    "adults.WarningNotice.child": U,
    "adults.YoungPlan.child": U,
    "audit.Look.subjects": Reading.OVERLAP,
    "community.ReportLink.child": U,
    "conduct.ForceUsed.child": U,
    "conduct.Matter.child": U,
    "conversations.Attempt.child": U,
    "conversations.Commission.child": U,
    "conversations.FedBack.child": U,
    "conversations.HarmSaid.child": U,
    "conversations.ToldLine.child": U,
    "episodes.Episode.child": U,
    "episodes.EpisodeLink.child": U,
    "episodes.EpisodeReport.child": U,
    "episodes.LogEntry.child": U,
    "episodes.Transfer.child": U,
    "governance.Request.child": U,
    "investigation.Publicity.child": U,
    "investigation.Sighting.child": U,
    "investigation.SignOff.child": U,
    "investigation.Task.child": U,
    "meetings.Action.child": U,
    "meetings.Item.child": U,
    "oversight.BlindGrade.child": U,
    "oversight.Finding.child": U,
    "oversight.SecondLook.child": U,
    "oversight.ShiftLine.child": U,
    "pairs.PairAnswer.first": OWN,
    "pairs.PairAnswer.second": OWN,
    "pairs.SuggestedPair.first": OWN,
    "pairs.SuggestedPair.second": OWN,
    "people.AdultLink.child": U,
    "people.Changed.child": OWN,
    "people.ChildAddress.child": U,
    "people.ChildBirth.child": U,
    "people.ChildIdentifier.child": U,
    "people.ChildLanguage.child": U,
    "people.ChildName.child": U,
    "people.ChildPhone.child": U,
    "people.ChildPhoto.child": Reading.LATEST,
    "people.Flag.child": U,
    "people.RelatedPerson.child": U,
    "people.SamePersonLink.child": OWN,
    "people.SamePersonLink.other": OWN,
    "partners.Conference.child": U,
    "partners.Grading.child": U,
    "partners.LateReturn.child": U,
    "partners.Tried.child": U,
    "placements.Acknowledgement.child": U,
    "placements.Concern.child": U,
    "placements.Placement.child": U,
    "placements.PlacementNotice.child": U,
    "plans.PlanApproval.child": U,
    "plans.PlanAsk.child": U,
    "plans.PlanDraft.child": U,
    "plans.PlanLine.child": U,
    "plans.PlanRecipient.child": U,
    "plans.Profile.child": Reading.LATEST,
    "plans.ReferralAnswer.child": U,
    "plans.ReferralDecision.child": U,
    "plans.TriggerPlan.child": U,
    "reports.Contact.child": U,
    "reports.Report.child": U,
    "response.ChildContact.child": U,
    "response.Deployment.child": U,
    "response.FamilyUpdate.child": U,
    "return_home.Alternative.child": U,
    "return_home.Interview.child": U,
    "return_home.NationalReferral.child": U,
    "return_home.Protection.child": U,
    "return_home.Return.child": U,
    "return_home.StandDown.child": U,
    "risk.Assertion.child": U,
    "risk.Assessment.child": U,
    "risk.Decision.child": U,
    "risk.PromptAnswer.child": U,
    "risk.ShadowDifference.child": U,
    "street.AtSchool.child": U,
    "street.StreetWord.child": U,
    "support.PanelItem.child": U,
    "support.PlanAction.child": U,
    "support.PlanWords.child": U,
    "support.ChildSays.child": U,
    "support.SeniorReview.child": U,
    "support.SupportOffer.child": U,
    "support.SupportPlan.child": U,
    "sharing.Entry.child": U,
    "sharing.Sharing.child": U,
    "sharing.Slip.child": U,
    "sharing.View.child": U,
    "supervision.Challenge.child": U,
    "supervision.HandOver.child": U,
    "supervision.Proposal.child": U,
    "supervision.Review.child": U,
    "voice.AboutMe.child": U,
    "voice.ChildLink.child": U,
    "voice.ChildsWords.child": U,
}

# Keys that are not foreign keys and do not name a child.
NOT_PEOPLE: frozenset[str] = frozenset(
    {
        "adults.SharedSuspect.other_record",
        "conduct.ForceUsed.there",
        "conduct.Matter.from_words",
        "conduct.Matter.sealed_from",
        "conversations.HarmSaid.sealed_from",
        "meetings.Action.involved",
        "meetings.Item.involved",
        "meetings.Meeting.involved",
        "conversations.ToldLine.sealed_from",
        "outbox.Delivery.lease",
        "return_home.Interview.sealed_from",
        "return_home.Interview.visit",
        "voice.ChildsWords.sealed_from",
        "sharing.Entry.sealed_from",
    }
)
