"""The addresses about plans and referrals: the record's key and never a name."""

from django.urls import path

from whereabouts.interfaces.web.plans import approving, lines, referrals, views, writing

CHILD = "children/<uuid:child_id>/"

urlpatterns = [
    path("plans/", views.now, name="plans"),
    path(f"{CHILD}plan/", views.page, name="child-plan"),
    path(f"{CHILD}plan/versions/", views.versions, name="child-plan-versions"),
    path(f"{CHILD}plan/write/", writing.write, name="child-plan-write"),
    path(f"{CHILD}plan/renew/", writing.renew, name="child-plan-renew"),
    path(f"{CHILD}plan/lift/", writing.lift, name="child-plan-lift"),
    path(f"{CHILD}plan/ask/", writing.ask, name="child-plan-ask"),
    path(f"{CHILD}plan/lines/", lines.page, name="child-plan-lines"),
    path(f"{CHILD}profile/", writing.profile, name="child-profile"),
    path("plans/lines/<uuid:plan_line_id>/out/", lines.out, name="plan-line-out"),
    path("plans/drafts/<uuid:written_id>/", approving.page, name="plan-draft"),
    path("plans/drafts/<uuid:written_id>/send/", approving.send, name="plan-draft-send"),
    path("plans/drafts/<uuid:written_id>/answer/", approving.answer, name="plan-draft-answer"),
    path("referrals/", referrals.now, name="referrals"),
    path("referrals/<uuid:referral_id>/", referrals.one, name="referral"),
]
