"""The same cast as the journeys have."""

from tests.journeys.conftest import accept_all, decide_as, look, make_child, take_report

__all__ = ["accept_all", "decide_as", "look", "make_child", "take_report"]
