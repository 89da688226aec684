"""Take a report: from this commit on the episode stands, with its tasks, clocks and notices."""

import secrets
from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from whereabouts.engines.references import RANDOM_BYTES_NEEDED, new_reference
from whereabouts.foundations.access.permissions import Permission
from whereabouts.foundations.access.scope import entered
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.agencies.queries import system_actor
from whereabouts.foundations.outbox.actions import tell_whoever_sees
from whereabouts.foundations.timers.actions import gather_overdue, set_timer
from whereabouts.journeys.door import journey
from whereabouts.journeys.suggest_pairs import suggested_for
from whereabouts.journeys.told import AdultNamed, KeyUsedOtherwise, NotUsable, Receipt, Told
from whereabouts.practice.investigation import actions as tasks
from whereabouts.practice.risk import actions as risk
from whereabouts.practice.risk import arranging, packs, telling
from whereabouts.practice.risk.assessing import assess
from whereabouts.practice.risk.models import Assessment
from whereabouts.practice.supervision.actions.reviews import keep_ladder
from whereabouts.practice.supervision.queries import waiting_reviews
from whereabouts.records.episodes import actions as episodes
from whereabouts.records.episodes import queries as past
from whereabouts.records.episodes.models import Episode
from whereabouts.records.people import actions as people
from whereabouts.records.people import queries as known_people
from whereabouts.records.people.gate import adult_for, child_for
from whereabouts.records.people.models import Child, RelatedPerson
from whereabouts.records.placements import queries as placements
from whereabouts.records.reports import actions as reports
from whereabouts.records.reports import rules as report_rules
from whereabouts.records.reports.gate import contact_for, draft_for
from whereabouts.records.reports.models import Contact, Report

__all__ = ["KeyUsedOtherwise", "NotUsable", "Receipt", "Told", "report_missing"]

# A fact that sets what relatives may be told → the concern (see records/people/rules.py).
HOLDS_BACK = {
    "violence_at_home": "violence",
    "forced_marriage_or_fgm_concern": "forced_marriage",
    "trafficking_concern": "trafficking",
}


@journey(needs=Permission.REPORT_TAKE)
def report_missing(*, actor: Actor, told: Told, at: datetime) -> Receipt:
    """Take a report and answer with its receipt; said again with the same key, the same receipt.

    An open episode of the child at this agency gets the report added; else one is opened.

    :raises NotUsable: there is nothing to go by.
    :raises KeyUsedOtherwise: the key came before with another body.
    :raises NotVisible: the child chosen is not one that the actor may see.
    :raises UnknownFact, BadValue, BadDate, BadName: by name, before anything is written.
    """
    return take(actor=actor, told=told, at=at)


def take(*, actor: Actor, told: Told, at: datetime) -> Receipt:
    """Go through the steps, for a journey that stands in its scope; refuses as report_missing."""
    refuse_unusable(told=told)
    digest = report_rules.digest(body=asdict(told))
    earlier = reports.taken_already(key=told.idempotency_key, by=actor)
    if earlier is not None:
        if bytes(earlier.request_digest) != digest:
            raise KeyUsedOtherwise("This key came before with another report.")
        return Receipt(**earlier.receipt)
    return _take(actor=actor, told=told, digest=digest, at=at)


def _take(*, actor: Actor, told: Told, digest: bytes, at: datetime) -> Receipt:
    clock = system_actor(agency=actor.agency_id, at=at)
    child = find_or_make_child(told=told, by=actor, at=at)
    report = _write_report(told=told, child=child, digest=digest, by=actor, at=at)
    episode, added = _episode_of(told=told, child=child, report=report, by=actor, at=at)
    _state_facts(told=told, episode=episode, report=report, by=actor, at=at)
    new = not added
    # What follows goes by what the agency knows; so the whole of it stands in the agency's scope.
    with entered(actor=clock, at=at, savepoint=False):
        assessment = assess(episode=episode, by=actor, at=at, cause="report", new=new)
        follow_up(episode=episode, assessment=assessment, told=told, by=actor, at=at, new=new)
    receipt = _receipt(report=report, episode=episode, assessment=assessment, added=added)
    reports.keep_receipt(report=report, receipt=receipt.as_json())
    # Of a child who was chosen too: another force may have made a record of them minutes before.
    suggested_for(child_id=child.pk, seen_at=told.last_seen_place, by=actor, at=at, episode=episode)
    if told.back_entry:
        _one_alarm(episode=episode, at=at)
    if told.draft is not None:
        draft = draft_for(actor, draft_id=told.draft)
        reports.put_away_draft(draft=draft, by=actor, at=at, reference=report.reference)
    return receipt


def refuse_unusable(*, told: Told) -> None:
    """Refuse what cannot be acted on, before anything is written.

    :raises NotUsable: there is nothing to go by.
    :raises UnknownFact, BadValue: a fact is not in the vocabulary.
    """
    if told.child is None and not report_rules.is_usable(
        names=told.names,
        description=told.description,
        place=told.last_seen_place or told.home_address,
        words=told.words,
    ):
        raise NotUsable(
            "Give the child's name, a description, a place, or say in words what is up."
        )
    packs.check(facts={**dict.fromkeys(told.not_put), **told.facts})


def find_or_make_child(*, told: Told, by: Actor, at: datetime) -> Child:
    """Return the child chosen, in the agency's own record where it has one; else a new record.

    A child whom nobody can name gets a record too, marked unidentified.
    """
    if told.child is None:
        child = people.create_child(
            by=by,
            at=at,
            names=[{"full": told.names}] if told.names.strip() else [],
            born_text=told.born_text,
            sex=told.sex,
            description=told.description,
            unidentified=told.unidentified or not told.names.strip(),
            source="report",
        )
        if told.home_address.strip():
            people.add_address(child=child, by=by, at=at, line=told.home_address, source="report")
        if told.phone.strip():
            people.add_phone(child=child, by=by, at=at, number=told.phone, source="report")
        return child
    chosen = child_for(by, child_id=told.child)
    same = known_people.same_person_set(child_id=chosen.pk)
    own = Child.objects.filter(pk__in=same, owner_agency_id=by.agency_id).order_by("pk").first()
    people.relate_to_child(child_id=chosen.pk, agency=by.agency_id, kind="reporting", at=at)
    return own or chosen


def follow_up(
    *,
    episode: Episode,
    assessment: Assessment,
    told: Told | None,
    by: Actor,
    at: datetime,
    new: bool,
) -> None:
    """Ask for everything that follows, tell everybody who must act, and every screen."""
    arranging.arrange(
        episode=episode, assessment=assessment, by=by, at=at, new=new,
        unknown=_what_nobody_knew(told=told) if told else (),
    )  # fmt: skip
    telling.tell_offender_manager(
        episode=episode, owed=assessment.result["obligations"], by=by, at=at
    )
    keep_ladder(episode=episode, by=by, at=at, new=new)
    arranging.arrange_across_borders(episode=episode, by=by, at=at)
    if new:
        arranging.arrange_plan(episode=episode, by=by, at=at)
        telling.arrange_notices(episode=episode, by=by, at=at)
    else:
        telling.tell_of_high(episode=episode, by=by, at=at)
    tell_whoever_sees(child=episode.child_id)


def reference(*, kind: str) -> str:
    """Return a fresh reference: random, never sequential, no initials, no dates."""
    return new_reference(random_bytes=secrets.token_bytes(RANDOM_BYTES_NEEDED), kind=kind)


def _write_report(*, told: Told, child: Child, digest: bytes, by: Actor, at: datetime) -> Report:
    contact = _contact(told=told, child=child, by=by, at=at)
    return reports.take_report(
        reference=reference(kind="R"),
        child=child,
        by=by,
        at=at,
        happened_at=told.happened_at,
        idempotency_key=told.idempotency_key,
        request_digest=digest,
        contact=contact,
        reporter=_reporter(told=told, child=child, by=by, at=at),
        reporter_name=told.reporter_name,
        reporter_contact=told.reporter_contact,
        relation=told.relation,
        last_seen_at=told.last_seen_at,
        last_seen_place=told.last_seen_place,
        clothing=told.clothing,
        words=told.words,
        answers={"facts": dict(told.facts), "said": dict(told.said)},
        incomplete=told.incomplete
        or report_rules.is_incomplete(
            names=told.names or str(told.child or ""),
            born=told.born_text or str(told.child or ""),
            last_seen_place=told.last_seen_place,
            reporter_contact=told.reporter_contact,
        ),
        back_entry=told.back_entry,
    )


def _contact(*, told: Told, child: Child, by: Actor, at: datetime) -> Contact:
    if told.contact is not None:
        contact = contact_for(by, contact_id=told.contact)
        Contact.objects.filter(pk=contact.pk, child__isnull=True).update(child=child)
        return contact
    return reports.open_contact(
        by=by,
        at=at,
        happened_at=told.happened_at,
        channel=told.channel,
        child=child,
        caller_name=told.reporter_name,
        caller_phone=told.reporter_contact,
        relation=told.relation,
        words=told.words,
    )


def _reporter(*, told: Told, child: Child, by: Actor, at: datetime) -> RelatedPerson | None:
    if not told.reporter_name.strip() or told.relation in ("", "public", "the_child"):
        return None
    same = known_people.same_person_set(child_id=child.pk)
    for person in known_people.related_people_of(child_ids=same):
        named = person.name.casefold() == told.reporter_name.strip().casefold()
        if named and person.relation == told.relation:
            return person
    return people.add_related_person(
        child=child,
        by=by,
        at=at,
        name=told.reporter_name.strip(),
        relation=told.relation,
        phone=told.reporter_contact,
    )


def _episode_of(
    *, told: Told, child: Child, report: Report, by: Actor, at: datetime
) -> tuple[Episode, bool]:
    """Return (episode, whether it was open already)."""
    same = known_people.same_person_set(child_id=child.pk)
    under_way = past.all_under_way(children=same)
    own = next((one for one in under_way if one.owner_agency_id == by.agency_id), None)
    if own is None:
        try:
            episode = _open(told=told, child=child, by=by, at=at)
        except episodes.AlreadyOpen:
            # Somebody else took a report of the same child a moment ago.
            own = past.under_way(children=same).filter(owner_agency_id=by.agency_id).get()
    if own is not None:
        episodes.add_report(episode=own, report=report, by=by, at=at)
        return own, True
    episodes.add_report(episode=episode, report=report, by=by, at=at, opening=True)
    for other in under_way:
        episodes.link(episode=episode, other=other, kind="same_child", by=by, at=at)
    return episode, False


def _open(*, told: Told, child: Child, by: Actor, at: datetime) -> Episode:
    same = known_people.same_person_set(child_id=child.pk)
    placement = placements.placement_at(child_ids=same, at=told.happened_at)
    return episodes.open_episode(
        reference=reference(kind="E"),
        child=child,
        by=by,
        at=at,
        happened_at=told.last_seen_at or told.happened_at,
        reported_at=told.happened_at,
        # What a child stands at before anything is known of them; the assessment follows at once.
        recommended={
            "category": "missing",
            "level": "medium",
            "seriousness": "none_apparent",
            "immediacy": "none_apparent",
        },
        pack=packs.in_force(at=at).id,
        last_seen_at=told.last_seen_at,
        last_seen_place=told.last_seen_place,
        placement=placement,
        living_at=placement.living_at if placement else told.living_at,
        unreported=told.unreported,
        after_return=told.after_return,
    )


def _state_facts(*, told: Told, episode: Episode, report: Report, by: Actor, at: datetime) -> None:
    """Keep everything that was said as statements, each with who said it and when."""
    who = told.reporter_name.strip() or "the person reporting"
    if told.facts:
        risk.assert_facts(
            episode=episode,
            report=report,
            stated=[
                risk.Stated(fact=fact, value=value, words=told.said.get(fact, ""))
                for fact, value in told.facts.items()
            ],
            said_by=who,
            source_kind="reporter",
            said_at=told.happened_at,
            by=by,
            at=at,
        )
    for fact, concern in HOLDS_BACK.items():
        if told.facts.get(fact) is True:
            people.hold_back_relatives(child_id=episode.child_id, concern=concern, by=by, at=at)
    for adult in told.adults:
        name_adult(
            adult=adult, episode=episode, who=who, said_at=told.happened_at, by=by, at=at,
            report=report,
        )  # fmt: skip


def name_adult(
    *,
    adult: AdultNamed,
    episode: Episode,
    who: str,
    said_at: datetime,
    by: Actor,
    at: datetime,
    report: Report | None = None,
) -> UUID:
    """Link an adult whom somebody names to the child, with a record of their own; return its key.

    What is held about the adult decides what it means (practice/risk/gather.py): a name alone
    says nothing, and nothing is taken for "no".
    """
    record = (
        adult_for(by, adult_id=adult.adult)
        if adult.adult
        else people.create_adult(by=by, at=at, name=adult.name, description=adult.detail)
    )
    people.link_adult(
        child=episode.child, adult=record, kind=adult.kind, source=who, detail=adult.detail,
        said_at=said_at, by=by, at=at,
    )  # fmt: skip
    if adult.kind == "supplier" and not adult.adult:
        tasks.ask(
            episode=episode,
            kind="supplier_person_record",
            to_role="response_officer",
            assigned_agency=episode.owner_agency_id,
            because="B19",
            by=by,
            at=at,
            fact=str(record.pk)[:8],
        )
    # The name of an adult is itself a statement; its fact stays open where none is given.
    risk.assert_fact(
        episode=episode,
        report=report,
        fact=adult.fact or "with_adult_of_concern",
        value=True if adult.fact else None,
        said_by=who,
        source_kind="reporter",
        said_at=said_at,
        words=adult.detail,
        adult=record.pk,
        by=by,
        at=at,
    )
    return record.pk


def _one_alarm(*, episode: Episode, at: datetime) -> None:
    """Let one alarm speak for every clock that ran out before a late entry (docs/adr/0010)."""
    subjects = [f"episode:{episode.pk}", *(f"task:{task.pk}" for task in episode.tasks.all())]
    subjects += [f"review:{review.pk}" for review in waiting_reviews(episode=episode)]
    if gather_overdue(subjects=subjects, at=at):
        set_timer(
            key=f"episode:{episode.pk}:late_entry", kind="late_entry",
            subject=f"episode:{episode.pk}", agency=episode.owner_agency_id, at=at, due_at=at,
        )  # fmt: skip


def _what_nobody_knew(*, told: Told) -> list[str]:
    return [*(fact for fact, value in told.facts.items() if value is None), *told.not_put]


def _receipt(*, report: Report, episode: Episode, assessment: Assessment, added: bool) -> Receipt:
    result = assessment.result
    return Receipt(
        report=report.reference,
        episode=episode.reference,
        reference=episode.reference,
        received_at=report.recorded_at.isoformat(),
        incomplete=report.incomplete,
        added_to_open_episode=added,
        recommendation={
            name: result[name] for name in ("level", "possible_level", "seriousness", "immediacy")
        },
    )
