"""The pages of signing in and out."""

from typing import Any
from uuid import UUID

from allauth.account.forms import ReauthenticateForm
from allauth.account.views import LoginView
from allauth.core import ratelimit
from allauth.mfa.base.views import AuthenticateView
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.flows import view_recovery_codes
from allauth.mfa.totp.views import ActivateTOTPView
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth import get_user_model, login, logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.views.decorators.debug import sensitive_post_parameters

from whereabouts.insight.lookups.staff import demo_members
from whereabouts.interfaces.web import refusals
from whereabouts.interfaces.web.doors import anybody
from whereabouts.interfaces.web.sessions import begin, safe_onward, take_held

BACKEND = "django.contrib.auth.backends.ModelBackend"
BOTH = ("GET", "HEAD", "POST")


class PasswordPage(LoginView):
    """Name and password; in the demonstration also one button for each role."""

    template_name = "sign_in/sign_in.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return what the page shows."""
        shown = super().get_context_data(**kwargs)
        members = demo_members(at=timezone.now()) if settings.DEMO else []
        return {
            **shown,
            "errors": _errors(shown["form"]),
            "members": members,
            "next": safe_onward(self.request, ""),
        }


class CodePage(AuthenticateView):
    """The second factor: the code of the moment, or a recovery code."""

    template_name = "sign_in/code.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return what the page shows."""
        shown: dict[str, Any] = super().get_context_data(**kwargs)
        return {**shown, "errors": _errors(shown["form"])}


class SecondFactorPage(ActivateTOTPView):
    """Setting up the second factor; nothing else opens before that is done."""

    template_name = "sign_in/second_factor.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Show the page only to whoever has no second factor yet."""
        if not request.user.is_authenticated:
            return redirect(settings.LOGIN_URL)
        if is_mfa_enabled(request.user, [Authenticator.Type.TOTP]):
            return redirect("home")
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return what the page shows: the secret as a picture and in letters."""
        shown: dict[str, Any] = super().get_context_data(**kwargs)
        picture = shown["totp_svg"].partition("?>")[2] or shown["totp_svg"]
        return {
            **shown,
            "errors": _errors(shown["form"]),
            # Drawn by our own library from a secret of our own making.
            "picture": mark_safe(picture),  # noqa: S308
            "secret": shown["form"].secret,
        }

    def form_valid(self, form: Any) -> HttpResponse:
        """Begin the session: the second factor was just shown."""
        response: HttpResponse = super().form_valid(form)
        begin(session=self.request.session, how="two_factors", at=timezone.now())
        return response

    def get_success_url(self) -> str:
        """Lead on to the recovery codes."""
        from django.urls import reverse

        return reverse("mfa_view_recovery_codes")


sign_in = anybody(methods=BOTH)(PasswordPage.as_view())
code = anybody(methods=BOTH)(CodePage.as_view())
second_factor = anybody(methods=BOTH)(SecondFactorPage.as_view())


@anybody()
def recovery_codes(request: HttpRequest) -> HttpResponse:
    """Show the recovery codes, to whoever has just shown the second factor."""
    if request.actor is None:  # type: ignore[attr-defined]
        return redirect(settings.LOGIN_URL)
    codes, may_see = view_recovery_codes(request)
    if codes is None:
        return refusals.nothing_there(request)
    shown = codes.get_unused_codes() if may_see else []
    return render(request, "sign_in/recovery_codes.html", {"codes": shown})


@anybody(methods=("POST",))
def as_demo(request: HttpRequest) -> HttpResponse:
    """Sign in as a made-up member, in the demonstration only."""
    if not settings.DEMO:
        return refusals.nothing_there(request)
    members = {str(one["member_id"]): one["member_id"] for one in demo_members(at=timezone.now())}
    member_id: UUID | None = members.get(request.POST.get("member", ""))
    if member_id is None:
        return refusals.nothing_there(request)
    login(request, get_user_model().objects.get(pk=member_id), backend=BACKEND)
    begin(session=request.session, how="demo", at=timezone.now())
    return redirect(safe_onward(request))


@sensitive_post_parameters("password")
@anybody(methods=BOTH)
def unlock(request: HttpRequest) -> HttpResponse:
    """Unlock an idle session for the same person; what they were sending is still there."""
    state = request.standing  # type: ignore[attr-defined]
    if state == "good":
        return redirect(safe_onward(request))
    if state != "idle":
        return redirect(settings.LOGIN_URL)
    demo = request.session["signed_in"]["how"] == "demo"
    form = ReauthenticateForm(
        user=request.user, data=request.POST if request.method == "POST" else None
    )
    if request.method == "POST":
        if not ratelimit.consume(request, action="reauthenticate", user=request.user):
            return refusals.too_often(request)
        if demo or form.is_valid():
            now = timezone.now().isoformat()
            request.session["seen_at"] = now
            held = take_held(request)
            if held:
                return render(request, "sign_in/held.html", {"held": held})
            return redirect(safe_onward(request))
    return render(
        request,
        "sign_in/unlock.html",
        {
            "form": form,
            "errors": _errors(form),
            "by_button": demo,
            "next": safe_onward(request, ""),
        },
    )


@anybody(methods=("POST",))
def sign_out(request: HttpRequest) -> HttpResponse:
    """Sign out; the session is over at once."""
    logout(request)
    response = redirect(settings.LOGIN_URL)
    # Nothing typed and not yet saved stays behind on a shared machine.
    response.headers["Clear-Site-Data"] = '"storage"'
    return response


def _errors(form: Any) -> list[tuple[str, str]]:
    if not form.is_bound:
        return []
    return [
        (f"id_{field}" if field != "__all__" else "", str(sentence))
        for field, sentences in form.errors.items()
        for sentence in sentences
    ]
