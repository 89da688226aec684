"""The street and the man of the story: a concern, a record, a notice, a beat, a school, a hotel."""

from datetime import time
from uuid import UUID

from whereabouts.engines.deadlines import is_working_day, london_date, london_instant
from whereabouts.foundations.access.scope import entered
from whereabouts.interfaces.commands.demo.nation import (
    FIRST_HOME,
    FIRST_SCHOOL,
    Nation,
)
from whereabouts.interfaces.commands.demo.story import CITY, DAY, HOUR, MINUTE, NAME, Story
from whereabouts.journeys.keep_adult import act_on_adult, add_trace, enter_adult
from whereabouts.journeys.keep_beats import (
    make_beat,
    name_hot_spot,
    name_officer,
    name_school,
    put_at_school,
)
from whereabouts.journeys.name_adult_in_concern import name_adult_in_concern
from whereabouts.journeys.release_adult import receive_home_warning, warn_home
from whereabouts.journeys.report_absence import (
    Absent,
    link_absence,
    report_absence,
    settle_absence,
)
from whereabouts.journeys.run_operation import join_operation, open_operation
from whereabouts.journeys.tell_from_street import tell_from_street
from whereabouts.journeys.tell_of_worry import Worry, begin_campaign, link_worry, tell_by_phone
from whereabouts.journeys.visit_setting import keep_visit, raise_concern
from whereabouts.journeys.warn_adult_away import (
    NoticeSays,
    Service,
    authorise_warning_notice,
    draft_warning_notice,
    record_breach,
    serve_warning_notice,
)
from whereabouts.practice.community.models import CommunityReport

MAN, HIS_PHONE, HIS_CAR = "Hugo Fictitian", "07700 900789", "AB12 CDE"
GRADE = "2BP"
SAID = "A man in a grey car waited at the gate for her on three evenings. He calls her by name."

LUNCH = time(12, 30)


def his_chapter(*, story: Story, setting: UUID) -> UUID:
    """Let an officer who looks in hear of him; he is entered, warned away, and rings her again."""
    nation, at = story.nation, story.at
    came = at - 30 * DAY
    officer = nation.actor("response_officer", at=came)
    keep_visit(
        actor=officer, setting_id=setting, kind="arrival", visited_at=came, talked_with=3, at=came,
        words="Tea with staff and three children. They know whom to ring, and that I ask nothing.",
    )  # fmt: skip
    _known_there(nation=nation, story=story)
    told = at - 26 * DAY
    concern = raise_concern(
        actor=nation.actor("home_worker", of=FIRST_HOME, at=told), setting_id=setting, at=told,
        kind="approached", words=SAID, child_id=story.child.pk,
    )  # fmt: skip
    named = told + 2 * HOUR
    adult = name_adult_in_concern(
        actor=nation.actor("response_officer", at=named), concern_id=concern, name=MAN,
        source="staff of the home", at=named,
    )  # fmt: skip
    _on_the_register(nation=nation, adult=adult, story=story)
    notice = _warned_away(nation=nation, adult=adult, story=story)
    _home_is_warned(nation=nation, adult=adult, story=story)
    broke = at - 5 * HOUR
    record_breach(
        actor=nation.actor("response_officer", at=broke), notice_id=notice, at=broke,
        words="Rang her twice from a number that she knows.", source="Her key worker",
    )  # fmt: skip
    return adult


def _known_there(*, nation: Nation, story: Story) -> None:
    """The force she comes from knows him by another name, and by the same telephone."""
    then = story.at - 120 * DAY
    manager = nation.actor("offender_manager", of=CITY, at=then)
    adult = enter_adult(
        actor=manager, at=then, name="Hew Invently", because="Found with two girls of fourteen.",
        source="response team", others="yes", others_words="A girl of thirteen, told at once.",
        grading=GRADE,
    )  # fmt: skip
    add_trace(
        actor=manager, adult_id=adult, kind="phone", value=HIS_PHONE, source="a girl's phone",
        grading=GRADE, at=then,
    )  # fmt: skip


def _on_the_register(*, nation: Nation, adult: UUID, story: Story) -> None:
    then = story.at - 25 * DAY
    manager = nation.actor("offender_manager", at=then)
    enter_adult(
        actor=manager, adult_id=adult, at=then, because="Waits for a girl at her home.",
        source="neighbourhood team", others="not_known", grading=GRADE,
    )  # fmt: skip
    for kind, value, source in (
        ("vehicle", HIS_CAR, "staff of the home"), ("phone", HIS_PHONE, "her key worker"),
    ):  # fmt: skip
        add_trace(
            actor=manager, adult_id=adult, kind=kind, value=value, source=source, grading=GRADE,
            at=then,
        )  # fmt: skip
    act_on_adult(
        actor=manager, adult_id=adult, kind="visit", at=story.at - 20 * DAY,
        words="Spoken to at the door by two officers.",
    )  # fmt: skip


def _warned_away(*, nation: Nation, adult: UUID, story: Story) -> UUID:
    drafted = story.at - 24 * DAY
    officer = nation.actor("response_officer", at=drafted)
    notice = draft_warning_notice(
        actor=officer, adult_id=adult, child_id=story.child.pk, at=drafted,
        says=NoticeSays(
            route="under_16", consent_by="Dunvale Council",
            consent_words="No permission is given to this adult to have her with him.",
            knowledge="Told her age at his door, and that nobody consents.",
            conditions="No contact, by any way, and no place to stay.",
        ),
    )  # fmt: skip
    later = drafted + 3 * HOUR
    authorise_warning_notice(
        actor=nation.actor("duty_inspector", at=later), notice_id=notice, at=later
    )
    served = drafted + DAY
    serve_warning_notice(
        actor=nation.actor("response_officer", at=served), notice_id=notice, at=served,
        service=Service(place="1 Makebelieve Mews", how="in_person", acknowledged="refused"),
    )  # fmt: skip
    return notice


def _home_is_warned(*, nation: Nation, adult: UUID, story: Story) -> None:
    then = story.at - 23 * DAY
    warning = warn_home(
        actor=nation.actor("offender_manager", at=then), adult_id=adult, at=then,
        to_agency=nation.key(FIRST_HOME), grading=GRADE, expires_at=story.at + 4 * DAY,
        look_for="A grey car near the gate in the evening; somebody who asks for a girl by name.",
        do_this="Do not speak with them. Note the time, bring the children in, ring 999.",
    )  # fmt: skip
    receive_home_warning(
        actor=nation.actor("home_worker", of=FIRST_HOME, at=then + HOUR), warning_id=warning,
        at=then + HOUR,
    )  # fmt: skip


def operation(*, story: Story, adult: UUID) -> None:
    """Join him and her in an operation."""
    nation, then = story.nation, story.at - 7 * DAY
    lead = nation.actor("missing_coordinator", at=then)
    made = open_operation(
        actor=lead, name="Operation Papercrane", at=then,
        purpose="To keep children away from the men of the grey car, and the men from children.",
    )  # fmt: skip
    why = "Two cities, one car."
    join_operation(actor=lead, operation_id=made, because=why, at=then, adult_id=adult)
    join_operation(actor=lead, operation_id=made, because=why, at=then, child_id=story.child.pk)


def hotel(*, story: Story, adult: UUID) -> None:
    """A night porter rings with the campaign's word; another report waits to be read."""
    nation = story.nation
    began = story.at - 60 * DAY
    begin_campaign(
        actor=nation.actor("missing_coordinator", at=began), name="Rooms are for resting",
        code="LANTERN", audiences=["hotel", "taxi"], from_on=began.date(), at=began,
    )  # fmt: skip
    rang = story.at - 6 * DAY
    handler = nation.actor("call_handler", at=rang)
    tell_by_phone(
        actor=handler, at=rang,
        worry=Worry(
            source="hotel", place="The Made-up Inn, Station Road", code="LANTERN",
            vehicle=HIS_CAR, of_adult="A man of thirty who pays in cash", happened_at=rang - HOUR,
            words="He booked two rooms and asked which door has no camera. A girl waited outside.",
            reporter_name="The night porter", reporter_contact="01632 960430",
        ),
    )  # fmt: skip
    reader = nation.actor("response_officer", at=rang + HOUR)
    with entered(actor=reader, at=rang + HOUR):
        report = CommunityReport.objects.latest("recorded_at").pk
    link_worry(
        actor=reader, report_id=report, adult_id=adult, because="His car, by its number.",
        at=rang + HOUR,
    )  # fmt: skip
    now = story.at - 35 * MINUTE
    tell_by_phone(
        actor=nation.actor("call_handler", at=now), at=now,
        worry=Worry(
            source="taxi", place="The taxi rank at the bus station", code="LANTERN",
            words="A fare made me wait for a girl in uniform. She did not want to get in.",
            reporter_name="A driver",
        ),
    )  # fmt: skip


def beats(*, story: Story) -> None:
    """Give officers their beats, hot spots and school, and let one tell what was seen."""
    nation, at = story.nation, story.at
    then = at - 90 * DAY
    keeper = nation.actor("missing_coordinator", at=then)
    officer = nation.actor("response_officer", at=then)
    town = make_beat(
        actor=keeper, at=then, name="Aldermere Town",
        places=["bus station", "arcade", "Station Road", "Fern House", "the gate of the home"],
    )  # fmt: skip
    make_beat(actor=keeper, name="Aldermere Vale", places=["skate park", "canal bridge"], at=then)
    name_officer(actor=keeper, beat_id=town, member=officer.member_id, at=then)
    name_hot_spot(
        actor=nation.actor("missing_coordinator", at=at - 6 * DAY), beat_id=town, at=at - 6 * DAY,
        place="The Made-up Inn, Station Road", why="Rooms are booked for girls, and paid in cash.",
        until_on=(at + 14 * DAY).date(),
    )  # fmt: skip
    school = name_school(
        actor=keeper, beat_id=town, name="Aldermere School", officer=officer.member_id,
        when="Tuesdays, at the gate and at lunch", telephone="01632 960410", at=then,
    )  # fmt: skip
    put_at_school(
        actor=nation.actor("missing_coordinator", at=at - 28 * DAY), child_id=story.child.pk,
        school_id=school, at=at - 28 * DAY,
    )  # fmt: skip
    tell_from_street(
        actor=nation.actor("response_officer", at=at - 2 * DAY), at=at - 2 * DAY, beat_id=town,
        kind="place", place="Behind the arcade", seen_at=at - 2 * DAY - HOUR,
        words="Three children sit there each evening; somebody older brings them food.",
    )  # fmt: skip


def school_day(*, story: Story) -> None:
    """The school says that she is not there; its officer says who it is, and sees to it."""
    nation, latest = story.nation, story.at - 3 * HOUR
    day = london_date(instant=latest)
    # The last day of school whose lunch is over: on a Monday at night that is Friday.
    while (
        london_instant(on=day, wall=LUNCH) > latest
        or not is_working_day(on=day, calendar="england")
    ):  # fmt: skip
        day -= DAY
    lunch = london_instant(on=day, wall=LUNCH)
    then = lunch + HOUR
    absence = report_absence(
        actor=nation.actor("school_worker", of=FIRST_SCHOOL, at=then), at=then,
        absent=Absent(
            names=" ".join(NAME), born_text="15", worry="again", absent_at=lunch,
            last_seen="At lunch, by the gate", contact="The office, 01632 960410",
            words="Second afternoon this week. A friend says that she waited for a car.",
        ),
    )  # fmt: skip
    officer = nation.actor("response_officer", at=then + 20 * MINUTE)
    link_absence(actor=officer, absence_id=absence, child_id=story.child.pk, at=then + 20 * MINUTE)
    settle_absence(
        actor=officer, absence_id=absence, outcome="seen", at=then + HOUR,
        words="Met her at the bus stop; she walked home with me. Told her key worker of the car.",
    )  # fmt: skip
