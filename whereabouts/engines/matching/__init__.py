"""Who may be meant: names and dates of birth made comparable, compared, and explained."""

from whereabouts.engines.matching.names import BadName, name_parts, normal_name, prefix_key
from whereabouts.engines.matching.nicknames import nickname_keys
from whereabouts.engines.matching.sounds import sound_key

__all__ = [
    "BadName",
    "name_parts",
    "nickname_keys",
    "normal_name",
    "prefix_key",
    "sound_key",
]
