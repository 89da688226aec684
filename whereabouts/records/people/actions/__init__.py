"""Changing what is recorded of people: one transaction, one audit line, nothing overwritten."""

from whereabouts.engines.matching import BadDate, BadName
from whereabouts.records.people.actions.adults import (
    add_intelligence,
    create_adult,
    link_adult,
)
from whereabouts.records.people.actions.around import (
    NeedsSenior,
    add_related_person,
    hold_back_relatives,
    set_may_be_told,
)
from whereabouts.records.people.actions.children import (
    NameSaid,
    add_address,
    add_birth,
    add_identifier,
    add_language,
    add_name,
    add_phone,
    add_photo,
    create_child,
    relate_to_child,
    update_child,
)
from whereabouts.records.people.actions.flags import (
    AlreadySettled,
    end_flag,
    propose_flag,
    raise_flag,
    settle_flag_proposal,
)
from whereabouts.records.people.actions.joining import (
    AlreadyJoined,
    NotJoined,
    link_records,
    part_records,
    rebuild_relations,
)

__all__ = [
    "AlreadyJoined",
    "AlreadySettled",
    "BadDate",
    "BadName",
    "NameSaid",
    "NeedsSenior",
    "NotJoined",
    "add_address",
    "add_birth",
    "add_identifier",
    "add_intelligence",
    "add_language",
    "add_name",
    "add_phone",
    "add_photo",
    "add_related_person",
    "create_adult",
    "create_child",
    "end_flag",
    "hold_back_relatives",
    "link_adult",
    "link_records",
    "part_records",
    "propose_flag",
    "raise_flag",
    "rebuild_relations",
    "relate_to_child",
    "set_may_be_told",
    "settle_flag_proposal",
    "update_child",
]
