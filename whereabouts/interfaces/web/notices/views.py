"""Three loudnesses apart: what interrupts, the list, and the digest; and what did not arrive."""

from math import ceil
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from whereabouts.foundations.access.permissions import Permission
from whereabouts.insight.lookups.acknowledging import acknowledging
from whereabouts.insight.lookups.deliveries import deliveries_of_mine
from whereabouts.insight.lookups.notices import digest_to_me, waiting_for_me
from whereabouts.interfaces.web.doors import acts, looks
from whereabouts.interfaces.web.refusals import bad_form
from whereabouts.journeys.send_again import send_again

# So many of each, that a page stays under 100 kB however many wait; the others are a page further.
MOST_INTERRUPTING, MOST_LISTED, MOST_AT_ONCE = 25, 40, 75
MOST_DELIVERIES, MOST_DIGITS = 60, 4
# More would push the page itself off the screen.
MOST_ON_A_BANNER = 3


@looks(needs=Permission.NOTICE_ACKNOWLEDGE, purpose="notices")
def notices(request: HttpRequest) -> HttpResponse:
    """Show what interrupts, the list, and how much waits in the digest."""
    actor, at = request.actor, timezone.now()  # type: ignore[attr-defined]
    page = _page(request.GET.get("page", ""))
    interrupting = waiting_for_me(
        actor=actor, at=at, loudness="interrupt", most=MOST_INTERRUPTING,
        first=page * MOST_INTERRUPTING,
    )  # fmt: skip
    listed = waiting_for_me(
        actor=actor, at=at, loudness="list", most=MOST_LISTED, first=page * MOST_LISTED
    )
    pages = max(ceil(interrupting.in_all / MOST_INTERRUPTING), ceil(listed.in_all / MOST_LISTED), 1)
    return render(
        request,
        "notices/notices.html",
        {
            "interrupts": interrupting.notices,
            "interrupting": interrupting.in_all,
            "listed": listed.notices,
            "listed_in_all": listed.in_all,
            "page": page + 1,
            "earlier": min(page, pages),
            "pages": pages,
            "digest": digest_to_me(actor=actor, at=at, most=MOST_AT_ONCE),
            "at": at,
        },
    )


@looks(needs=Permission.NOTICE_ACKNOWLEDGE, purpose="notices")
def now(request: HttpRequest) -> HttpResponse:
    """Answer with the banner of what interrupts, for whatever page somebody is on."""
    actor, at = request.actor, timezone.now()  # type: ignore[attr-defined]
    newest_first = waiting_for_me(
        actor=actor, at=at, loudness="interrupt", most=MOST_INTERRUPTING, newest=True
    )
    shown = {
        "interrupts": newest_first.notices,
        "interrupting": newest_first.in_all,
        "most_shown": MOST_ON_A_BANNER,
    }
    return render(request, "notices/now.html", shown)


def _page(text: str) -> int:
    """Return the number of a page, from nought; what cannot be read is the first."""
    digits = text.isascii() and text.isdecimal() and len(text) <= MOST_DIGITS
    return max(int(text) - 1, 0) if digits else 0


@looks(needs=Permission.NOTICE_ACKNOWLEDGE, purpose="notices")
def digest(request: HttpRequest) -> HttpResponse:
    """Show what could wait and was gathered at the last hour."""
    actor, at = request.actor, timezone.now()  # type: ignore[attr-defined]
    found = digest_to_me(actor=actor, at=at, most=MOST_AT_ONCE)
    return render(request, "notices/digest.html", {"digest": found})


@looks(needs=Permission.NOTICE_OVERSEE, purpose="how soon notices are acknowledged")
def times(request: HttpRequest) -> HttpResponse:
    """Show how soon notices are acknowledged: of new episodes, and of everything."""
    actor, at = request.actor, timezone.now()  # type: ignore[attr-defined]
    tables = (
        ("New episodes", acknowledging(actor=actor, at=at)),
        ("Everything to acknowledge", acknowledging(actor=actor, at=at, kinds=())),
    )
    return render(request, "notices/times.html", {"tables": tables})


@looks(needs=Permission.DELIVERY_MEND, purpose="deliveries")
def deliveries(request: HttpRequest) -> HttpResponse:
    """Show the agency's endpoints, and what did not arrive."""
    actor, at = request.actor, timezone.now()  # type: ignore[attr-defined]
    found = deliveries_of_mine(actor=actor, at=at, most=MOST_DELIVERIES)
    return render(request, "notices/deliveries.html", {"found": found, "at": at})


@acts(needs=Permission.DELIVERY_MEND, purpose="send dead letters again")
def again(request: HttpRequest) -> HttpResponse:
    """Send the dead letters that were ticked again."""
    try:
        keys = [UUID(key) for key in request.POST.getlist("delivery")[:MOST_DELIVERIES]]
    except ValueError:
        return bad_form(request, [("delivery", "it is not one of the page's deliveries.")])
    done = send_again(actor=request.actor, keys=keys, at=timezone.now())  # type: ignore[attr-defined]
    if keys:
        messages.success(request, f"{done} on the way again.")
    else:
        messages.info(request, "Nothing was ticked, so nothing is sent.")
    return redirect("deliveries")
