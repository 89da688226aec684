"""The cast of plans: a child in care, a coordinator who writes, and who approves."""

from dataclasses import dataclass
from datetime import timedelta

from whereabouts.foundations.access.scope import entered
from whereabouts.foundations.agencies.models import Area
from whereabouts.journeys.add_placement import add_placement
from whereabouts.journeys.approve_plan import approve_plan
from whereabouts.journeys.draft_plan import Addressee, Contents, draft_plan, send_plan
from whereabouts.records.people import actions as people

DAY = timedelta(days=1)


@dataclass(kw_only=True)
class Team:
    """A child of Northmoor Police, placed by Aldermere Council at Fern House."""

    make_actor: object
    make_agency: object
    noon: object

    def __post_init__(self):
        self.force = self.make_agency()
        self.council = self.make_agency("Aldermere Council", "authority")
        self.home = self.make_agency("Fern House", "home")
        Area.objects.get_or_create(authority=self.council, force=self.force)
        self.writer = self.make_actor("missing_coordinator")
        self.inspector = self.make_actor("duty_inspector")
        self.worker = self.make_actor("social_worker", agency=self.council)
        self.carer = self.make_actor("home_worker", agency=self.home)
        with entered(actor=self.writer, at=self.noon):
            self.child = people.create_child(
                by=self.writer, at=self.noon, names=[{"full": "Testa Sampleton"}],
                born_text="12 March 2012", source="made up",
            )  # fmt: skip
        self.child_id = self.child.pk
        self.place(home=self.home, authority=self.council)

    def place(self, *, home, authority, at=None, by=None):
        at = at or self.noon
        return add_placement(
            actor=by or self.writer, child_id=self.child_id, living_at="childrens_home",
            looked_after=True, started_on=at.date(), home=home.pk,
            responsible_authority=self.council.pk, host_authority=authority.pk, at=at,
        )  # fmt: skip

    def contents(self, **more):
        said = {
            "level": "high", "category": "missing", "review_on": (self.noon + 90 * DAY).date(),
            "first_actions": [
                {"title": "Ring the aunt", "to_role": "call_handler", "due_in_minutes": 15},
                {"title": "Look at the arcade", "to_role": "response_officer"},
            ],
            "contacts": [{"name": "Aunt Sampleton", "phone": "01632 960002"}],
            "locate_now": "The arcade, then the aunt's flat.",
            "who_does_what": "The home rings the aunt; the police go to the arcade.",
            "prevent": "Time with the youth worker each week.",
            "childs_view": "Ask me first, and do not ring my mum.",
            "high_when": "Until the man who waits at the arcade is dealt with.",
            "high_until": (self.noon + 60 * DAY).date(),
        }  # fmt: skip
        return Contents(**{**said, **more})

    def draft(self, *, by=None, at=None, **more):
        return draft_plan(
            actor=by or self.writer, child_id=self.child_id, contents=self.contents(**more),
            recipients=[Addressee(agency=self.home.pk, role="home_worker")], at=at or self.noon,
        )  # fmt: skip

    def agree(self, *, at=None, **more):
        """Write a plan, and let everybody approve it."""
        at = at or self.noon
        draft = self.draft(at=at, **more)
        send_plan(actor=self.writer, draft_id=draft, at=at)
        approve_plan(actor=self.inspector, draft_id=draft, agreed=True, at=at)
        assert approve_plan(actor=self.worker, draft_id=draft, agreed=True, at=at)
        return draft
