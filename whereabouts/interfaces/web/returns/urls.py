"""The return's addresses."""

from django.urls import path

from whereabouts.interfaces.web.returns import after, views

HERE = "episodes/<str:reference>/return"

urlpatterns = [
    path(f"{HERE}/", views.page, name="return"),
    path(f"{HERE}/located/", views.locate, name="return-locate"),
    path(f"{HERE}/back/", views.back, name="return-back"),
    path(f"{HERE}/seen/", views.seen, name="return-seen"),
    path(f"{HERE}/gone-again/", views.gone_again, name="return-gone-again"),
    path(f"{HERE}/destination/", views.destination, name="return-destination"),
    path(f"{HERE}/answers/", views.answers, name="return-answers"),
    path(f"{HERE}/decision/", views.decision, name="return-decision"),
    path(f"{HERE}/protection/", views.protection, name="return-protection"),
    path(f"{HERE}/protection/step/", views.protection_step, name="return-protection-step"),
    path(f"{HERE}/protection/end/", views.protection_end, name="return-protection-end"),
    path(f"{HERE}/prevention-interview/", after.prevention, name="return-prevention"),
    path(f"{HERE}/interview/", after.interview, name="return-interview"),
    path(f"{HERE}/referral/", after.referral, name="return-referral"),
    path(f"{HERE}/not-done/", after.not_done, name="return-not-done"),
    path(f"{HERE}/disposition/", after.disposition, name="return-disposition"),
    path(f"{HERE}/stand-down/", after.stand_down, name="return-stand-down"),
    path(f"{HERE}/close/", after.close, name="return-close"),
    path(f"{HERE}/open-again/", after.open_again, name="return-open-again"),
    path(f"{HERE}/found-dead/", after.found_dead, name="return-found-dead"),
    path(f"{HERE}/may-be-said/", after.may_be_said, name="return-may-be-said"),
    path("returns/found-child/", after.found_child, name="found-child"),
    path("returns/after-return/", after.after_return, name="after-return"),
]
