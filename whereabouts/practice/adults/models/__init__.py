"""The tables about adults: the register, warning notices, operations."""

from whereabouts.practice.adults.models.notices import (
    Breach,
    ChildAtVisit,
    NoticeReview,
    WarningNotice,
)
from whereabouts.practice.adults.models.operations import (
    Operation,
    OperationMember,
    OperationPartner,
)
from whereabouts.practice.adults.models.register import (
    AdultAction,
    AdultPhoto,
    OthersAsked,
    RegisterEntry,
    SharedSuspect,
    Trace,
    YoungPlan,
)
from whereabouts.practice.adults.models.released import HomeWarning, Release

__all__ = [
    "AdultAction",
    "AdultPhoto",
    "Breach",
    "ChildAtVisit",
    "HomeWarning",
    "NoticeReview",
    "Operation",
    "OperationMember",
    "OperationPartner",
    "OthersAsked",
    "RegisterEntry",
    "Release",
    "SharedSuspect",
    "Trace",
    "WarningNotice",
    "YoungPlan",
]
