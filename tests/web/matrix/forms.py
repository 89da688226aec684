"""The forms of a page, read out of its HTML, and plausible things to type into them."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urlsplit

# A button is pressed, not typed; but one named "do" says what the rest is for.
NOT_TYPED = {"file", "button", "submit"}


@dataclass(kw_only=True)
class Field:
    """One field: its name, its kind, what it offers, and what stands in it."""

    name: str
    kind: str
    offers: list[str] = field(default_factory=list)
    value: str = ""


@dataclass(kw_only=True)
class Form:
    """One form: where it goes, and its fields in order."""

    action: str
    method: str
    fields: dict[str, Field] = field(default_factory=dict)

    def plausible(self) -> dict[str, str]:
        """Return what somebody in a hurry might send."""
        typed = [one for one in self.fields.values() if one.kind not in NOT_TYPED]
        if "do" in self.fields:
            typed.append(self.fields["do"])
        return {one.name: _plausible(one) for one in typed}


class _Reader(HTMLParser):
    def __init__(self, here: str) -> None:
        super().__init__()
        self.here, self.forms = here, []
        self.inside: Form | None = None
        self.select: Field | None = None
        self.area: Field | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        if tag == "form":
            action = urlsplit(said.get("action") or self.here).path
            self.inside = Form(action=action, method=said.get("method", "get").lower())
            self.forms.append(self.inside)
        elif self.inside is not None:
            self._inside(tag, said)

    def _inside(self, tag: str, said: dict[str, str]) -> None:
        name = said.get("name", "")
        if tag == "option" and self.select is not None:
            self.select.offers.append(said.get("value", ""))
            return
        if not name or name == "csrfmiddlewaretoken" or self.inside is None:
            return
        if tag in {"input", "button", "select", "textarea"}:
            kind = said.get("type", "text") if tag == "input" else tag
            one = self.inside.fields.setdefault(name, Field(name=name, kind=kind))
            if kind in {"radio", "checkbox", "button", "submit"}:
                one.offers.append(said.get("value", ""))
            elif tag == "input":
                one.value = said.get("value", "")
            self.select = one if tag == "select" else None
            self.area = one if tag == "textarea" else None

    def handle_data(self, data: str) -> None:
        if self.area is not None:
            self.area.value += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.inside = None
        elif tag == "select":
            self.select = None
        elif tag == "textarea":
            self.area = None


def forms_of(html: str, *, here: str) -> list[Form]:
    """Return the forms of a page that lies at `here`."""
    reader = _Reader(here)
    reader.feed(html)
    return reader.forms


def _plausible(one: Field) -> str:
    if one.offers:
        chosen = [offer for offer in one.offers if offer]
        return chosen[0] if chosen else ""
    if one.value:
        return one.value
    if one.name.endswith(("_on", "day")):
        return "19/11/2026"
    if one.name.endswith(("_at", "time")):
        return "11:30"
    return "Made-up words"
