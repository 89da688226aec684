"""Packs are approved by named people who read these very bytes; drafts run in shadow."""

import pytest

from whereabouts.foundations.access.scope import NotPermitted, entered
from whereabouts.insight.lookups.packs import approvals_of, packs_shown
from whereabouts.journeys.approve_pack import HashDiffers, approve_pack
from whereabouts.journeys.report_missing import Told, report_missing
from whereabouts.practice.risk.models import ShadowDifference
from whereabouts.practice.risk.packs import library
from whereabouts.records.episodes.models import Episode

pytestmark = pytest.mark.django_db


def test_an_approval_names_who_and_which_bytes(make_actor, noon):
    owner = make_actor("policy_owner")
    pack = library().named(pack_id="app-2017")
    for _ in range(2):
        approve_pack(actor=owner, pack=pack.id, sha256=pack.sha256, standing="approved", at=noon)
    shown = {one.id: one for one in packs_shown(actor=owner, at=noon)}
    assert shown[pack.id].in_force_now
    assert [(how, when) for how, _, when in shown[pack.id].approvals] == [("Approved", noon)]


def test_who_approved_a_pack_as_it_stands_is_told_of_these_bytes_alone(make_actor, noon):
    owner = make_actor("policy_owner")
    pack = library().named(pack_id="app-2017")
    assert approvals_of(pack=pack.id, sha256=pack.sha256) == []
    for standing in ("shadow", "approved"):
        approve_pack(actor=owner, pack=pack.id, sha256=pack.sha256, standing=standing, at=noon)
    assert approvals_of(pack=pack.id, sha256=pack.sha256) == [(owner.name, noon)]
    assert approvals_of(pack=pack.id, sha256="0" * 64) == []


def test_a_pack_that_changed_since_it_was_read_is_refused(make_actor, noon):
    with pytest.raises(HashDiffers):
        approve_pack(
            actor=make_actor("policy_owner"), pack="app-2017", sha256="0" * 64,
            standing="approved", at=noon,
        )  # fmt: skip


def test_a_call_handler_approves_nothing(make_actor, noon):
    with pytest.raises(NotPermitted):
        approve_pack(
            actor=make_actor("call_handler"), pack="app-2017", sha256="", standing="approved",
            at=noon,
        )  # fmt: skip


def test_a_pack_in_shadow_logs_differences_and_changes_nothing(make_actor, noon, monkeypatch):
    owner, handler = make_actor("policy_owner"), make_actor("call_handler")
    pack = library().named(pack_id="npcc-2015-03")
    approve_pack(actor=owner, pack=pack.id, sha256=pack.sha256, standing="shadow", at=noon)
    # A draft that says HIGH of everybody: what the other pack says, changed in one place.
    from whereabouts.practice.risk import assessing

    real = assessing.evaluate

    def strict(*, pack, **given):
        result = real(pack=pack, **given)
        return {**result, "level": "high"} if pack.id.startswith("npcc") else result

    monkeypatch.setattr(assessing, "evaluate", strict)
    told = Told(idempotency_key="k", happened_at=noon, names="Testa Sampleton")
    receipt = report_missing(actor=handler, told=told, at=noon)
    with entered(actor=handler, at=noon):
        assert Episode.objects.get(reference=receipt.episode).level == "medium"
        difference = ShadowDifference.objects.get()
        assert (difference.level, difference.shadow_level) == ("medium", "high")
