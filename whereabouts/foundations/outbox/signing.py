"""Secrets of webhooks: made here, kept unreadable, and used to sign."""

import base64
import hashlib
import hmac
import secrets

from cryptography.fernet import Fernet
from django.conf import settings

VERSION = "v1"


def fresh() -> str:
    """Return a secret for somebody who will check our signatures."""
    return secrets.token_urlsafe(32)


def hidden(*, secret: str) -> str:
    """Return a secret as it is stored: with a key that the database does not hold."""
    return _cipher().encrypt(secret.encode()).decode()


def shown(*, stored: str) -> str:
    """Return a secret as it was before it was stored."""
    return _cipher().decrypt(stored.encode()).decode()


def signature(*, secret: str, delivery: str, timestamp: str, body: bytes) -> str:
    """Return the signature of a webhook: over its key, its moment and its body, in this order."""
    signed = b".".join((delivery.encode(), timestamp.encode(), body))
    return f"{VERSION}={hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()}"


def _cipher() -> Fernet:
    key = hashlib.sha256(b"whereabouts webhooks\x00" + settings.SECRET_KEY.encode())
    return Fernet(base64.urlsafe_b64encode(key.digest()))
