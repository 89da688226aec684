"""The child abduction warning notice as PDF, tagged for whoever listens to it, to hand over."""

from whereabouts.insight.lookups.notice_paper import NoticePaper
from whereabouts.interfaces.web.publicity.poster import CannotDraw
from whereabouts.interfaces.web.wording import local

# What is shown comes in as inputs, never as part of the program: words are words there.
PAGE = """
#let said = sys.inputs
#set document(title: said.title)
#set text(lang: "en", region: "GB", size: 11pt, font: "Libertinus Serif")
#set page("a4", margin: 2cm, footer: text(size: 9pt)[#said.reference. #said.foot])
#set par(leading: 0.7em, justify: false)
#show heading.where(level: 1): set text(size: 20pt)
#show heading.where(level: 2): set text(size: 13pt)
#let line-to-fill(words) = block(above: 14pt)[#words #box(width: 1fr, repeat[.])]
= Child abduction warning notice
#if said.standing != "" [#block(stroke: 2pt + rgb("#a3160f"), inset: 8pt, width: 100%)[
  #text(weight: "bold", said.standing)]]
#if said.made-up != "" [#text(weight: "bold", said.made-up)]

#said.force. Notice #said.reference.

== To
#text(weight: "bold", said.adult)#said.adult-born

== What you are told
You have no permission to be with, to keep, or to be in touch with
#text(weight: "bold", said.child)#said.child-born.
#said.basis

#said.consent-by, who has or shares parental responsibility, says:

#quote(block: true, said.consent)

== What you must not do
#said.conditions

== The law
#said.section: #said.offence.

This notice is a warning by the police. It is not an order of a court, and to act against it is not
an offence by itself. If you take, keep, shelter or meet this child, you may be arrested for the
offence above, and this notice may be shown to a court as proof that you knew.

== How long it holds
#said.ends

== If you do not agree
Ring #said.force#said.phone, and give the reference. You may ask a solicitor for advice.

== Made by
Drafted by #said.drafted. #said.authorised

== Served
#said.language
#line-to-fill("Served on (day and time):")
#line-to-fill("At:")
#line-to-fill("By (name, rank, number):")
#line-to-fill("I have read this, or it was read to me. Signed:")
#line-to-fill("Did not sign, because:")
"""


def notice_pdf(*, shown: NoticePaper) -> bytes:
    """Return the notice as a PDF/UA file.

    :raises CannotDraw: what draws it is not installed.
    """
    try:
        import typst
    except ImportError:
        raise CannotDraw("What draws papers is not installed: start the service anew.") from None
    made: bytes = typst.compile(
        PAGE.encode(), format="pdf", sys_inputs=said_of(shown=shown), pdf_standards="ua-1",
        ignore_system_fonts=True,
    )  # fmt: skip
    return made


def said_of(*, shown: NoticePaper) -> dict[str, str]:
    """Return what the paper says, field by field, in words."""
    ends = (
        f"Until {local(shown.ends_at):%d %B %Y}, when the law reaches this child no longer, or"
        " until it is withdrawn before."
        if shown.ends_at
        else "Until the law reaches this child no longer, or until it is withdrawn."
    )
    authorised = (
        f"Authorised by {shown.authorised_by}, {local(shown.authorised_at):%d %B %Y, %H:%M}."
        if shown.authorised_at
        else "Not authorised."
    )
    return {
        "title": f"Child abduction warning notice {shown.reference}",
        "reference": shown.reference,
        "standing": shown.standing,
        "foot": f"{shown.force}{'. Made up' if shown.made_up else ''}",
        "made-up": "Made up, for an exercise: nobody in it is real" if shown.made_up else "",
        "force": shown.force,
        "phone": f", {shown.force_phone}" if shown.force_phone else "",
        "adult": shown.adult,
        "adult-born": f", born {shown.adult_born_on:%d %B %Y}" if shown.adult_born_on else "",
        "child": shown.child,
        "child-born": f", born {shown.child_born}" if shown.child_born else "",
        "basis": f"The child is {shown.basis}." if shown.basis else "",
        "consent-by": shown.consent_by,
        "consent": shown.consent_words,
        "conditions": shown.conditions,
        "section": shown.section,
        "offence": shown.offence,
        "ends": ends,
        "drafted": shown.drafted_by,
        "authorised": authorised,
        "language": f"Read to the adult in: {shown.language}." if shown.language else
        "In English. Interpreter, where one is needed:",
    }  # fmt: skip
