"""A child's own page: one code, one child, one time; and what is said reaches one authority alone."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, connections, transaction

from tests.journeys.returning_cast import Beside, Night
from tests.journeys.test_returning import follow_up
from whereabouts.foundations.access.gate import visible
from whereabouts.foundations.access.permissions import ROLES, Permission
from whereabouts.foundations.access.scope import NotPermitted, NotVisible, entered
from whereabouts.foundations.agencies.actions import form_team
from whereabouts.foundations.agencies.models import Member
from whereabouts.foundations.audit.models import AuditEntry
from whereabouts.foundations.outbox.models import Message
from whereabouts.foundations.timers.models import Timer
from whereabouts.insight.lookups.childs_words import childs_page, code_page, words_one, words_queue
from whereabouts.insight.lookups.notices import notices_to_me
from whereabouts.insight.lookups.treated import treated
from whereabouts.journeys.childs_page import (
    AlreadyAnswered,
    NameNeeded,
    NothingSaid,
    Said,
    read_until,
    say_as_child,
    whose_page,
)
from whereabouts.journeys.clock import fire
from whereabouts.journeys.give_child_code import (
    AlreadyEnded,
    NoReader,
    PhoneNotSafe,
    TellsTooMuch,
    end_child_code,
    give_child_code,
)
from whereabouts.journeys.read_childs_words import (
    AlreadyRead,
    NothingOwed,
    OutcomeNeeded,
    WordsNeeded,
    offer_childs_talk,
    read_childs_words,
)
from whereabouts.practice.voice.models import ChildLink, ChildsWords

ADDRESS = "https://a-page.example/hello/"
HALF_YEAR_ON = timedelta(days=140)  # a half year ends in March
ALL_GOOD = {
    "listened": "yes", "kindly": "yes", "asked_where": "a_bit", "told_why": "no",
    "offered_help": "yes",
}  # fmt: skip


@pytest.fixture
def council(make_agency):
    """Return the authority whose safeguarding workers read."""
    return make_agency("Aldermere Council", "authority")


@pytest.fixture
def give(make_actor, council, noon):
    """Return a giver of codes for an episode."""

    def go(reference, *, actor=None, at=None, **more):
        given = {
            "handed": "face_to_face", "phone": "shared", "address": ADDRESS, "reader": council.pk,
        }  # fmt: skip
        return give_child_code(
            actor=actor or make_actor("response_officer"), reference=reference, at=at or noon,
            **{**given, **more},
        )  # fmt: skip

    return go


@pytest.fixture
def say(noon):
    """Return a sayer: it opens the page with a code and says something."""

    def go(code, *, at=None, answers=None, **more):
        visitor = whose_page(typed=code, at=at or noon)
        assert visitor is not None
        return say_as_child(
            actor=visitor.actor, link_id=visitor.link_id, at=at or noon,
            said=Said(answers=ALL_GOOD if answers is None else answers, **more),
        )  # fmt: skip

    return go


@pytest.fixture
def reader(make_actor):
    """Return the safeguarding worker who reads."""
    return make_actor("social_worker")


def everything(model):
    """Return every row, beyond the fences."""
    return model.objects.using("owner")


@pytest.mark.django_db
def test_a_code_opens_one_childs_page_and_shows_whom_to_ask_for(give, take_report, noon, council):
    made = give(take_report(), worker="Sam", worker_phone="01632 960123")
    visitor = whose_page(typed=made.code.lower().replace("-", " "), at=noon)
    page = childs_page(actor=visitor.actor, at=noon, link_id=visitor.link_id)
    assert (page.reader, page.worker, page.worker_phone) == (
        "Aldermere Council", "Sam", "01632 960123",
    )  # fmt: skip
    assert visitor.actor.agency_id == council.pk


@pytest.mark.django_db
def test_the_code_itself_is_kept_nowhere(give, take_report, make_actor, noon):
    made = give(take_report())
    with entered(actor=make_actor("response_officer"), at=noon):
        link = ChildLink.objects.get()
        kept = " ".join(str(getattr(link, field.name)) for field in link._meta.concrete_fields)
        audit = " ".join(
            bytes(one).decode() for one in AuditEntry.objects.values_list("payload", flat=True)
        )
    for text in (made.code, made.code.replace("-", "")):
        assert text not in kept + audit


@pytest.mark.django_db
def test_the_hash_cannot_be_made_without_the_servers_key(give, take_report, noon, settings):
    made = give(take_report())
    settings.SECRET_KEY = "another key altogether"
    assert whose_page(typed=made.code, at=noon) is None


@pytest.mark.django_db
def test_it_opens_until_it_is_over_and_from_the_first_time_on_for_a_while(give, take_report, noon):
    reference = take_report()
    made = give(reference)
    assert whose_page(typed=made.code, at=made.until) is None
    late = made.until - timedelta(minutes=10)
    assert whose_page(typed=made.code, at=late)
    assert whose_page(typed=made.code, at=made.until) is None

    made = give(reference)
    assert whose_page(typed=made.code, at=noon)
    assert whose_page(typed=made.code, at=noon + timedelta(minutes=44))
    # Opening it again does not let it open any longer.
    assert whose_page(typed=made.code, at=noon + timedelta(minutes=46)) is None


@pytest.mark.django_db
def test_wrong_used_ended_and_old_codes_open_nothing_and_change_nothing(
    give, say, take_report, make_actor, noon
):
    reference = take_report()
    used = give(reference)
    say(used.code)
    ended = give(reference)
    latest = give(reference)  # which ends the one before it
    with entered(actor=make_actor("response_officer"), at=noon):
        link = ChildLink.objects.get(revoked_at__isnull=True, answered=False)
    end_child_code(
        actor=make_actor("response_officer"), reference=reference, link_id=link.pk, at=noon
    )
    for code in (
        used.code,
        ended.code,
        latest.code,
        "",
        "00000-00000",
        "x" * 500,
        "𝒳\ud800' OR 1=1",
    ):
        assert whose_page(typed=code, at=noon) is None


@pytest.mark.django_db
def test_a_code_that_opens_nothing_cannot_be_ended(give, take_report, make_actor, noon):
    reference, officer = take_report(), make_actor("response_officer")
    give(reference)
    with entered(actor=officer, at=noon):
        link = ChildLink.objects.get().pk
    end_child_code(actor=officer, reference=reference, link_id=link, at=noon)
    with pytest.raises(AlreadyEnded):
        end_child_code(actor=officer, reference=reference, link_id=link, at=noon)


@pytest.mark.django_db
@pytest.mark.parametrize("phone", ["shared", "controlled", "none", "unknown"])
def test_a_message_goes_to_no_telephone_that_somebody_else_may_look_at(give, take_report, phone):
    with pytest.raises(PhoneNotSafe):
        give(take_report(), handed="message", phone=phone)


@pytest.mark.django_db
def test_the_database_refuses_a_message_to_an_unsafe_telephone_as_well(
    give, take_report, make_actor, noon
):
    give(take_report())
    with (
        entered(actor=make_actor("response_officer"), at=noon),
        pytest.raises(IntegrityError),
        transaction.atomic(),
    ):
        ChildLink.objects.update(handed="message", phone="shared")


@pytest.mark.django_db
def test_the_message_names_neither_the_police_nor_being_missing_nor_the_child(give, take_report):
    made = give(take_report(), handed="message", phone="own")
    assert set(made.messages) == {"en", "cy"}
    for words in made.messages.values():
        said = words.casefold()
        assert made.code in words
        assert ADDRESS in words
        for tells in ("police", "heddlu", "missing", "goll", "testa", "sampleton", "social"):
            assert tells not in said


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address",
    [
        "https://northmoor.police.example/hello/",
        "https://whereabouts.example/hello/",
        "https://missing-children.example/",
        "https://page.example/testa/",
    ],
)
def test_an_address_that_tells_too_much_goes_into_no_message(give, take_report, address):
    with pytest.raises(TellsTooMuch):
        give(take_report(), handed="message", phone="own", address=address)


@pytest.mark.django_db
def test_without_a_reader_no_code_is_made(give, take_report, make_agency):
    reference = take_report()
    with pytest.raises(NoReader):
        give(reference, reader=None)
    with pytest.raises(NoReader):
        give(reference, reader=make_agency("Northmoor Police").pk)


@pytest.mark.django_db
def test_an_authority_that_gives_a_code_reads_what_is_said(
    take_report, make_actor, make_child, noon, council
):
    child, worker = make_child(), make_actor("social_worker")
    reference = take_report(child=child)
    from whereabouts.records.people.actions import relate_to_child

    with entered(actor=worker, at=noon):
        relate_to_child(child_id=child.pk, agency=council.pk, kind="shared", at=noon)
    made = give_child_code(
        actor=worker, reference=reference, handed="face_to_face", phone="none", address=ADDRESS,
        at=noon,
    )  # fmt: skip
    assert made.reader == "Aldermere Council"


@pytest.mark.django_db
def test_what_is_said_with_a_name_leads_to_the_child_and_is_read(
    give, say, take_report, make_child, reader, noon
):
    child = make_child()
    made = give(take_report(child=child))
    due = say(
        made.code, words="They were nice.", name="Tess", reach="After school at the park",
        wants_somebody=True, language="cy",
    )  # fmt: skip
    queue = words_queue(actor=reader, at=noon)
    (one,) = queue.waiting
    assert (one.name, one.reach, one.words, one.welsh, one.wants_somebody) == (
        "Tess", "After school at the park", "They were nice.", True, True,
    )  # fmt: skip
    assert one.child_id == child.pk
    assert one.due_at == due
    assert [answer for _, _, answer in one.answers] == ["Yes", "Yes", "A bit", "No", "Yes"]


@pytest.mark.django_db
def test_without_a_name_no_row_leads_to_the_child_nor_tells_when_the_code_was_used(
    give, say, take_report, make_child, reader, make_actor, noon
):
    child = make_child()
    made = give(take_report(child=child), at=noon)
    then = noon + timedelta(minutes=20)
    say(made.code, at=then, words="A secret", reach="07700 900123")
    (one,) = words_queue(actor=reader, at=then).waiting
    assert (one.child_id, one.name, one.reach) == (None, "", "")
    with entered(actor=make_actor("response_officer"), at=then):
        link = ChildLink.objects.get()
        assert link.closes_at == link.recorded_at
        moments = [
            getattr(link, field.name) for field in link._meta.concrete_fields
            if isinstance(getattr(link, field.name), datetime)
        ]  # fmt: skip
        assert all(moment < then - timedelta(minutes=1) or moment > then for moment in moments)
    with entered(actor=reader, at=then):
        said = ChildsWords.objects.get()
        lines = AuditEntry.objects.filter(subject=f"child_words:{said.pk}")
        assert [bytes(line.payload) for line in lines] == [b"{}"]
        notice = Message.objects.get(kind="child_words")
        assert notice.subject == f"child_words:{said.pk}"
        assert "Testa" not in notice.text
        assert not AuditEntry.objects.filter(subject__startswith="child_link:", at=then).exists()


@pytest.mark.django_db
def test_the_database_lets_no_words_lead_to_a_child_without_a_name(
    give, say, take_report, make_child, reader, noon
):
    child = make_child()
    say(give(take_report(child=child)).code)
    with entered(actor=reader, at=noon), pytest.raises(IntegrityError), transaction.atomic():
        ChildsWords.objects.update(child=child)


@pytest.mark.django_db
def test_a_code_says_something_once(give, take_report, noon):
    made = give(take_report())
    visitor = whose_page(typed=made.code, at=noon)
    again = {"actor": visitor.actor, "link_id": visitor.link_id, "at": noon}
    say_as_child(said=Said(answers={}, words="Once"), **again)
    with pytest.raises(AlreadyAnswered):
        say_as_child(said=Said(answers={}, words="Twice"), **again)


@pytest.mark.django_db
def test_nothing_said_and_nobody_to_find_are_asked_again(give, say, take_report):
    made = give(take_report())
    with pytest.raises(NothingSaid):
        say(made.code, answers={}, words="  ", name="Tess")
    with pytest.raises(NameNeeded):
        say(made.code, wants_somebody=True, name=" ")
    say(made.code, wants_somebody=True, name="Tess", answers={})


@pytest.mark.django_db
def test_an_answer_that_is_none_of_the_list_is_left_out(give, say, take_report, reader, noon):
    say(give(take_report()).code, answers={"listened": "<script>", "other": "yes", "kindly": "no"})
    (one,) = words_queue(actor=reader, at=noon).waiting
    assert [answer for _, _, answer in one.answers] == [
        "Not answered", "No", "Not answered", "Not answered", "Not answered",
    ]  # fmt: skip


@pytest.mark.django_db
def test_the_force_that_it_is_about_reads_no_word_of_it(give, say, take_report, make_actor, noon):
    reference = take_report()
    say(give(reference).code, words="An officer swore at me.", name="Tess")
    for role in ("duty_inspector", "superintendent", "missing_coordinator", "response_officer"):
        actor = make_actor(role)
        with pytest.raises(NotPermitted):
            words_queue(actor=actor, at=noon)
        with entered(actor=actor, at=noon):
            assert not ChildsWords.objects.exists()
            assert not Message.objects.filter(kind="child_words").exists()


@pytest.mark.django_db
def test_another_authority_reads_nothing(give, say, take_report, outsider, reader, noon):
    say(give(take_report()).code, words="A secret", name="Tess")
    (one,) = words_queue(actor=reader, at=noon).waiting
    assert words_queue(actor=outsider, at=noon).waiting == ()
    with pytest.raises(NotVisible):
        words_one(actor=outsider, at=noon, words_id=one.words_id)
    with pytest.raises(NotVisible):
        read_childs_words(actor=outsider, words_id=one.words_id, outcome="read", at=noon)
    with entered(actor=outsider, at=noon):
        assert not ChildsWords.objects.exists()


@pytest.mark.django_db
def test_the_outsider_can_make_and_end_no_code(give, take_report, outsider, noon):
    reference = take_report()
    give(reference)
    with pytest.raises(NotVisible):
        give(reference, actor=outsider)
    with pytest.raises(NotVisible):
        code_page(actor=outsider, at=noon, reference=reference)
    with entered(actor=outsider, at=noon):
        assert not ChildLink.objects.exists()


@pytest.mark.django_db
def test_whoever_has_a_code_may_do_nothing_else(give, take_report, noon):
    visitor = whose_page(typed=give(take_report()).code, at=noon)
    assert visitor.actor.roles == {"child"}
    assert ROLES["child"] == {Permission.VOICE_SAY}
    with pytest.raises(NotPermitted):
        words_queue(actor=visitor.actor, at=noon)
    holders = [role for role, may in ROLES.items() if Permission.VOICE_SAY in may]
    assert holders == ["child"]


@pytest.mark.django_db
def test_it_is_read_within_one_working_day_by_the_readers_own_calendar(
    give, say, take_report, make_agency
):
    friday = datetime(2026, 11, 20, 15, 0, tzinfo=UTC)
    reference = take_report(at=friday)
    due = say(give(reference, at=friday).code, at=friday)
    assert due == datetime(2026, 11, 23, 17, 0, tzinfo=UTC)


@pytest.mark.django_db
def test_unread_it_is_said_again_and_above_until_somebody_reads_it(
    give, say, take_report, reader, noon
):
    due = say(give(take_report()).code)
    fire(at=due - timedelta(minutes=1))
    with entered(actor=reader, at=due):
        assert not Message.objects.filter(kind="child_words_unread").exists()
    fire(at=due + timedelta(minutes=1))
    fire(at=due + timedelta(minutes=2))
    with entered(actor=reader, at=due):
        told = Message.objects.filter(kind="child_words_unread")
        assert {one.to_role for one in told} == {
            "social_worker", "out_of_hours_worker", "information_governance",
        }  # fmt: skip
        assert AuditEntry.objects.filter(kind="voice.words_unread").count() == 1
        waiting = Timer.objects.get(kind="child_words_unread", state="waiting")
    assert words_queue(actor=reader, at=due + timedelta(hours=1)).waiting[0].overdue
    fire(at=waiting.due_at + timedelta(minutes=1))
    with entered(actor=reader, at=due):
        assert AuditEntry.objects.filter(kind="voice.words_unread").count() == 2


@pytest.mark.django_db
def test_once_read_the_clock_stands_down_and_it_says_what_was_done(
    give, say, take_report, reader, noon
):
    due = say(give(take_report()).code)
    (one,) = words_queue(actor=reader, at=noon).waiting
    with pytest.raises(OutcomeNeeded):
        read_childs_words(actor=reader, words_id=one.words_id, outcome="", at=noon)
    with pytest.raises(OutcomeNeeded):
        read_childs_words(actor=reader, words_id=one.words_id, outcome="conduct", at=noon)
    read_childs_words(
        actor=reader, words_id=one.words_id, outcome="conduct", at=noon,
        outcome_words="To professional standards, by me.",
    )  # fmt: skip
    with pytest.raises(AlreadyRead):
        read_childs_words(actor=reader, words_id=one.words_id, outcome="read", at=noon)
    fire(at=due + timedelta(minutes=1))
    with entered(actor=reader, at=noon):
        assert not Message.objects.filter(kind="child_words_unread").exists()
    queue = words_queue(actor=reader, at=noon)
    assert queue.waiting == ()
    assert queue.read[0].outcome_words == "To professional standards, by me."


@pytest.mark.django_db
def test_how_children_were_treated_is_counted_by_unit_and_small_numbers_are_not_shown(
    give, say, take_report, make_actor, make_member, make_agency, reader, noon
):
    force = make_agency("Northmoor Police")
    early = form_team(agency=force, name="Early turn", kind="response", members=[])
    late = form_team(agency=force, name="Late turn", kind="response", members=[])
    for team, number in ((early, 12), (late, 2), (None, 7)):
        for _ in range(number):
            reference = take_report(names="Testa Sampleton", at=noon)
            say(give(reference, team=team.pk if team else None).code, answers={"listened": "yes"})
    for actor in (make_actor("duty_inspector"), reader):
        found = treated(actor=actor, at=noon + HALF_YEAR_ON)
        (whole,) = found.forces
        units = {unit.unit: unit for unit in whole.units}
        assert set(units) == {"Early turn", "Late turn", "No unit named"}
        assert units["Late turn"].hidden
        # The next smallest is hidden with it: with the whole it could be worked out.
        assert units["No unit named"].hidden
        assert dict(units["Early turn"].rows[0].answers)["Yes"] == 10
        assert dict(whole.whole.rows[0].answers)["Yes"] == 20
        assert [one.words for one in whole.process] == [
            "Prevention interviews", "Return home interviews",
        ]  # fmt: skip


@pytest.mark.django_db
def test_what_was_done_stands_by_force_and_unit_beside_it_and_small_numbers_are_not_shown(
    make_actor, make_agency, noon
):
    night = Night(make_actor=make_actor, make_agency=make_agency, noon=noon).report()
    early = form_team(
        agency=night.force, name="Early turn", kind="response",
        members=[Member.objects.get(pk=night.response_officer.member_id)],
    )  # fmt: skip
    night.found(already_there=True)
    for _ in range(6):
        night.prevention(beside=Beside())
    night.interview()
    (force,) = treated(actor=night.duty_inspector, at=noon + HALF_YEAR_ON).forces
    police, independent = force.process
    assert (police.asked, independent.asked) == (None, None)  # one of each
    held = police.outcomes.index("Held")
    ((unit, numbers),) = police.units
    assert (unit, numbers[held]) == (early.name, 5)
    ((unit, numbers),) = independent.units
    assert unit == "Aldermere Council"
    assert numbers[held] is None
    # Nobody has said anything: what was done is shown all the same.
    assert force.whole is None
    with pytest.raises(NotPermitted):
        treated(actor=night.call_handler, at=noon + HALF_YEAR_ON)


@pytest.mark.django_db
def test_only_a_half_year_that_is_over_is_counted_and_only_ones_own(
    give, say, take_report, make_actor, outsider, noon
):
    say(give(take_report()).code)
    assert treated(actor=make_actor("duty_inspector"), at=noon).forces == ()
    later = noon + HALF_YEAR_ON
    assert treated(actor=make_actor("duty_inspector"), at=later).forces
    assert treated(actor=outsider, at=later).forces == ()
    elsewhere = make_actor("duty_inspector", agency="Southmere Police")
    assert treated(actor=elsewhere, at=later).forces == ()
    with pytest.raises(NotPermitted):
        treated(actor=make_actor("response_officer"), at=later)


@pytest.mark.django_db
def test_what_a_child_says_changes_nothing_on_the_page_until_the_half_year_is_over(
    give, say, take_report, make_actor, noon
):
    """Else whoever looks before and after a visit reads what the one child said of it."""
    references = [take_report(names="Testa Sampleton", at=noon) for _ in range(10)]
    for reference in references[:9]:
        say(give(reference).code, answers={"listened": "yes"})
    force, later = make_actor("duty_inspector"), noon + HALF_YEAR_ON
    before = treated(actor=force, at=later)
    assert dict(before.forces[0].whole.rows[0].answers)["Yes"] == 10
    one = give(references[9], at=later - timedelta(days=1))
    say(one.code, at=later, answers={"listened": "no"})
    for days in (0, 1, 30, 170):
        assert treated(actor=force, at=later + timedelta(days=days)).forces == before.forces
    after = treated(actor=force, at=later + timedelta(days=190))
    assert after.since == before.until


@pytest.mark.django_db
def test_outside_a_scope_the_counts_are_of_nobody(give, say, take_report, noon):
    say(give(take_report()).code)
    with connections["default"].cursor() as cursor:
        cursor.execute(
            "SELECT set_config('whereabouts.agency', '', true)"
        )  # as it is before any request
        cursor.execute(
            "SELECT count(*) FROM voice_treated(%s, %s)",
            [noon - timedelta(days=1), noon + timedelta(days=1)],
        )
        assert cursor.fetchone() == (0,)


@pytest.mark.django_db
def test_the_authority_that_reads_sees_the_childs_record_only_once_there_is_a_name(
    give, say, take_report, make_child, reader, noon
):
    from whereabouts.records.people.gate import child_for

    child = make_child()
    reference = take_report(child=child)
    say(give(reference).code, words="No name")
    with entered(actor=reader, at=noon), pytest.raises(NotVisible):
        child_for(reader, child_id=child.pk)
    say(give(reference).code, words="A name", name="Tess")
    with entered(actor=reader, at=noon):
        assert child_for(reader, child_id=child.pk).pk == child.pk


# --- the offer of a conversation ----------------------------------------------------------------


def owed(reader, at):
    """Return what children said for which a conversation is owed, read or not."""
    with entered(actor=reader, at=at):
        return list(
            ChildsWords.objects.filter(talk_due_at__isnull=False, talk_at__isnull=True)
        )  # fmt: skip


def settle(reader, words, at, **more):
    given = {"talk_answer": "declined", "talk_words": "By text; not for now.", **more}
    offer_childs_talk(actor=reader, words_id=words.pk, at=at, **given)


@pytest.fixture
def closed(make_actor, make_agency, noon):
    """Return a night whose follow-up is closed, and nothing of the child's is open any more."""
    night = Night(make_actor=make_actor, make_agency=make_agency, noon=noon).report()
    night.found()
    night.back()
    follow_up(night)
    night.close()
    return night


@pytest.mark.django_db
def test_a_message_after_the_end_is_read_in_a_working_day_and_a_talk_is_offered_once(
    closed, give, say, reader
):
    at = closed.at + timedelta(days=10)
    due = say(give(closed.reference, at=at).code, at=at, name="T", words="Nobody rang me.")
    (words,) = owed(reader, at)
    assert words.due_at == due
    assert words.talk_due_at == read_until(actor=reader, at=at, key="child_talk_offered")
    assert due < words.talk_due_at
    (waiting,) = words_queue(actor=reader, at=at).waiting
    assert waiting.talk_due_at == words.talk_due_at
    read_childs_words(actor=reader, words_id=words.pk, outcome="read", at=at)
    (to_offer,) = words_queue(actor=reader, at=at).to_offer
    assert to_offer.to_offer
    # A second message before that asks for no second talk; and the episode stays as it is.
    say(give(closed.reference, at=at).code, at=at, name="T")
    assert [one.pk for one in owed(reader, at)] == [words.pk]
    assert closed.episode().state == "closed"
    settle(reader, words, at)
    assert owed(reader, at) == []
    with pytest.raises(NothingOwed):
        settle(reader, words, at)
    # The next message is another occasion.
    say(give(closed.reference, at=at).code, at=at, name="T", wants_somebody=True)
    assert len(owed(reader, at)) == 1


@pytest.mark.django_db
def test_the_force_hears_nothing_of_an_offer_to_a_child_who_wrote(closed, give, say, make_actor):
    at = closed.at + timedelta(days=10)
    say(give(closed.reference, at=at).code, at=at, name="T", words="Nobody rang me.")
    before = {one.pk for one in closed.tasks()}
    inspector = make_actor("duty_inspector")
    with entered(actor=inspector, at=at):
        assert not visible(ChildsWords).exists()
    assert {one.pk for one in closed.tasks()} == before
    assert [one for one in notices_to_me(actor=inspector, at=at) if "talk" in one.kind] == []


@pytest.mark.django_db
def test_without_a_name_nobody_can_be_offered_anything(give, say, take_report, reader, noon):
    say(give(take_report()).code, words="Nobody asked me.")
    assert owed(reader, noon) == []
    (waiting,) = words_queue(actor=reader, at=noon).waiting
    with pytest.raises(NothingOwed):
        offer_childs_talk(
            actor=reader, words_id=waiting.words_id, talk_answer="talked", talk_words="x", at=noon
        )


@pytest.mark.django_db
def test_to_have_talked_when_the_words_were_read_was_the_conversation(
    give, say, take_report, reader, noon
):
    say(give(take_report()).code, name="T", wants_somebody=True)
    (words,) = owed(reader, noon)
    read_childs_words(
        actor=reader, words_id=words.pk, outcome="spoke", at=noon,
        outcome_words="Sam rang her after school.",
    )  # fmt: skip
    assert owed(reader, noon) == []
    line = words_one(actor=reader, at=noon, words_id=words.pk)
    assert "Sam rang her after school." in line.talk


@pytest.mark.django_db
def test_unoffered_it_is_said_again_and_above_until_somebody_offers_it(
    give, say, take_report, reader, noon
):
    say(give(take_report()).code, name="T")
    (words,) = owed(reader, noon)
    read_childs_words(actor=reader, words_id=words.pk, outcome="read", at=noon)
    fire(at=words.talk_due_at - timedelta(minutes=1))
    assert _unoffered(reader, noon) == 0
    fire(at=words.talk_due_at + timedelta(minutes=1))
    assert _unoffered(reader, noon) == 3
    late = words.talk_due_at + timedelta(hours=1)
    assert words_queue(actor=reader, at=late).to_offer[0].talk_overdue
    fire(at=words.talk_due_at + timedelta(days=4))
    assert _unoffered(reader, noon) == 6
    settle(reader, words, late, talk_answer="accepted")
    fire(at=words.talk_due_at + timedelta(days=9))
    assert _unoffered(reader, noon) == 6


def _unoffered(reader, at):
    with entered(actor=reader, at=at):
        return Message.objects.filter(kind="child_talk_unoffered").count()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("said", "field"),
    [({"talk_answer": "not_reached"}, "talk_answer"), ({"talk_words": " "}, "talk_words")],
)
def test_what_came_of_the_offer_is_said_in_words(give, say, take_report, reader, noon, said, field):
    say(give(take_report()).code, name="T")
    (words,) = owed(reader, noon)
    with pytest.raises(WordsNeeded) as refused:
        settle(reader, words, noon, **said)
    assert refused.value.field == field
    assert len(owed(reader, noon)) == 1


@pytest.mark.django_db
def test_only_the_authority_that_reads_offers_it(
    give, say, take_report, reader, outsider, make_actor, noon
):
    say(give(take_report()).code, name="T")
    (words,) = owed(reader, noon)
    with pytest.raises(NotPermitted):
        settle(make_actor("duty_inspector"), words, noon)
    for actor in (outsider, make_actor("social_worker", agency="Another Council")):
        with pytest.raises(NotVisible):
            settle(actor, words, noon)
