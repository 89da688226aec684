"""What we ask of the sign-in library: no sign-up, no mail, and secrets kept unreadable."""

import base64
import hashlib
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from cryptography.fernet import Fernet
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from whereabouts.interfaces.web.sessions import begin


class AccountAdapter(DefaultAccountAdapter):
    """Members are enrolled by their agency; a sign-in is complete with its second factor."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Return that nobody signs up by themselves."""
        return False

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """Say nothing: our pages say what happened."""

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """Send nothing: members have no mail address here."""

    def post_login(self, request: HttpRequest, user: Any, **more: Any) -> HttpResponse:
        """Begin the session if the second factor was shown; without one it can only be set up."""
        response: HttpResponse = super().post_login(request, user, **more)
        if is_mfa_enabled(user, [Authenticator.Type.TOTP]):
            begin(session=request.session, how="two_factors", at=timezone.now())
        return response


class SecondFactorAdapter(DefaultMFAAdapter):
    """Secrets of second factors are encrypted with a key that the database does not hold."""

    def encrypt(self, text: str) -> str:
        """Return the secret as it is stored."""
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Return the secret."""
        return _cipher().decrypt(encrypted_text.encode()).decode()


def _cipher() -> Fernet:
    key = hashlib.sha256(b"whereabouts second factor\x00" + settings.SECRET_KEY.encode())
    return Fernet(base64.urlsafe_b64encode(key.digest()))
