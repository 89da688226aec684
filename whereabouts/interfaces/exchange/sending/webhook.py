"""Webhooks: a signed JSON document with a reference, sent until the receiver answers 2xx."""

import http.client
import json
import ssl
import time
from urllib.parse import urlsplit

from django.conf import settings

from whereabouts.foundations.outbox import signing
from whereabouts.foundations.outbox.delivering import NotDelivered, Parcel

STEP_SECONDS = 5.0
LONGEST_ANSWER = 4096
OK_FROM, OK_BELOW = 200, 300
GONE = 410


def send(parcel: Parcel) -> None:
    """Post a parcel and return once the receiver has answered 2xx; a redirect is not followed.

    :raises NotDelivered: anything else came of it. Only 410 Gone is taken for "never".
    """
    parts = urlsplit(parcel.where)
    body = written(parcel)
    timestamp = str(int(time.time()))
    headers = {
        "Content-Type": "application/json",
        "User-Agent": "Whereabouts-webhook/1",
        "Whereabouts-Delivery": str(parcel.delivery),
        "Whereabouts-Timestamp": timestamp,
        "Whereabouts-Signature": signing.signature(
            secret=parcel.secret, delivery=str(parcel.delivery), timestamp=timestamp, body=body
        ),
    }
    host, path = parts.hostname or "", parts.path or "/"
    if parts.query:
        path = f"{path}?{parts.query}"
    connection: http.client.HTTPConnection = (
        http.client.HTTPSConnection(
            host, parts.port, timeout=STEP_SECONDS, context=ssl.create_default_context()
        )
        if parts.scheme == "https"
        else http.client.HTTPConnection(host, parts.port, timeout=STEP_SECONDS)
    )
    try:
        connection.request("POST", path, body=body, headers=headers)
        answer = connection.getresponse()
        answer.read(LONGEST_ANSWER)
        status = answer.status
    except (OSError, http.client.HTTPException) as fault:
        raise NotDelivered(type(fault).__name__) from None
    finally:
        connection.close()
    if not OK_FROM <= status < OK_BELOW:
        raise NotDelivered(f"answered {status}", refused=status == GONE)


def written(parcel: Parcel) -> bytes:
    """Return the document: a reference and where to read more, and nothing about anybody."""
    document = {
        "delivery": str(parcel.delivery),
        "kind": parcel.kind,
        "loudness": parcel.loudness,
        "role": parcel.to_role,
        "text": parcel.text,
        "promised_at": parcel.promised_at.isoformat(),
        "read_at": f"{settings.PUBLIC_URL}/notices/",
    }
    return json.dumps(document, ensure_ascii=True, sort_keys=True).encode()
