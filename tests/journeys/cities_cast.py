"""Two forces, two authorities, a home and its provider: who acts where, for the cases of 2016."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from tests.journeys.homes_cast import Move, make_move
from whereabouts.foundations.access.gate import visible
from whereabouts.foundations.access.scope import entered
from whereabouts.foundations.outbox.models import Message
from whereabouts.journeys.keep_adult import enter_adult, know_of_adult, link_child_to_adult
from whereabouts.journeys.report_missing import Told, report_missing
from whereabouts.practice.investigation.models import Task
from whereabouts.records.people.models import Adult

GRADE = "2BP"


@dataclass(kw_only=True)
class Cities:
    """Southmere, where she lives and was hurt; Northmoor, where she is placed and men follow."""

    move: Move
    noon: datetime
    make_actor: Any
    take_report: Any

    def south(self, role: str) -> Any:
        """Return somebody of the force where the child lives."""
        return self.make_actor(role, agency="Southmere Police")

    def north(self, role: str) -> Any:
        """Return somebody of the force of the other city."""
        return self.make_actor(role)

    @property
    def child(self) -> Any:
        """The girl of the case: fifteen, known to the southern force, its authority responsible."""
        return self.move.child

    def everybody_else(self) -> list[Any]:
        """Return everybody with no business with an adult's name: home, provider, a third force."""
        return [
            self.move.home, self.move.manager,
            self.make_actor("missing_coordinator", agency="Elsewhere Police"),
            self.make_actor("social_worker", agency="Elsewhere Council"),
        ]  # fmt: skip

    def adult(
        self, *, name: str = "Made-up Adult", at: datetime | None = None, knows: str = "",
        by: Any = None, **more: Any,
    ) -> Any:  # fmt: skip
        """Enter an adult on the southern force's register, with what is known of them."""
        by, at = by or self.south("offender_manager"), at or self.noon
        given = {
            "because": "Seen with several children.", "source": "neighbourhood team",
            "others": "not_known", "grading": GRADE, "name": name, **more,
        }  # fmt: skip
        adult = enter_adult(actor=by, at=at, **given)
        if knows:
            know_of_adult(
                actor=by, adult_id=adult, text=knows, source="neighbourhood team", grading=GRADE,
                about="children", at=at,
            )  # fmt: skip
        return adult

    def link(self, adult: Any, child: Any, *, at: datetime | None = None, by: Any = None) -> Any:
        """Link a child with an adult."""
        return link_child_to_adult(
            actor=by or self.south("missing_coordinator"), adult_id=adult, child_id=child.pk,
            kind="associate", strength="suspected", source="neighbourhood team", grading=GRADE,
            others="not_known", at=at or self.noon,
        )  # fmt: skip

    def report(self, *, at: datetime | None = None, by: Any = None, **more: Any) -> str:
        """Report the child to the southern force, and return the episode's reference."""
        at = at or self.noon
        given = {
            "idempotency_key": f"call-{at.isoformat()}", "happened_at": at, "child": self.child.pk,
            "reporter_name": "Paula Sampleton", "relation": "mother",
            "reporter_contact": "01632 960001", "last_seen_at": at - timedelta(hours=2),
            "last_seen_place": "the made-up park", **more,
        }  # fmt: skip
        actor = by or self.south("call_handler")
        return report_missing(actor=actor, told=Told(**given), at=at).reference

    def tasks(self, reference: str, *kinds: str) -> list[Any]:
        """Return the tasks of an episode, of some kinds or all."""
        with entered(actor=self.south("duty_inspector"), at=self.noon):
            found = Task.objects.filter(episode__reference=reference)
            return list(found.filter(kind__in=kinds) if kinds else found)

    def told(self, actor: Any, kind: str, at: datetime | None = None) -> list[Any]:
        """Return the notices of a kind that an agency has."""
        with entered(actor=actor, at=at or self.noon):
            found = Message.objects.filter(kind=kind, to_agency=actor.agency_id)
            return list(found.order_by("promised_at", "to_role"))

    def nobody_else_sees(self, adult: Any) -> None:
        """Hold that nobody without business with an adult finds that there is one."""
        for actor in self.everybody_else():
            with entered(actor=actor, at=self.noon):
                assert not Adult.objects.filter(pk=adult).exists(), actor.name
                assert not visible(Adult).filter(pk=adult).exists(), actor.name


def make_cities(
    *, make_actor: Any, make_agency: Any, make_child: Any, take_report: Any, noon: datetime
) -> Cities:
    """Make both cities and everybody in them."""
    make_agency("Elsewhere Police", "police_force")
    make_agency("Elsewhere Council", "authority")
    move = make_move(
        make_actor=make_actor, make_agency=make_agency, make_child=make_child, noon=noon
    )
    return Cities(move=move, noon=noon, make_actor=make_actor, take_report=take_report)
