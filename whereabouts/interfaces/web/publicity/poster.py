"""A poster as PDF, tagged for whoever listens to it; taken down, it shows nobody."""

import io

from PIL import Image

from whereabouts.insight.lookups.appeals import Poster

# What is shown comes in as inputs, never as part of the program: words are words there.
PAGE = """
#let said = sys.inputs
#set document(title: said.title)
#set text(lang: "en", region: "GB", size: 16pt, font: "Libertinus Serif")
#set page("a4", margin: 2cm, footer: text(size: 10pt)[#said.reference. #said.foot])
#set par(leading: 0.7em)
#show heading.where(level: 1): it => block(
  fill: rgb("#1d2f4f"), inset: 14pt, width: 100%, text(fill: white, size: 34pt, it.body))
#show heading.where(level: 2): it => text(size: 26pt, it.body)
= #said.heading
"""
UP = """
#if said.name != "" [== #said.name]
{picture}
#text(size: 18pt, said.words)

#text(weight: "bold")[Where:] #said.area

#block(stroke: 3pt + rgb("#1d2f4f"), inset: 12pt, width: 100%)[
  #text(size: 20pt, weight: "bold")[Ring #said.contact] \\
  In danger now: 999. Do not approach anybody with the child.]
"""
DOWN = """
#text(size: 20pt, said.words)

#text(weight: "bold")[Questions:] #said.contact
"""
LONGEST_SIDE, QUALITY = 900, 80


class CannotDraw(Exception):
    """The program that draws posters is not installed here."""


def poster_pdf(*, shown: Poster) -> bytes:
    """Return the poster as a PDF/UA file.

    :raises CannotDraw: what draws it is not installed.
    """
    try:
        import typst
    except ImportError:
        raise CannotDraw("What draws posters is not installed: start the service anew.") from None
    up = shown.standing == "up"
    said = {
        "title": f"Missing: {shown.shown_name or 'a child'}" if up else "Taken down",
        "heading": "Missing" if up else "This appeal is taken down",
        "name": shown.shown_name,
        "words": shown.words if up else "Take this poster down wherever it hangs. Thank you.",
        "area": shown.area,
        "contact": shown.contact,
        "reference": shown.reference,
        "foot": f"{shown.agency}{'. Made up, for an exercise' if shown.made_up else ''}",
    }
    page = PAGE + (UP.replace("{picture}", _picture(shown)) if up else DOWN)
    made: bytes = typst.compile(
        page.encode(), format="pdf", sys_inputs=said, pdf_standards="ua-1",
        ignore_system_fonts=True,
    )  # fmt: skip
    return made


def _picture(shown: Poster) -> str:
    if not shown.picture:
        return ""
    picture = Image.open(io.BytesIO(shown.picture), formats=("JPEG",)).convert("RGB")
    picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=QUALITY)
    numbers = ",".join(map(str, out.getvalue()))
    return (
        f"#align(center, image(bytes(({numbers},)), height: 10cm, "
        'alt: "A photograph of the child"))'
    )
