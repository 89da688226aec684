"""What writers asked for and what they were answered: the other half of every comparison."""

import threading
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any


@dataclass
class Ledger:
    """Every key asked for, and the first answer to each; safe to write from several threads."""

    asked: dict[str, str] = field(default_factory=dict)
    acknowledged: dict[str, Any] = field(default_factory=dict)
    answered_at: dict[str, datetime] = field(default_factory=dict)
    changed: list[str] = field(default_factory=list)
    errors: Counter[str] = field(default_factory=Counter)
    _guard: threading.Lock = field(default_factory=threading.Lock)

    def ask(self, *, key: str, at: str) -> None:
        """Note that a key is about to be sent."""
        with self._guard:
            self.asked.setdefault(key, at)

    def answer(self, *, key: str, receipt: Any) -> None:
        """Note an acknowledgement; another answer to the same key is noted as changed."""
        with self._guard:
            self.answered_at.setdefault(key, datetime.now(UTC))
            if self.acknowledged.setdefault(key, receipt) != receipt:
                self.changed.append(key)

    def answered_before(self, *, at: datetime) -> set[str]:
        """Return the keys that were acknowledged by an instant."""
        with self._guard:
            return {key for key, when in self.answered_at.items() if when <= at}

    def asked_after(self, *, at: datetime) -> set[str]:
        """Return the keys that nobody had sent by an instant."""
        with self._guard:
            return {key for key, when in self.asked.items() if datetime.fromisoformat(when) > at}

    def fail(self, *, why: str) -> None:
        """Note that nothing was acknowledged, and why."""
        with self._guard:
            self.errors[why] += 1
