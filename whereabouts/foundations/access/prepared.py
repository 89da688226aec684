"""Questions put together once a shape and asked with other values ever after.

Putting a question together takes far longer than asking it: conditions, fences, joins and columns
are worked out anew each time, and a report asks some sixty. So a function that makes a queryset of
its arguments alone is called once, with stand-ins for its values; from then on the same statement
is sent with the values of the moment. Both fences stand as ever: the first is part of what was put
together, with the agency, member and moment of whoever asks put in each time.
"""

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from functools import partial, wraps
from itertools import count
from typing import Any, ParamSpec, Protocol, TypeVar, overload
from uuid import UUID, uuid4

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import QuerySet
from psycopg.sql import Literal

from whereabouts.foundations.access.fences import Scope, eyes_of
from whereabouts.foundations.access.scope import scope_or_none, seen_as
from whereabouts.foundations.agencies.added import nothing_else
from whereabouts.foundations.agencies.planned import Question, ask, planned_once

Given = ParamSpec("Given")
Row = TypeVar("Row")

_PLAIN = (UUID, date, str)
MOST_SHAPES = 300  # of one question; beyond that it starts again
_FAR_OFF = datetime(9000, 1, 1, tzinfo=UTC)
_days_on = count(1)
_UNKNOWN = object()


class Words(str):
    """Words that are a value of the moment, such as a reference, and no part of the shape."""

    __slots__ = ()


class _Preparing(Protocol):
    """What `prepared` with arguments makes: the same of a function as `prepared` itself."""

    def __call__(
        self, build: "Callable[Given, QuerySet[Any, Row]]", /
    ) -> Callable[Given, list[Row]]: ...


class NotPreparable(TypeError):
    """The function does not use its values as they are, so its question cannot be kept."""


@overload
def prepared(build: "Callable[Given, QuerySet[Any, Row]]") -> Callable[Given, list[Row]]: ...


@overload
def prepared(*, about: str, but: str = "") -> "_Preparing": ...


def prepared(build: Any = None, *, about: str = "", but: str = "") -> Any:
    """Make a function that returns a queryset one that returns its rows, put together once a shape.

    `about` names the argument with the key or keys that every row refers to by a foreign key: where
    they were made in this transaction and nothing was written about them, nothing is asked. Rows
    with a key that the argument `but` gives are no answer either way.

    Its arguments are keyword-only. Keys, moments, days, `Words`, and lists of keys are the values
    of the moment; other words, numbers, yes or no, None, and how many keys there are, make the
    shape. It may not reckon with a value, nor know anything but its arguments and the scope.

    :raises NotPreparable: when first asked, where a value is lost or reckoned with on the way; at
        once, where the function stands inside another and knows what that one knows.
    """
    if build is None:
        return partial(_prepared, about=about, but=but)
    return _prepared(build, about="", but="")


def _prepared(
    build: "Callable[Given, QuerySet[Any, Row]]", *, about: str, but: str
) -> Callable[Given, list[Row]]:
    if build.__closure__:
        raise NotPreparable(f"{build.__name__} knows more than its arguments.")
    # Named when asked, so that a test may count.
    asking = _asking(
        build=build,
        put_together=lambda **how: _put_together(**how),  # noqa: PLW0108
        about=about,
        but=but,
    )
    return wraps(build)(asking)


@dataclass(frozen=True, kw_only=True)
class Together:
    """Questions that are asked as one statement: each by its name in `parts`, and what is made
    of them in `sql`, which may read nothing that stands behind a fence but by those names. Those
    of `once` are answered first and kept; the others wherever they stand. What is `first` is asked
    before all of them, by SQL with values of its own that may read nothing fenced either."""

    parts: "Mapping[str, QuerySet[Any, Any]]"
    sql: str
    once: tuple[str, ...] = ()
    first: "Mapping[str, tuple[str, Sequence[Any]]]" = field(default_factory=dict)


def padded(*, keys: Collection[UUID], sizes: tuple[int, ...]) -> list[UUID]:
    """Return some keys in order, the last as often as makes one of the sizes: few shapes do then.

    Where there are more than the largest there are as many as there are.
    """
    known = sorted(set(keys))
    size = next((size for size in sizes if len(known) <= size), len(known))
    return known + known[-1:] * (size - len(known))


class AskedTogether(Protocol[Given]):
    """What `prepared_together` makes: it asks, and says what it would ask."""

    def __call__(self, *args: Given.args, **kwargs: Given.kwargs) -> list[tuple[Any, ...]]:
        """Ask."""
        ...

    def question(self, *args: Given.args, **kwargs: Given.kwargs) -> Question:
        """Return what would be asked, for whoever asks it with others at once."""
        ...


def prepared_together(build: "Callable[Given, Together]") -> "AskedTogether[Given]":
    """Make a function that returns several questions one that returns the rows made of them.

    As `prepared`: each part keeps its fence, and is put together once a shape.

    :raises NotPreparable: as for `prepared`, and where no row could ever fit a part.
    """
    if build.__closure__:
        raise NotPreparable(f"{build.__name__} knows more than its arguments.")
    made: Any = wraps(build)(_asking(build=build, put_together=_put_all_together))
    return made


def _asking(
    *,
    build: Callable[..., Any],
    put_together: Callable[..., Any],
    about: str = "",
    but: str = "",
) -> Callable[..., Any]:
    shapes: dict[Any, Any] = {}

    def shape_of(scope: Scope | None, given: Mapping[str, Any]) -> Any:
        key = _shape_of(scope=scope, given=given)
        shape = shapes.get(key, _UNKNOWN)
        if shape is _UNKNOWN:
            if len(shapes) >= MOST_SHAPES:
                shapes.clear()
            shape = shapes[key] = put_together(build=build, scope=scope, given=given)
        return shape

    def ask(*_: Any, **given: Any) -> list[Any]:
        scope = scope_or_none()
        shape = shape_of(scope, given)
        if shape and about and _is_known_to_be_empty(shape, given[about], given.get(but)):
            return []
        return shape.ask(values=[*_values(scope=scope, given=given)]) if shape else []

    def question(*_: Any, **given: Any) -> Question:
        scope = scope_or_none()
        values = [*_values(scope=scope, given=given)]
        shape = shape_of(scope, given)
        return Question(shape.sql, values, shape.numbers)

    asking: Any = ask
    asking.question = question
    return asking


@dataclass(frozen=True, slots=True)
class _Shape:
    """A question put together: its statement, and how its rows are read."""

    queryset: Any
    compiler: Any
    converters: Any
    statement: "_Statement"

    def ask(self, *, values: list[Any]) -> list[Any]:
        """Return the rows for some values, read as the queryset itself would read them."""
        rows = self.statement.ask(values=values)
        compiler = copy(self.compiler)
        compiler.connection = connections[DEFAULT_DB_ALIAS]
        compiler.execute_sql = lambda *_, **__: [rows]
        compiler.get_converters = lambda _: self.converters
        reading = _Reading(self.queryset, compiler)
        return list(self.queryset._iterable_class(reading))


class _Reading:
    """What the reading of rows asks of a queryset, with the statement that is kept."""

    db = DEFAULT_DB_ALIAS

    def __init__(self, queryset: Any, compiler: Any) -> None:
        self._of, self._compiler, self.query = queryset, compiler, self

    def get_compiler(self, *_: Any, **__: Any) -> Any:
        """Return the compiler whose statement is put together already."""
        return self._compiler

    def __getattr__(self, name: str) -> Any:
        of = self._of
        return (
            getattr(of, name) if name in of.__dict__ or name == "model" else getattr(of.query, name)
        )


@dataclass(frozen=True, slots=True)
class _Statement:
    """A statement that is planned by the database once a line."""

    sql: str
    numbers: tuple[int, ...]  # of the values, in the order in which they stand

    def ask(self, *, values: list[Any]) -> list[tuple[Any, ...]]:
        """Return the rows for some values, as the database gives them."""
        return ask(sql=self.sql, values=[values[number] for number in self.numbers])


class _Together(_Statement):
    """Several questions as one statement: long, and planned once for all values."""

    def ask(self, *, values: list[Any]) -> list[tuple[Any, ...]]:
        """Return the rows for some values; in a transaction."""
        with planned_once() as cursor:
            # Left to itself the database would plan it anew each time: it thinks that cheap.
            cursor.execute("SET LOCAL plan_cache_mode = force_generic_plan")
            rows = super().ask(values=values)
            cursor.execute("SET LOCAL plan_cache_mode = auto")
        return rows


def _is_known_to_be_empty(shape: _Shape, about: Any, but: Any) -> bool:
    return nothing_else(
        table=shape.queryset.model._meta.db_table, about=_keys(about), but=_keys(but)
    )


def _keys(given: Any) -> Collection[UUID]:
    if given is None:
        return ()
    return (given,) if isinstance(given, UUID) else given


def _put_together(
    *, build: Callable[..., Any], scope: Scope | None, given: Mapping[str, Any]
) -> _Shape | None:
    """Return the shape, or None where no row can ever fit."""
    eyes, stand_ins = _strangers(scope=scope, given=given)
    with seen_as(eyes):
        queryset = build(**stand_ins)
    if queryset._prefetch_related_lookups or queryset._known_related_objects:
        raise NotPreparable(f"{build.__name__} fetches more than one statement does.")
    compiler = queryset.query.get_compiler(using=DEFAULT_DB_ALIAS)
    try:
        sql, params = compiler.as_sql()
    except EmptyResultSet:
        return None
    places = _places(build=build, params=params, eyes=eyes, stand_ins=stand_ins)
    converters = compiler.get_converters([one for one, *_ in compiler.select[: compiler.col_count]])
    return _Shape(queryset, compiler, converters, _with_constants(sql, places))


def _put_all_together(
    *, build: Callable[..., Any], scope: Scope | None, given: Mapping[str, Any]
) -> _Together:
    eyes, stand_ins = _strangers(scope=scope, given=given)
    with seen_as(eyes):
        made: Together = build(**stand_ins)
    parts, params = [], []  # type: list[str], list[Any]
    for name, (sql, given_first) in made.first.items():
        parts.append(f"{name} AS MATERIALIZED ({sql})")
        params += given_first
    for name, queryset in made.parts.items():
        try:
            sql, of_part = queryset.query.get_compiler(using=DEFAULT_DB_ALIAS).as_sql()
        except EmptyResultSet as empty:
            raise NotPreparable(f"{build.__name__}: no row can ever fit {name}.") from empty
        how = "MATERIALIZED" if name in made.once else "NOT MATERIALIZED"
        parts.append(f"{name} AS {how} ({sql})")
        params += of_part
    places = _places(build=build, params=params, eyes=eyes, stand_ins=stand_ins)
    whole = _with_constants(f"WITH {', '.join(parts)}{made.sql}", places)
    return _Together(whole.sql, whole.numbers)


def _with_constants(sql: str, places: tuple[tuple[bool, Any], ...]) -> _Statement:
    """Write down what always stands there: an index of a part of a table is only found so."""
    left = iter(places)
    numbers: list[int] = []

    def place(found: re.Match[str]) -> str:
        if found[0] == "%%":
            return found[0]
        given, value = next(left)
        if given:
            numbers.append(value)
            return "%s"
        return Literal(value).as_string().replace("%", "%%")

    return _Statement(re.sub("%%|%s", place, sql), tuple(numbers))


def _strangers(
    *, scope: Scope | None, given: Mapping[str, Any]
) -> tuple[Scope | None, dict[str, Any]]:
    """Return eyes and values that nothing else has, to see where they go."""
    eyes = scope and replace(scope, agency_id=uuid4(), member_id=uuid4(), at=_moment())
    return eyes, {name: _stand_in(value) for name, value in given.items()}


def _places(
    *, build: Callable[..., Any], params: Any, eyes: Scope | None, stand_ins: Mapping[str, Any]
) -> tuple[tuple[bool, Any], ...]:
    values = list(_values(scope=eyes, given=stand_ins))
    number = {value: place for place, value in enumerate(values)}
    places = tuple(
        (True, number[one]) if isinstance(one, _PLAIN) and one in number else (False, one)
        for one in params
    )
    used = {place for is_given, place in places if is_given}
    first = 3 if eyes else 0  # of the scope a question may use less
    said = [str(value) for value in number]
    if any(_is_value(one) or _tells(one, said) for is_given, one in places if not is_given):
        raise NotPreparable(f"{build.__name__} reckons with a value, or knows one of its own.")
    if not used.issuperset(range(first, len(values))):
        raise NotPreparable(f"{build.__name__} does not use a value as it is.")
    return places


def _is_value(one: Any) -> bool:
    return isinstance(one, UUID | date | Words)


def _tells(one: Any, said: list[str]) -> bool:
    return isinstance(one, str | list | tuple) and any(text in str(one) for text in said)


def _are_keys(one: Any) -> bool:
    return isinstance(one, list | tuple | set | frozenset) and all(map(_is_value, one))


def _shape_of(*, scope: Scope | None, given: Mapping[str, Any]) -> Any:
    return scope and eyes_of(scope), *[(name, _kind_of(value)) for name, value in given.items()]


def _kind_of(value: Any) -> Any:
    if _is_value(value):
        return type(value)
    if _are_keys(value):
        return list, len(value)
    if isinstance(value, set | frozenset):
        return type(value), tuple(sorted(value))
    return type(value), tuple(value) if isinstance(value, list) else value


def _values(*, scope: Scope | None, given: Mapping[str, Any]) -> Iterator[Any]:
    """Yield the values of the moment, the scope's first, always in the same order."""
    if scope is not None:
        yield from (scope.agency_id, scope.member_id, scope.at)
    for value in given.values():
        if _is_value(value):
            yield str(value) if isinstance(value, Words) else value
        elif _are_keys(value):
            yield from value


def _stand_in(value: Any) -> Any:
    if isinstance(value, UUID):
        return uuid4()
    if isinstance(value, Words):
        return Words(uuid4())
    if isinstance(value, datetime):
        return _moment()
    if isinstance(value, date):
        return _moment().date()
    return [_stand_in(one) for one in value] if _are_keys(value) else value


def _moment() -> datetime:
    return _FAR_OFF + timedelta(days=next(_days_on) % 300_000)
