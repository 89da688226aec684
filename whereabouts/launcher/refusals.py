"""The two ways in which the launcher says no, and the exit code of each."""


class Refused(Exception):
    """Something is wrong that the caller can mend; the text says what and how: exit 1."""

    exit_code = 1


class WrongUse(Refused):
    """The command was called in a way that it does not know: exit 2."""

    exit_code = 2
