"""Hearing everything that our loggers say."""

import io
import logging
from collections.abc import Iterator
from contextlib import contextmanager

LOGGERS = ("whereabouts", "django.request", "django.security", "django.server")


@contextmanager
def everything_logged() -> Iterator[io.StringIO]:
    """Give what our loggers say, down to the least."""
    said = io.StringIO()
    handler = logging.StreamHandler(said)
    before = {}
    for name in LOGGERS:
        logger = logging.getLogger(name)
        before[logger] = logger.level
        logger.addHandler(handler)
        logger.setLevel(logging.DEBUG)
    try:
        yield said
    finally:
        for logger, level in before.items():
            logger.removeHandler(handler)
            logger.setLevel(level)
