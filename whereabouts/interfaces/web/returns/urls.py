"""The return's addresses."""

from django.urls import path

from whereabouts.interfaces.web.returns import after, moment, talking, views

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
    path(f"{HERE}/place/", moment.place, name="return-place"),
    path(f"{HERE}/place/answer/", moment.place_answer, name="return-place-answer"),
    path(f"{HERE}/need/", moment.need, name="return-need"),
    path(f"{HERE}/national-referral/", moment.national, name="return-national"),
    path(f"{HERE}/grounds/", moment.grounds, name="return-grounds"),
    path(f"{HERE}/prevention-interview/", talking.prevention, name="return-prevention"),
    path(f"{HERE}/interview/", talking.interview, name="return-interview"),
    path(f"{HERE}/told/", talking.told, name="return-told"),
    path(f"{HERE}/told/share/", talking.share, name="return-share"),
    path(f"{HERE}/harm/", talking.harm, name="return-harm"),
    path(f"{HERE}/commission/", talking.commission, name="return-commission"),
    path(f"{HERE}/attempt/", talking.attempt, name="return-attempt"),
    path(f"{HERE}/feedback/", talking.feedback, name="return-feedback"),
    path(f"{HERE}/referral/", after.referral, name="return-referral"),
    path(f"{HERE}/not-done/", after.not_done, name="return-not-done"),
    path(f"{HERE}/disposition/", after.disposition, name="return-disposition"),
    path(f"{HERE}/stand-down/", after.stand_down, name="return-stand-down"),
    path(f"{HERE}/close/", after.close, name="return-close"),
    path(f"{HERE}/open-again/", after.open_again, name="return-open-again"),
    path(f"{HERE}/found-dead/", after.found_dead, name="return-found-dead"),
    path(f"{HERE}/may-be-said/", after.may_be_said, name="return-may-be-said"),
    path("returns/interviews/", talking.queue, name="interview-queue"),
    path("returns/interviews/<uuid:commission_id>/take/", talking.take_on, name="interview-take"),
    path(
        "returns/interviews/<uuid:commission_id>/answer/",
        talking.answer_written,
        name="interview-answer",
    ),
    path(
        "returns/interviews/<uuid:commission_id>/cancel/", talking.cancel, name="interview-cancel"
    ),
    path("returns/gaps/", moment.gaps, name="place-gaps"),
    path("returns/found-child/", after.found_child, name="found-child"),
    path("returns/after-return/", after.after_return, name="after-return"),
]
