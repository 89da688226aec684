"""Who agreed to a conversation, and to what: asked before it begins, kept, and never in the way."""

from collections.abc import Iterable
from dataclasses import dataclass

from whereabouts.practice.return_home.vocabulary import TALK


class ConsentIncomplete(ValueError):
    """A yes says to what, and a child who could not be asked has the reason; `field` says which."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(sentence)
        self.field = field


class ConsentRefused(ValueError):
    """The child said no to the conversation: it was declined, and not held."""


@dataclass(frozen=True, kw_only=True)
class Consent:
    """What one person said to a conversation before it began: the child, a parent or a carer.

    A no is kept and respected. It never stands in the way of what keeps a child safe.
    """

    who: str
    answer: str
    to: tuple[str, ...] = ()
    name: str = ""
    words: str = ""


def check_consents(*, consents: Iterable[Consent], held: bool) -> None:
    """Go on if what was agreed to is whole, and no conversation was held against a child's no.

    A parent's or carer's no is kept beside it: it is the child whom the conversation is offered.

    :raises ConsentIncomplete: a yes does not say to what, or there is no reason for not asking.
    :raises ConsentRefused: it was held although the child said no.
    """
    for one in consents:
        of = "child" if one.who == "child" else "carer"
        if one.answer == "yes" and not one.to:
            raise ConsentIncomplete(f"consent_{of}_to", "Say what they agreed to.")
        if one.answer == "not_able" and not one.words.strip():
            raise ConsentIncomplete(f"consent_{of}_words", "Say why they could not be asked.")
        if held and one.who == "child" and one.answer == "no":
            raise ConsentRefused("The child said no to this conversation: it was declined.")


def agreed_to_talk(*, consents: Iterable[Consent]) -> bool:
    """Return whether the child agreed to talk, or the reason why nobody could ask is written."""
    return any(
        one.who == "child"
        and (one.answer == "not_able" or (one.answer == "yes" and TALK in one.to))
        for one in consents
    )
