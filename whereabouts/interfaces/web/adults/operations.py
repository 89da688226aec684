"""Operations and their networks: who and what is in one, and which forces take part."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from whereabouts.foundations.access.permissions import Permission
from whereabouts.insight.lookups.community import whom_it_may_concern
from whereabouts.insight.lookups.network import network_of_operation
from whereabouts.insight.lookups.operations import (
    operation_page,
    operations_page,
    other_forces,
    part_to_end,
)
from whereabouts.interfaces.web.adults import forms
from whereabouts.interfaces.web.adults.deeds import About, Deed, page_of
from whereabouts.interfaces.web.adults.views import network_shown, not_now
from whereabouts.interfaces.web.doors import acts, looks
from whereabouts.journeys import run_operation

N = Permission.NETWORK_LOOK


@looks(needs=N, purpose="operation")
def operations_network(request: HttpRequest, operation_id: UUID) -> HttpResponse:
    """Show the network of an operation."""
    actor, at = request.actor, timezone.now()  # type: ignore[attr-defined]
    return network_shown(
        request, network_of_operation(actor=actor, operation_id=operation_id, at=at)
    )


@looks(needs=N, purpose="operation")
def operations(request: HttpRequest) -> HttpResponse:
    """Show the force's operations."""
    found = operations_page(actor=request.actor, at=timezone.now())  # type: ignore[attr-defined]
    return render(request, "adults/operations.html", {"operations": found})


@looks(needs=N, purpose="operation")
def operation(request: HttpRequest, operation_id: UUID) -> HttpResponse:
    """Show one operation."""
    actor, at = request.actor, timezone.now()  # type: ignore[attr-defined]
    shown = operation_page(actor=actor, operation_id=operation_id, at=at)
    return render(request, "adults/operation.html", {"page": shown})


def _operations(actor: object, keys: object, at: object) -> About:
    return About(caption="", back=reverse("operations"), back_words="Back to the operations")


def _operation(actor: Any, keys: Any, at: Any) -> About:
    found = operation_page(actor=actor, operation_id=keys["operation_id"], at=at)
    return About(
        caption=found.line.name, back=reverse("operation", args=[keys["operation_id"]]),
        back_words="Back to the operation", more={},
    )  # fmt: skip


def _operation_to_join(actor: Any, keys: Any, at: Any) -> About:
    about = _operation(actor, keys, at)
    return About(
        caption=about.caption, back=about.back, back_words=about.back_words,
        more={"adults": whom_it_may_concern(actor=actor, at=at)},
    )  # fmt: skip


def _join(actor: Any, keys: Any, given: dict[str, Any], at: Any) -> None:
    chosen = given.pop("adult_id")
    run_operation.join_operation(
        actor=actor, operation_id=keys["operation_id"], at=at,
        adult_id=UUID(chosen) if chosen and not given["reference"] else None, **given,
    )  # fmt: skip


RUN = Permission.OPERATION_RUN
operation_new = page_of(
    Deed(
        needs=RUN, heading="Open an operation", button="Open", form=forms.OperationForm,
        about=_operations, done="Opened. You lead it.", purpose="operation",
        do=lambda actor, keys, given, at: run_operation.open_operation(
            actor=actor, at=at, **given
        ),
    )
)  # fmt: skip
operation_join = page_of(
    Deed(
        needs=RUN, heading="Join to the operation", button="Join", form=forms.JoinForm,
        about=_operation_to_join, done="Joined.", purpose="operation", do=_join,
    )
)  # fmt: skip
operation_close = page_of(
    Deed(
        needs=RUN, heading="Close the operation", button="Close it", form=forms.WordsForm,
        about=_operation, done="Closed.", purpose="operation",
        do=lambda actor, keys, given, at: run_operation.close_operation(
            actor=actor, operation_id=keys["operation_id"], at=at, **given
        ),
    )
)  # fmt: skip


@acts(needs=RUN, purpose="operation")
def operation_leave(request: HttpRequest, member_id: UUID) -> HttpResponse:
    """Take somebody, or an episode, out of an operation."""
    actor, at = request.actor, timezone.now()  # type: ignore[attr-defined]
    try:
        key = run_operation.leave_operation(actor=actor, member_id=member_id, at=at)
    except run_operation.AlreadyJoined as refused:
        return not_now(request, refused, reverse("operations"))
    messages.success(request, "Out of the operation; that they were in it is kept.")
    return redirect("operation", operation_id=key)


def _operation_and_forces(actor: Any, keys: Any, at: Any) -> About:
    about = _operation(actor, keys, at)
    return About(
        caption=about.caption, back=about.back, back_words=about.back_words,
        more={"forces": other_forces(actor=actor, at=at)},
    )  # fmt: skip


def _part(actor: Any, keys: Any, at: Any) -> About:
    operation_id, force = part_to_end(actor=actor, partner_id=keys["partner_id"], at=at)
    return About(
        caption=force, back=reverse("operation", args=[operation_id]),
        back_words="Back to the operation",
    )  # fmt: skip


operation_force = page_of(
    Deed(
        needs=Permission.ADULT_RELEASE, heading="Let another force take part", button="Let it",
        form=forms.ForceForm, about=_operation_and_forces, purpose="operation",
        done="It takes part, and is told.",
        lead="It sees the operation and adds its own. Whom it may not see otherwise, it does not"
        " see by this.",
        do=lambda actor, keys, given, at: run_operation.let_force_join(
            actor=actor, operation_id=keys["operation_id"], agency=UUID(given["agency"]),
            because=given["because"], at=at,
        ),
    )
)  # fmt: skip
operation_force_end = page_of(
    Deed(
        needs=Permission.ADULT_RELEASE, heading="End the part of a force", button="End it",
        form=forms.BecauseForm, about=_part, purpose="operation", done="It takes no part any more.",
        do=lambda actor, keys, given, at: run_operation.end_force_part(
            actor=actor, partner_id=keys["partner_id"], because=given["because"], at=at
        ),
    )
)  # fmt: skip
