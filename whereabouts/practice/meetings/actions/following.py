"""What guidance wants after a discussion: a full meeting or a conference, with its clock."""

from datetime import datetime
from uuid import UUID

from whereabouts.engines.deadlines import bank_holiday_source, due_at, london_date
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.agencies.models import Agency
from whereabouts.practice.meetings import rules
from whereabouts.practice.meetings.actions.acting import Owner, add_action
from whereabouts.practice.meetings.models import Item
from whereabouts.practice.risk.arranging import responsible_authority
from whereabouts.records.episodes.models import Episode

ENQUIRY = "enquiry"


def agree_what_follows(*, item: Item, enquiries: str, by: Actor, at: datetime) -> None:
    """Agree what guidance wants after a meeting's decision, of the agency whose duty it is.

    Its days run from when the meeting was held, however late the decision is written down.
    """
    kinds = [item.meeting.kind] if item.meeting.kind == "strategy_call" else []
    if enquiries == "yes":
        kinds.append(ENQUIRY)
    for kind in kinds:
        for one in rules.follows(kind=kind, on=at.date()):
            owner = _invited(item=item, kind=one.owner) or _responsible(
                episode=item.episode, kind=one.owner, at=at
            )
            if owner is not None:
                _agree(
                    child_id=item.child_id, follows=one, owner=owner, since=item.meeting.held_at,
                    item=item, by=by, at=at,
                )  # fmt: skip


def agree_after_enquiries(*, episode: Episode, by: Actor, at: datetime) -> bool:
    """Agree the conference where a discussion outside any meeting decided that enquiries are made.

    It falls to the responsible authority, else to whoever decided; return whether there is one.
    """
    agreed = False
    for one in rules.follows(kind=ENQUIRY, on=at.date()):
        owner = _responsible(episode=episode, kind=one.owner, at=at) or Agency.objects.get(
            pk=by.agency_id
        )
        _agree(
            child_id=episode.child_id, follows=one, owner=owner, since=at, by=by, at=at,
            involved=(owner.pk, by.agency_id),
        )  # fmt: skip
        agreed = True
    return agreed


def _agree(
    *,
    child_id: UUID,
    follows: rules.Follows,
    owner: Agency,
    since: datetime,
    by: Actor,
    at: datetime,
    item: Item | None = None,
    involved: tuple[UUID, ...] = (),
) -> None:
    ends = due_at(
        from_at=since, length=follows.working_days, unit="working_days",
        calendar="wales" if owner.country == "wales" else "england",
    )  # fmt: skip
    add_action(
        child_id=child_id, item=item, what=follows.what, kind="follows", because=follows.id,
        owners=[Owner(agency=owner.pk, agency_kind=owner.kind, who="Whoever manages the case")],
        # Written down when its day is over it is late, and says so: it is not left out.
        due_on=max(london_date(instant=ends), at.date()), due_at=ends,
        calendar=bank_holiday_source(), involved=involved, by=by, at=at,
    )  # fmt: skip


def _invited(*, item: Item, kind: str) -> Agency | None:
    """Return the agency of a kind that has a part in the meeting: the convener before a guest."""
    meeting = item.meeting
    if meeting.owner_agency.kind == kind:
        return meeting.owner_agency
    invited = meeting.invitations.filter(agency__kind=kind).select_related("agency")
    found = invited.order_by("agency__name").first()
    return found.agency if found else None


def _responsible(*, episode: Episode | None, kind: str, at: datetime) -> Agency | None:
    """Return the responsible authority, where the duty is an authority's and it is known."""
    if episode is None or kind != "authority":
        return None
    return responsible_authority(episode=episode, at=at)
