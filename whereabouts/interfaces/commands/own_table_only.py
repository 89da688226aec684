"""Lets a migration make the class of the table that it changes, and leave its neighbours' alone.

For each change to a table Django makes its class anew, and those of all that it hangs together
with: here nearly all of them, by way of agency and member, five hundred times over. That was nine
tenths of a first start. A new table, a field added, a constraint or an index changes no neighbour.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db.migrations.state import ProjectState

Names = set[tuple[str, str]]
_WITH_NEIGHBOURS = ProjectState._find_reload_model  # type: ignore[attr-defined]


@contextmanager
def own_table_only() -> Iterator[None]:
    """Let every migration in the block be applied so; for any other change Django's way stays."""
    ProjectState._find_reload_model = _to_be_made_anew  # type: ignore[attr-defined]
    try:
        yield
    finally:
        ProjectState._find_reload_model = _WITH_NEIGHBOURS  # type: ignore[attr-defined]


def _to_be_made_anew(
    state: ProjectState, app_label: str, model_name: str, delay: bool = False
) -> Names:
    if not (delay or _is_new_or_grows(state=state, app_label=app_label, model_name=model_name)):
        return _WITH_NEIGHBOURS(state, app_label, model_name, delay)
    # Whatever reads rows has every class made anew first, where this has been said.
    state.is_delayed = True
    return {(app_label, model_name)}


def _is_new_or_grows(*, state: ProjectState, app_label: str, model_name: str) -> bool:
    try:
        options = state.apps.get_model(app_label, model_name)._meta
    except LookupError:
        return True
    before = {field.name for field in (*options.local_fields, *options.local_many_to_many)}
    return before < set(state.models[app_label, model_name].fields)
