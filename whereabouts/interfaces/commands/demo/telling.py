"""The order of the story's chapters, so that each role finds something on its desk."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from whereabouts.interfaces.commands.demo import asked, street
from whereabouts.interfaces.commands.demo import story as chapters
from whereabouts.interfaces.commands.demo.nation import FIRST_HOME, Nation
from whereabouts.interfaces.commands.demo.story import Story
from whereabouts.records.people.models import Child


def tell_story(
    *, nation: Nation, known: Child, settings: Mapping[str, UUID], at: datetime
) -> Story:
    """Tell it up to a moment at which she is missing; the child of the tour is met about, too."""
    story = chapters.begin(nation=nation, at=at)
    adult = street.his_chapter(story=story, setting=settings[FIRST_HOME])
    street.beats(story=story)
    stay = chapters.away_once(story=story)
    asked.charity(story=story, stay=stay)
    street.operation(story=story, adult=adult)
    street.hotel(story=story, adult=adult)
    chapters.panel_ahead(story=story, others=(known.pk,))
    street.school_day(story=story)
    chapters.missing_tonight(story=story)
    asked.public_and_volunteers(story=story)
    return story
