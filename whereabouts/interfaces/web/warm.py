"""What a process of the site gets ready as it starts, so that nobody's page has to wait for it."""

import gc
import threading
from datetime import date

from django.template import engines
from django.urls import reverse
from django.utils import timezone

from whereabouts.insight.lookups.ready import read_ahead

# What a control room lives on. Every other page's template is read when somebody first asks for it.
FOLDERS = ("board/", "components/", "decide/", "episode/", "home/", "report/")
FRAME = "base.html"


def make_ready_beside() -> threading.Thread:
    """Begin to make ready beside whatever is asked meanwhile, and return what does it."""
    given = {"on": timezone.now().date()}
    beside = threading.Thread(target=make_ready, kwargs=given, name="warm", daemon=True)
    beside.start()
    return beside


def make_ready(*, on: date) -> None:
    """Read every address with its page, a control room's templates, and what journeys go by.

    A journey makes much that is soon let go, for which now and then all that there is would be
    looked through: what lasts as long as the process is looked through no more.
    """
    reverse("home")  # with it every other address
    pages = engines["jinja2"].env  # type: ignore[attr-defined]
    for name in pages.list_templates(extensions=["html"]):
        if name == FRAME or name.startswith(FOLDERS):
            pages.get_template(name)
    read_ahead(on=on)
    gc.freeze()
