"""The places in the service's navigation, and who is shown each of them."""

from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse

from whereabouts.foundations.access.permissions import Permission, permitted


@dataclass(frozen=True, kw_only=True)
class Place:
    """A place: the name of its address, what it is called, and the permission that shows it."""

    name: str
    words: str
    needs: Permission


PLACES = (
    Place(name="home", words="Home", needs=Permission.SIGNED_IN),
    Place(name="notices", words="Notices", needs=Permission.NOTICE_ACKNOWLEDGE),
    Place(name="our-home", words="Our home", needs=Permission.CARER_PAGE),
    Place(name="school", words="A child is not here", needs=Permission.SCHOOL_REPORT),
    Place(name="board", words="Board", needs=Permission.BOARD_LOOK),
    Place(name="tasks", words="Tasks", needs=Permission.TASK_DO),
    Place(name="interview-queue", words="Interviews", needs=Permission.RETURN_INTERVIEW),
    Place(name="conduct", words="Under seal", needs=Permission.CONDUCT_LOOK),
    Place(name="report-take", words="Take a report", needs=Permission.REPORT_TAKE),
    Place(name="contacts", words="Contacts", needs=Permission.CONTACT_LOOK),
    Place(name="child-find", words="Find a child", needs=Permission.CHILD_SEARCH),
    Place(name="pairs", words="Same child?", needs=Permission.CHILD_JOIN),
    Place(name="plans", words="Plans", needs=Permission.PLAN_SET),
    Place(name="referrals", words="Referrals", needs=Permission.REFERRAL_ANSWER),
    Place(name="settings", words="Homes and schools", needs=Permission.SETTING_LOOK),
    Place(
        name="out-of-area-figures",
        words="Placements told",
        needs=Permission.FIGURES_LOOK,
    ),
    Place(name="support-directory", words="Support", needs=Permission.SUPPORT_OFFER),
    Place(
        name="emergency-access",
        words="Emergency access",
        needs=Permission.EMERGENCY_USE,
    ),
    Place(name="childs-words", words="What children said", needs=Permission.VOICE_READ),
    Place(
        name="childs-words-results",
        words="Children’s answers",
        needs=Permission.VOICE_RESULTS,
    ),
    Place(name="shift", words="Shift", needs=Permission.SHIFT_HAND_OVER),
    Place(name="second-looks", words="Second looks", needs=Permission.SECOND_LOOK),
    Place(name="practice-room", words="Practice room", needs=Permission.PRACTISE),
    Place(name="policy", words="Policy packs", needs=Permission.PACK_APPROVE),
    Place(name="looks", words="Who looked", needs=Permission.LOOKS_REVIEW),
    Place(name="timers", words="Clocks", needs=Permission.TIMERS_LOOK),
)


def address(name: str, *parts: object) -> str:
    """Return an address by name, or nothing while no page answers to the name."""
    try:
        return reverse(name, args=parts)
    except NoReverseMatch:
        return ""


def places_for(*, roles: frozenset[str], path: str) -> list[dict[str, object]]:
    """Return the navigation of somebody with these roles, in the design system's words."""
    shown = []
    for place in PLACES:
        href = address(place.name)
        if href and permitted(roles=roles, permission=place.needs):
            here = path == href or (href != "/" and path.startswith(href))
            shown.append(
                {
                    "href": href,
                    "text": place.words,
                    "current": path == href,
                    "active": here,
                }
            )
    return shown
