"""What waits to be sent down one stream."""

import asyncio
from collections import deque

CHANGED = b"event: changed\ndata: board\n\n"
OVER = b"event: over\ndata: board\n\n"
AGAIN = b"event: again\ndata: board\n\n"
MOST_LETTERS = 20


class Mailbox:
    """Letters in order, and one word: that something changed, never how much."""

    def __init__(self) -> None:
        self.word = asyncio.Event()
        self._changed = False
        self._letters: deque[bytes] = deque()

    def note_changed(self) -> None:
        """Say that something changed."""
        self._changed = True
        self.word.set()

    def put(self, letter: bytes) -> None:
        """Put a letter in; a screen that takes none gets one word instead of all: ask again."""
        if len(self._letters) >= MOST_LETTERS:
            self._letters.clear()
            letter = AGAIN
        self._letters.append(letter)
        self.word.set()

    def take(self) -> list[bytes]:
        """Return what waits, the letters first, and wait for more."""
        taken = [*self._letters] + ([CHANGED] if self._changed else [])
        self._letters.clear()
        self._changed = False
        self.word.clear()
        return taken
