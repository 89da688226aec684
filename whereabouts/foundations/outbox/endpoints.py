"""An agency's endpoints: setting one, ending one, and what became of what went there."""

import re
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit
from uuid import UUID

from whereabouts.foundations.access.permissions import ROLES
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.audit import actions as audit
from whereabouts.foundations.outbox import rules, signing
from whereabouts.foundations.outbox.models import Address, Delivery, Endpoint

LONGEST_ADDRESS = 300
MAIL = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9.-]{1,253}")
LOOPBACK = {"127.0.0.1", "localhost", "::1"}


class BadEndpoint(Exception):
    """The endpoint cannot be used; says why, and never the address."""


@dataclass(frozen=True, kw_only=True)
class Made:
    """An endpoint that was set; the secret of a webhook is shown this once."""

    key: UUID
    secret: str


def set_endpoint(
    *,
    channel: str,
    where: str,
    label: str,
    by: Actor,
    at: datetime,
    role: str = "",
    member: UUID | None = None,
    least: str = "list",
) -> Made:
    """Let the actor's agency hear by another channel too; a webhook gets a secret of its own.

    :raises BadEndpoint: the channel, role, address or loudness cannot be used.
    """
    _refuse_unusable(channel=channel, where=where, role=role, least=least)
    secret = signing.fresh() if channel == "webhook" else ""
    endpoint = Endpoint.objects.create(
        owner_agency_id=by.agency_id,
        channel=channel,
        role=role,
        member_id=member,
        least=least,
        label=label,
        set_at=at,
        set_by_id=by.member_id,
    )
    Address.objects.create(
        owner_agency_id=by.agency_id,
        endpoint=endpoint,
        where=where,
        secret=signing.hidden(secret=secret) if secret else "",
    )
    audit.record(
        kind="endpoint.set", subject=f"endpoint:{endpoint.pk}", by=by, at=at,
        payload={"channel": channel, "role": role, "least": least},
    )  # fmt: skip
    return Made(key=endpoint.pk, secret=secret)


def end_endpoint(*, key: UUID, by: Actor, at: datetime) -> None:
    """Stop hearing by an endpoint; what still waits for it becomes dead letters, which are seen.

    :raises BadEndpoint: the agency has no such endpoint in use.
    """
    ended = Endpoint.objects.filter(
        pk=key, owner_agency=by.agency_id, ended_at__isnull=True
    ).update(ended_at=at)
    if not ended:
        raise BadEndpoint("Your agency has no such endpoint in use.")
    Delivery.objects.filter(endpoint=key, state="waiting").update(
        state="dead", settled_at=at, lease=None, fault="endpoint ended"
    )
    audit.record(kind="endpoint.ended", subject=f"endpoint:{key}", by=by, at=at)


def try_again(*, keys: list[UUID], by: Actor, at: datetime) -> int:
    """Put dead letters of the actor's agency on their way again, and return how many.

    Those of an endpoint that was ended stay where they are.
    """
    done = Delivery.objects.filter(
        pk__in=keys, owner_agency=by.agency_id, state="dead", endpoint__ended_at__isnull=True
    ).update(state="waiting", settled_at=None, lease=None, tries=0, next_try_at=at)
    if done:
        audit.record(
            kind="delivery.tried_again", subject=f"agency:{by.agency_id}", by=by, at=at,
            payload={"deliveries": done},
        )  # fmt: skip
    return done


def _refuse_unusable(*, channel: str, where: str, role: str, least: str) -> None:
    if channel not in dict(Endpoint.CHANNELS):
        raise BadEndpoint("The channel is email or webhook.")
    if role and role not in ROLES:
        raise BadEndpoint("There is no such role.")
    if least not in rules.LOUDNESS:
        raise BadEndpoint("The least loudness is interrupt, list or digest.")
    usable = MAIL.fullmatch(where) if channel == "email" else _is_hook(where)
    if not usable or len(where) > LONGEST_ADDRESS:
        raise BadEndpoint("The address cannot be used: an e-mail address, or an https address.")


def _is_hook(where: str) -> bool:
    """Return whether it is an address over TLS, or to ourselves, with no password in it."""
    try:
        parts = urlsplit(where)
        named = parts.username or parts.password or parts.fragment
        _ = parts.port
    except ValueError:
        return False
    safe = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK)
    return bool(safe and parts.hostname and not named)
