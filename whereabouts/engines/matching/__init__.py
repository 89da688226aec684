"""Who may be meant: names and dates of birth made comparable, compared, and explained."""

from whereabouts.engines.matching.agreement import Agreement, date_agreement
from whereabouts.engines.matching.births import (
    BadDate,
    BirthRange,
    born_at_age,
    parse_date_of_birth,
)
from whereabouts.engines.matching.blocking import (
    KEYS_VERSION,
    Keys,
    StoredKeys,
    blocking_keys,
    stored_keys,
)
from whereabouts.engines.matching.comparing import (
    Asking,
    Candidate,
    Match,
    Query,
    compare,
    compare_records,
)
from whereabouts.engines.matching.names import BadName, name_parts, normal_name, prefix_key
from whereabouts.engines.matching.nicknames import nickname_keys
from whereabouts.engines.matching.sounds import sound_key

__all__ = [
    "KEYS_VERSION",
    "Agreement",
    "Asking",
    "BadDate",
    "BadName",
    "BirthRange",
    "Candidate",
    "Keys",
    "Match",
    "Query",
    "StoredKeys",
    "blocking_keys",
    "born_at_age",
    "compare",
    "compare_records",
    "date_agreement",
    "name_parts",
    "nickname_keys",
    "normal_name",
    "parse_date_of_birth",
    "prefix_key",
    "sound_key",
    "stored_keys",
]
