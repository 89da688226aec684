"""E-mail over SMTP: a reference, where to read it, and no personal data."""

import smtplib
import ssl
from email.message import EmailMessage
from email.utils import format_datetime

from django.conf import settings

from whereabouts.foundations.access.permissions import ROLE_NAMES
from whereabouts.foundations.outbox.delivering import NotDelivered, Parcel

SECONDS = 10.0
# The receiving server's words for "never": a wrong address, or a message that it will not take.
NEVER_FROM, NEVER_TO = 550, 554
HEARD_AS = {"interrupt": "Now", "list": "To acknowledge", "digest": "To read"}


def send(parcel: Parcel) -> None:
    """Hand an e-mail to the mail server; its answer to the end of the message is the receipt.

    :raises NotDelivered: it did not take it.
    """
    if not settings.MAIL_HOST:
        raise NotDelivered("no mail server is set")
    message = written(parcel)
    try:
        with smtplib.SMTP(settings.MAIL_HOST, settings.MAIL_PORT, timeout=SECONDS) as server:
            if settings.MAIL_TLS:
                server.starttls(context=ssl.create_default_context())
            if settings.MAIL_USER:
                server.login(settings.MAIL_USER, settings.MAIL_PASSWORD)
            server.send_message(message)
    except smtplib.SMTPRecipientsRefused as refused:
        codes = {code for code, _ in refused.recipients.values()}
        never = all(NEVER_FROM <= code <= NEVER_TO for code in codes)
        raise NotDelivered(f"address refused {min(codes)}", refused=never) from None
    except smtplib.SMTPResponseException as answer:
        never = NEVER_FROM <= answer.smtp_code <= NEVER_TO
        raise NotDelivered(f"mail server said {answer.smtp_code}", refused=never) from None
    except (OSError, smtplib.SMTPException) as fault:
        raise NotDelivered(type(fault).__name__) from None


def written(parcel: Parcel) -> EmailMessage:
    """Return the e-mail of a parcel; its Message-ID is the key to tell a repetition by."""
    message = EmailMessage()
    message["From"] = settings.MAIL_FROM
    message["To"] = parcel.where
    message["Subject"] = f"Whereabouts: {HEARD_AS[parcel.loudness]}"
    message["Date"] = format_datetime(parcel.promised_at)
    message["Message-ID"] = f"<{parcel.delivery}@{settings.MAIL_FROM.rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"
    message["X-Whereabouts-Delivery"] = str(parcel.delivery)
    for_whom = ROLE_NAMES.get(parcel.to_role, parcel.to_role)
    message.set_content(
        f"{parcel.text}\n\n"
        f"For: {for_whom}\n"
        f"Read and acknowledge it in Whereabouts: {settings.PUBLIC_URL}/notices/\n\n"
        "Nothing about anybody is in this e-mail. Please do not answer it.\n"
    )
    return message
