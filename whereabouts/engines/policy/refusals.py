"""What the policy engine refuses, each refusal by its own name."""


class UnknownFact(ValueError):
    """A fact was named that the vocabulary does not hold."""

    def __init__(self, fact: str) -> None:
        self.fact = fact
        super().__init__(
            f"{fact[:60]!r} is not a fact of the vocabulary: look its name up in vocabulary.toml."
        )


class BadValue(ValueError):
    """A fact was given a value that the vocabulary does not allow; the value is not repeated."""

    def __init__(self, fact: str, expected: str) -> None:
        self.fact = fact
        self.expected = expected
        super().__init__(f"{fact}: the value is not allowed; give {expected}, or leave it out.")


class VocabularyRefused(ValueError):
    """A vocabulary file says something that it may not say."""


class PackRefused(ValueError):
    """A pack file says something that it may not say."""

    def __init__(self, pack: str, reason: str) -> None:
        self.pack = pack
        self.reason = reason
        super().__init__(f"{pack}: {reason}")


class UnknownPack(LookupError):
    """No pack of that name is held."""

    def __init__(self, pack: str, held: tuple[str, ...]) -> None:
        self.pack = pack
        super().__init__(f"No pack is called {pack!r}; held are: {', '.join(held)}.")


class NoPackInForce(LookupError):
    """No base pack is in force on that day."""

    def __init__(self, day: str) -> None:
        self.day = day
        super().__init__(
            f"No base pack is in force on {day}: name one, or give a day on which one is in force."
        )


class CannotDecide(ValueError):
    """A decision names a category or level that does not exist."""
