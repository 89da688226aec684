"""Changes to what agencies share and tell: agreements, sharings, slips, entries."""

from whereabouts.practice.sharing.actions.agreeing import (
    AlreadyOver,
    make_agreement,
    withdraw_agreement,
)
from whereabouts.practice.sharing.actions.sharing import (
    AlreadyEnded,
    Told,
    end_sharing,
    run_out,
    say_child_told,
    share,
)
from whereabouts.practice.sharing.actions.slips import (
    AlreadyReceipted,
    give_feedback,
    hash_of,
    make_slip,
    opened,
    receipt,
)
from whereabouts.practice.sharing.actions.telling import write_entry

__all__ = [
    "AlreadyEnded",
    "AlreadyOver",
    "AlreadyReceipted",
    "Told",
    "end_sharing",
    "give_feedback",
    "hash_of",
    "make_agreement",
    "make_slip",
    "opened",
    "receipt",
    "run_out",
    "say_child_told",
    "share",
    "withdraw_agreement",
    "write_entry",
]
