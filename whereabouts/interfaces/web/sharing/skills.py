"""Skills: what wants them, who has them, where they are lacking."""

from datetime import datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from whereabouts.foundations.access.permissions import Permission
from whereabouts.insight.lookups.skills import skills_page
from whereabouts.interfaces.web.doors import acts
from whereabouts.interfaces.web.episode.forms import Field, Form, Given, answer, moment
from whereabouts.interfaces.web.navigation import address
from whereabouts.interfaces.web.wording import local
from whereabouts.journeys import keep_skills as keeping

BOTH = ("GET", "HEAD", "POST")


@acts(needs=Permission.SKILLS_SET, purpose="skills", methods=BOTH)
def page(request: HttpRequest) -> HttpResponse:
    """Show how skills stand; write down that somebody has one."""
    actor = request.actor  # type: ignore[attr-defined]
    shown = skills_page(actor=actor, at=timezone.now())

    def act(given: Given, at: datetime) -> object:
        day = moment(text=f"{given['gained_on']} 12:00")
        if day is None:
            raise keeping.Incomplete("gained_on", "Enter a date, such as 20/11/2026")
        return keeping.say_has_skill(
            actor=actor, member_id=given["member"], skill=given["skill"],
            gained_on=local(day).date(), evidence=given["evidence"], at=at,
        )  # fmt: skip

    return answer(
        request,
        form=Form(
            heading="Skills",
            button="Write it down",
            done="It is written down.",
            shown={"page": shown},
            fields=[
                Field(
                    name="member", label="Who", kind="member", choices=shown.members,
                    needed="Choose who has it",
                ),
                Field(
                    name="skill", label="Which skill", kind="select", choices=shown.skills,
                    needed="Choose the skill",
                ),
                Field(
                    name="gained_on", label="Since which day", kind="text", fact=True, longest=10,
                    needed="Enter the day", hint="Such as 20/11/2026",
                ),
                Field(
                    name="evidence", label="The course, or what else shows it", kind="text",
                    longest=200, needed="Enter the course, or what else shows it",
                ),
            ],
        ),
        act=act,
        back=address("skills"),
        refused={
            keeping.Incomplete: "", keeping.NoSuchSkill: "skill", keeping.AlreadySaid: "gained_on",
        },
        template="sharing/skills.html",
    )  # fmt: skip


@acts(needs=Permission.SKILLS_SET, purpose="skills", methods=BOTH)
def end(request: HttpRequest, held_id: UUID) -> HttpResponse:
    """Take a skill off somebody's record."""
    actor = request.actor  # type: ignore[attr-defined]

    def act(given: Given, at: datetime) -> object:
        return keeping.end_skill(actor=actor, held_id=held_id, because=given["because"], at=at)

    shown = skills_page(actor=actor, at=timezone.now())
    held = [
        (one.name, line.title) for line in shown.lines for one in line.holders if one.key == held_id
    ]
    if not held:
        raise keeping.NotVisible
    return answer(
        request,
        form=Form(
            heading="Take a skill off the record",
            lead=f"{held[0][0]}: {held[0][1]}. From today on.",
            button="Take it off",
            done="It is off the record from today on.",
            fields=[
                Field(name="because", label="Why", kind="text", needed="Enter why", longest=200)
            ],
        ),
        act=act,
        back=address("skills"),
        refused={keeping.Incomplete: "", keeping.AlreadyEnded: ""},
    )
