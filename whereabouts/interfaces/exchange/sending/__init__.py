"""Taking a parcel to whoever it is for: by e-mail, or to a webhook; docs/messages.md says how."""

from whereabouts.foundations.outbox.delivering import NotDelivered, Parcel
from whereabouts.interfaces.exchange.sending import mail, webhook

BY_CHANNEL = {"email": mail.send, "webhook": webhook.send}


def send(parcel: Parcel) -> None:
    """Send a parcel and return once its receiver has answered that it has it.

    :raises NotDelivered: it has not, or nobody can say.
    """
    try:
        by = BY_CHANNEL[parcel.channel]
    except KeyError:
        raise NotDelivered("no such channel", refused=True) from None
    by(parcel)
