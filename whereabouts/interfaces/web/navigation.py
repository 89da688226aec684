"""The places in the service's navigation, and who is shown each of them.

A few stand in the bar of every page; all of them stand on the home page, by group. Whoever has few
places has all of them in the bar.
"""

from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse

from whereabouts.foundations.access.permissions import Permission, permitted

# The groups in which the home page lists the places, in its order.
GROUPS = {
    "now": "Now",
    "child": "Finding and planning",
    "return": "After the return",
    "adults": "Adults and the community",
    "partners": "With other agencies",
    "again": "Looking again",
    "figures": "Figures",
    "watch": "How the service is kept",
}
IN_THE_BAR = 8  # no more places than a line of a wide screen holds


@dataclass(frozen=True, kw_only=True)
class Place:
    """A place: the name of its address, what it is called, and the permission that shows it.

    `first` are those that somebody who answers for children tonight wants on every page.
    """

    name: str
    words: str
    needs: Permission
    group: str
    first: bool = False


PLACES = (
    Place(name="home", words="Home", needs=Permission.SIGNED_IN, group="now", first=True),
    Place(name="our-home", words="Our home", needs=Permission.CARER_PAGE, group="now", first=True),
    Place(
        name="school",
        words="A child is not here",
        needs=Permission.SCHOOL_REPORT,
        group="now",
        first=True,
    ),
    Place(name="board", words="Board", needs=Permission.BOARD_LOOK, group="now", first=True),
    Place(
        name="notices",
        words="Notices",
        needs=Permission.NOTICE_ACKNOWLEDGE,
        group="now",
        first=True,
    ),
    Place(name="tasks", words="Tasks", needs=Permission.TASK_DO, group="now", first=True),
    Place(
        name="report-take",
        words="Take a report",
        needs=Permission.REPORT_TAKE,
        group="now",
        first=True,
    ),
    Place(
        name="child-find",
        words="Find a child",
        needs=Permission.CHILD_SEARCH,
        group="now",
        first=True,
    ),
    Place(name="contacts", words="Contacts", needs=Permission.CONTACT_LOOK, group="now"),
    Place(name="street", words="Street", needs=Permission.BRIEFING_READ, group="now"),
    Place(name="shift", words="Shift", needs=Permission.SHIFT_HAND_OVER, group="now"),
    Place(
        name="emergency-access",
        words="Emergency access",
        needs=Permission.EMERGENCY_USE,
        group="now",
    ),
    Place(name="plans", words="Plans", needs=Permission.PLAN_SET, group="child"),
    Place(name="meetings", words="Meetings", needs=Permission.MEETING_LOOK, group="partners"),
    Place(name="pairs", words="Same child?", needs=Permission.CHILD_JOIN, group="child"),
    Place(name="support-directory", words="Support", needs=Permission.SUPPORT_OFFER, group="child"),
    Place(
        name="place-gaps",
        words="Answers about another place",
        needs=Permission.GAPS_LOOK,
        group="return",
    ),
    Place(
        name="interview-queue",
        words="Interviews",
        needs=Permission.RETURN_INTERVIEW,
        group="return",
        first=True,
    ),
    Place(name="referrals", words="Referrals", needs=Permission.REFERRAL_ANSWER, group="return"),
    Place(
        name="childs-words", words="What children said", needs=Permission.VOICE_READ, group="return"
    ),
    Place(
        name="childs-words-results",
        words="Children’s answers",
        needs=Permission.VOICE_RESULTS,
        group="return",
    ),
    Place(
        name="conduct",
        words="Under seal",
        needs=Permission.CONDUCT_LOOK,
        group="return",
        first=True,
    ),
    Place(
        name="settings", words="Homes and schools", needs=Permission.SETTING_LOOK, group="partners"
    ),
    Place(
        name="out-of-area",
        words="Placements out of area",
        needs=Permission.PLACEMENT_LOOK,
        group="partners",
    ),
    Place(
        name="conferences",
        words="Case conferences",
        needs=Permission.CONFERENCE_ASK,
        group="partners",
    ),
    Place(
        name="schools",
        words="What schools report",
        needs=Permission.SCHOOL_ANSWER,
        group="partners",
    ),
    Place(
        name="prevention", words="Prevention", needs=Permission.PREVENTION_KEEP, group="partners"
    ),
    Place(
        name="out-of-area-figures",
        words="Placements told",
        needs=Permission.FIGURES_LOOK,
        group="figures",
    ),
    Place(
        name="capacity", words="What we can take", needs=Permission.CAPACITY_SAY, group="partners"
    ),
    Place(
        name="home-warnings", words="Police warnings", needs=Permission.HOME_WARNING, group="now"
    ),
    Place(
        name="adults",
        words="Adults who pose a risk",
        needs=Permission.ADULT_REGISTER,
        group="adults",
    ),
    Place(
        name="network",
        words="Who is linked with whom",
        needs=Permission.NETWORK_LOOK,
        group="adults",
    ),
    Place(name="operations", words="Operations", needs=Permission.NETWORK_LOOK, group="adults"),
    Place(
        name="community",
        words="What the community tells",
        needs=Permission.COMMUNITY_LOOK,
        group="adults",
    ),
    Place(
        name="warning-figures",
        words="Warning notices by force",
        needs=Permission.WARNING_FIGURES,
        group="figures",
    ),
    Place(
        name="queue",
        words="Your queue",
        needs=Permission.CHILD_LOOK,
        group="partners",
    ),
    Place(
        name="our-children",
        words="Our children",
        needs=Permission.CHILD_LOOK,
        group="partners",
    ),
    Place(
        name="partners-said",
        words="What partners said",
        needs=Permission.CHILD_LOOK,
        group="partners",
    ),
    Place(name="escalations", words="Taken up", needs=Permission.ESCALATE, group="partners"),
    Place(
        name="escalations-waiting",
        words="Matters to answer",
        needs=Permission.ESCALATION_ANSWER,
        group="partners",
    ),
    Place(name="desk", words="Desk", needs=Permission.DESK_LOOK, group="partners"),
    Place(name="picture", words="Missing now", needs=Permission.PICTURE_LOOK, group="figures"),
    Place(name="figures", words="Figures", needs=Permission.FIGURES_LOOK, group="figures"),
    Place(name="second-looks", words="Second looks", needs=Permission.SECOND_LOOK, group="again"),
    Place(name="skills", words="Skills", needs=Permission.SKILLS_SET, group="again"),
    Place(name="practice-room", words="Practice room", needs=Permission.PRACTISE, group="again"),
    Place(
        name="governance",
        words="Governance",
        needs=Permission.RECORDS_GOVERN,
        group="watch",
        first=True,
    ),
    Place(name="agreements", words="Agreements", needs=Permission.AGREEMENT_SET, group="watch"),
    Place(name="policy", words="Policy packs", needs=Permission.PACK_APPROVE, group="watch"),
    Place(name="looks", words="Who looked", needs=Permission.LOOKS_REVIEW, group="watch"),
    Place(name="timers", words="Clocks", needs=Permission.TIMERS_LOOK, group="watch"),
)


def address(name: str, *parts: object) -> str:
    """Return an address by name, or nothing while no page answers to the name."""
    try:
        return reverse(name, args=parts)
    except NoReverseMatch:
        return ""


def places_for(*, roles: frozenset[str], path: str) -> list[dict[str, object]]:
    """Return the bar of somebody with these roles, in the design system's words.

    The place where they are is always in it. What it leaves out is on the home page.
    """
    shown = _shown(roles=roles, path=path)
    if len(shown) <= IN_THE_BAR:
        return [entry for _, entry in shown]
    bar = [entry for place, entry in shown if place.first or entry["active"]]
    return [*bar, {"href": f"{address('home')}#everything", "text": "More"}]


def places_by_group(*, roles: frozenset[str]) -> list[tuple[str, list[dict[str, object]]]]:
    """Return every place but the home page that somebody with these roles has, by group."""
    shown = [
        (place, entry) for place, entry in _shown(roles=roles, path="") if place.name != "home"
    ]
    groups = [
        (words, [entry for place, entry in shown if place.group == group])
        for group, words in GROUPS.items()
    ]
    return [(words, entries) for words, entries in groups if entries]


def _shown(*, roles: frozenset[str], path: str) -> list[tuple[Place, dict[str, object]]]:
    shown = []
    for place in PLACES:
        href = address(place.name)
        if href and permitted(roles=roles, permission=place.needs):
            active = path == href or (href != "/" and path.startswith(href))
            entry = {"href": href, "text": place.words, "current": path == href, "active": active}
            shown.append((place, entry))
    return shown
