"""Who is asking: the signed-in member as an actor, on every request."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from whereabouts.insight.lookups.staff import actor_for


class ActorMiddleware:
    """Put `request.actor` (or None) on every request; roles are read anew each time."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer with the actor known."""
        member_id = request.user.pk if request.user.is_authenticated else None
        request.actor = (  # type: ignore[attr-defined]
            actor_for(member_id=member_id, at=timezone.now()) if member_id else None
        )
        return self.get_response(request)
