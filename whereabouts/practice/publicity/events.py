"""What can happen with appeals and alerts, with the sentence that history shows."""

APPEAL_MADE = "publicity.appeal_made"
APPEAL_ENDED = "publicity.appeal_ended"
ALERT_ASKED = "publicity.alert_asked"
ALERT_AGREED = "publicity.alert_agreed"
ALERT_LAUNCHED = "publicity.alert_launched"
ALERT_DECLINED = "publicity.alert_declined"
ALERT_ENDED = "publicity.alert_ended"
ALERT_SILENT = "publicity.alert_silent"

SENTENCES = {
    APPEAL_MADE: "A poster and a message to the public were made.",
    APPEAL_ENDED: "The day of an appeal came, and it is still up.",
    ALERT_ASKED: "A Child Rescue Alert was asked for.",
    ALERT_AGREED: "A superintendent agreed to a Child Rescue Alert. The other force decides.",
    ALERT_LAUNCHED: "A Child Rescue Alert was launched.",
    ALERT_DECLINED: "A Child Rescue Alert was not launched, with the reason.",
    ALERT_ENDED: "A Child Rescue Alert was ended.",
    ALERT_SILENT: "Nobody decided on a Child Rescue Alert in time.",
}
