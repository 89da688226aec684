"""An adult, a child and two forces: what the tests of adults who pose a risk begin with."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from whereabouts.foundations.access.scope import entered
from whereabouts.journeys import clock
from whereabouts.journeys.add_placement import add_placement
from whereabouts.journeys.keep_adult import enter_adult, link_child_to_adult
from whereabouts.journeys.warn_adult_away import (
    NoticeSays,
    Service,
    authorise_warning_notice,
    draft_warning_notice,
    serve_warning_notice,
)
from whereabouts.practice.adults.models import WarningNotice
from whereabouts.records.people import actions as people

NAME = "Made-up Adult"
GRADE = "2BP"


@dataclass(kw_only=True)
class Beat:
    """A force at work on an adult and a child."""

    make_actor: Any
    noon: Any
    agency: Any = None
    born: str = "12 March 2012"
    _actors: dict[str, Any] = field(default_factory=dict)

    def __getattr__(self, role: str) -> Any:
        if role.startswith("_"):
            raise AttributeError(role)
        if role not in self._actors:
            more = {"agency": self.agency} if self.agency else {}
            self._actors[role] = self.make_actor(role, **more)
        return self._actors[role]

    def child(self, *, born: str | None = None, name: str = "Testa Sampleton") -> Any:
        by = self.missing_coordinator
        with entered(actor=by, at=self.noon):
            return people.create_child(
                by=by, at=self.noon, names=[{"full": name}],
                born_text=self.born if born is None else born, source="made up",
            )  # fmt: skip

    def place(self, child: Any, code: str, *, started_on: date, at: Any = None, **more: Any) -> Any:
        return add_placement(
            actor=self.missing_coordinator, child_id=child.pk, living_at="childrens_home",
            looked_after=True, legal_status=code, started_on=started_on, at=at or self.noon, **more,
        )  # fmt: skip

    def enter(self, *, name: str = NAME, by: Any = None, at: Any = None, **more: Any) -> Any:
        given = {
            "because": "Seen with several children.", "source": "neighbourhood team",
            "others": "not_known", "grading": GRADE, "name": name, **more,
        }  # fmt: skip
        return enter_adult(actor=by or self.offender_manager, at=at or self.noon, **given)

    def link(self, adult: Any, child: Any, *, by: Any = None, at: Any = None, **more: Any) -> Any:
        given = {
            "kind": "associate", "strength": "suspected", "source": "neighbourhood team",
            "grading": GRADE, "others": "not_known", **more,
        }  # fmt: skip
        return link_child_to_adult(
            actor=by or self.missing_coordinator, adult_id=adult, child_id=child.pk,
            at=at or self.noon, **given,
        )  # fmt: skip

    def draft(self, adult: Any, child: Any, *, route: str = "under_16", at: Any = None, by=None):
        return draft_warning_notice(
            actor=by or self.response_officer, adult_id=adult, child_id=child.pk, at=at or self.noon,
            says=NoticeSays(
                route=route, consent_by="Aldermere Council",
                consent_words="No permission is given to this adult to have the child with him.",
                knowledge="Told the child's age and that nobody consents, at the door.",
                conditions="No contact, by any way, and no place to stay.",
            ),
        )  # fmt: skip

    def serve(self, notice: Any, *, at: Any = None, by: Any = None) -> Any:
        return serve_warning_notice(
            actor=by or self.response_officer, notice_id=notice, at=at or self.noon,
            service=Service(place="1 Made-up Way", how="in_person", acknowledged="signed"),
        )  # fmt: skip

    def served(self, adult: Any, child: Any, *, route: str = "under_16", at: Any = None) -> Any:
        notice = self.draft(adult, child, route=route, at=at)
        authorise_warning_notice(actor=self.duty_inspector, notice_id=notice, at=at or self.noon)
        self.serve(notice, at=at)
        return notice

    def notice(self, key: Any, *, at: Any = None) -> WarningNotice:
        with entered(actor=self.duty_inspector, at=at or self.noon):
            return WarningNotice.objects.get(pk=key)

    def tick(self, at: Any) -> None:
        clock.fire(at=at + timedelta(seconds=1), most=500)
