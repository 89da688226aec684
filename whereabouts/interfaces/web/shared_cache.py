"""Django's cache kept in the database: what is counted against guessing counts in every process."""

from datetime import UTC, datetime, timedelta
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache
from django.utils import timezone

from whereabouts.foundations.shared import actions as shared

FOR_EVER = datetime(9999, 1, 1, tzinfo=UTC)


class SharedCache(BaseCache):
    """Keys are hashed and values are JSON: nothing here can be read back as code or as a person."""

    def __init__(self, location: str, params: dict[str, Any]) -> None:
        """Take what Django's settings say; there is no location."""
        super().__init__(params)

    def add(
        self, key: Any, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: Any = None
    ) -> bool:
        """Keep a value unless there is one, and return whether this was the first."""
        at = timezone.now()
        return shared.remember_first(
            key=self.make_and_validate_key(key, version=version),
            value=value,
            at=at,
            until_at=self._until(timeout, at),
        )

    def get(self, key: Any, default: Any = None, version: Any = None) -> Any:
        """Return a value, or the default."""
        try:
            return shared.recall(
                key=self.make_and_validate_key(key, version=version), at=timezone.now()
            )
        except LookupError:
            return default

    def set(
        self, key: Any, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: Any = None
    ) -> None:
        """Keep a value, whatever there was."""
        at = timezone.now()
        shared.remember(
            key=self.make_and_validate_key(key, version=version),
            value=value,
            at=at,
            until_at=self._until(timeout, at),
        )

    def delete(self, key: Any, version: Any = None) -> bool:
        """Forget a value."""
        return shared.forget(key=self.make_and_validate_key(key, version=version))

    def clear(self) -> None:
        """Forget everything."""
        shared.forget_all()

    def _until(self, timeout: Any, at: datetime) -> datetime:
        seconds = self.default_timeout if timeout is DEFAULT_TIMEOUT else timeout
        return FOR_EVER if seconds is None else at + timedelta(seconds=seconds)
