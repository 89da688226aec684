"""The addresses of signing in; some bear the names that the sign-in library asks for."""

from django.urls import path

from whereabouts.interfaces.web.sign_in import views

urlpatterns = [
    path("sign-in/", views.sign_in, name="account_login"),
    path("sign-in/as/", views.as_demo, name="sign-in-as"),
    path("sign-in/code/", views.code, name="mfa_authenticate"),
    path("sign-in/second-factor/", views.second_factor, name="mfa_activate_totp"),
    path("sign-in/recovery-codes/", views.recovery_codes, name="mfa_view_recovery_codes"),
    path("sign-in/again/", views.unlock, name="account_reauthenticate"),
    path("sign-out/", views.sign_out, name="sign-out"),
]
