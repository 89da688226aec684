"""The page for children: one address, one entry in a browser's history, and no cookie at all."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters

from whereabouts.insight.lookups.childs_words import ANSWERS, QUESTIONS, childs_page
from whereabouts.interfaces.web.doors import anybody
from whereabouts.interfaces.web.hello import guarding
from whereabouts.interfaces.web.hello.words import said_in
from whereabouts.journeys.childs_page import (
    AlreadyAnswered,
    NameNeeded,
    NothingSaid,
    Said,
    Visitor,
    say_as_child,
    whose_page,
)

BOTH = ("GET", "HEAD", "POST")
LONGEST = {"words": 4000, "name": 60, "reach": 160}
MOST_SENT = 60_000
MINUTE = 60
# The code is the only key that there is, so nothing can be done in somebody's name by a page of
# somebody else's: where a form came from is looked at all the same (guarding.py).


@csrf_exempt
@sensitive_post_parameters()
@anybody(methods=BOTH)
def page(request: HttpRequest) -> HttpResponse:
    """Ask for the code, open the page with it, or keep what the child says."""
    sent = request.POST if request.method == "POST" else {}
    t = said_in(language=sent.get("lang", "") or request.GET.get("lang", "en"))
    if request.method != "POST":
        return _show(request, "hello/code.html", t=t)
    if not guarding.came_from_here(request):
        return _show(request, "hello/code.html", status=403, t=t, refused=t("sent_elsewhere"))
    if sent.get("do") == "language" and not sent.get("code"):
        return _show(request, "hello/code.html", t=t)
    if int(request.META.get("CONTENT_LENGTH") or 0) > MOST_SENT:
        return _show(request, "hello/code.html", status=413, t=t, refused=t("too_long"))
    at, typed = timezone.now(), sent.get("code", "")
    wait = guarding.shut_for(request, at=at)
    visitor = whose_page(typed=typed, at=at) if not wait else None
    if visitor is None:
        # The same for a wrong, a used, an ended and an old code.
        wait = wait or guarding.count_wrong(request, at=at)
        return _wait(request, t=t, seconds=wait) if wait else _wrong(request, t=t)
    return _open(request, visitor=visitor, code=typed, t=t)


def _wrong(request: HttpRequest, *, t: Any) -> HttpResponse:
    return _show(request, "hello/code.html", status=400, t=t, refused=t("wrong_code"))


def _wait(request: HttpRequest, *, t: Any, seconds: int) -> HttpResponse:
    """Ask whoever typed many codes to wait, in words and in the header that programs read."""
    if seconds >= MINUTE:
        refused = t("wait_minutes", number=str(-(-seconds // MINUTE)))
    else:
        refused = t("wait_seconds", number=str(seconds))
    response = _show(request, "hello/code.html", status=429, t=t, refused=refused)
    response.headers["Retry-After"] = str(seconds)
    return response


def _open(request: HttpRequest, *, visitor: Visitor, code: str, t: Any) -> HttpResponse:
    at = timezone.now()
    shown = childs_page(actor=visitor.actor, at=at, link_id=visitor.link_id)
    given = {"page": shown, "t": t, "code": code, "questions": QUESTIONS, "answers": ANSWERS}
    if request.POST.get("do") != "say":
        return _show(request, "hello/page.html", typed={}, **given)
    typed = {name: request.POST.get(name, "") for name in (*LONGEST, *dict(QUESTIONS), "wants")}
    errors = _too_long(typed, t)
    if not errors:
        try:
            say_as_child(actor=visitor.actor, link_id=visitor.link_id, said=_said(typed, t), at=at)
            return _show(request, "hello/thanks.html", named=bool(typed["name"].strip()), **given)
        except NothingSaid:
            errors = [("words", t("nothing_said"))]
        except NameNeeded:
            errors = [("name", t("name_needed"))]
        except AlreadyAnswered:
            return _show(request, "hello/thanks.html", named=False, **given)
    return _show(
        request, "hello/page.html", status=400, typed=typed, errors=errors, wrong=dict(errors),
        **given,
    )  # fmt: skip


def _said(typed: dict[str, str], t: Any) -> Said:
    allowed = {value for value, _ in ANSWERS}
    return Said(
        answers={key: typed[key] for key, _ in QUESTIONS if typed[key] in allowed},
        words=typed["words"],
        name=typed["name"],
        reach=typed["reach"],
        wants_somebody=bool(typed["wants"]),
        language=t.language,
    )


def _too_long(typed: dict[str, str], t: Any) -> list[tuple[str, str]]:
    return [
        (name, t("too_long")) for name, most in LONGEST.items() if len(typed[name].strip()) > most
    ]


def _show(request: HttpRequest, template: str, *, status: int = 200, **shown: Any) -> HttpResponse:
    response = render(
        request, template, {"errors": [], "wrong": {}, "code": "", **shown}, status=status
    )
    response.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    return response
