"""Asks of several words at once whether they may agree, a lane of the processor for each.

Two words may agree where their marks (`units`) do not rule it out. Every question is answered for
all lanes, and no choice is made before: a processor that guesses wrongly loses more.
"""

from __future__ import annotations

from typing import Any

from llvmlite import ir
from numba import extending, types
from numba.core import cgutils

from whereabouts.engines.linking.columns import FIRST, HEARD, KIN, LANES, LETTERS, OF_WORD
from whereabouts.engines.linking.compiling import inlined, wide
from whereabouts.engines.linking.units import HALF, MOST_BITS_CHANGED, SHORT, Ids

_NUMBER, _PLACE, _TOLD = ir.IntType(32), ir.IntType(64), ir.IntType(LANES)
_LANES = ir.VectorType(_NUMBER, LANES)
# Of both words of a plain name, a lane for each of their numbers, the lanes that tell of one thing.
_GIVEN, _FAMILY = range(OF_WORD), range(OF_WORD, 2 * OF_WORD)
FIRST_WORD, LAST_WORD = (sum(1 << lane for lane in word) for word in (_GIVEN, _FAMILY))
TURNED = LANES  # so many bits further on stands the same of names the other way round


class _Lanes:
    """Makes the steps that work on all lanes."""

    def __init__(self, context: Any, builder: Any, table: Any, kind: Any) -> None:
        self.builder = builder
        self.data = context.make_array(kind)(context, builder, table).data

    def all(self, place: Any) -> Any:
        """Return the numbers that stand from a place on."""
        where = self.builder.gep(self.data, [place])
        return self.builder.load(self.builder.bitcast(where, _LANES.as_pointer()), align=4)

    def one(self, place: Any) -> Any:
        """Return the number that stands at a place, in every lane."""
        return self.alike(self.builder.load(self.builder.gep(self.data, [place])))

    def alike(self, number: Any) -> Any:
        """Return a number in every lane."""
        nothing = ir.Constant(ir.VectorType(number.type, LANES), ir.Undefined)
        first = self.builder.insert_element(nothing, number, ir.Constant(_NUMBER, 0))
        lanes = ir.Constant(_LANES, [0] * LANES)
        return self.builder.shuffle_vector(first, nothing, lanes)

    def begins_alike(self, one: Any, other: Any) -> Any:
        """Return in which lanes either half is the same."""
        apart = self.builder.xor(one, other)
        high = self.builder.icmp_unsigned("<", apart, _every(1 << HALF))
        low = self.builder.and_(apart, _every((1 << HALF) - 1))
        return self.builder.or_(high, self.builder.icmp_unsigned("==", low, _every(0)))

    def few_differ(self, one: Any, other: Any) -> Any:
        """Return in which lanes the letters of two marks differ in few bits."""
        short = self.builder.and_(self.builder.or_(one, other), _every(SHORT))
        apart = self.builder.or_(self.builder.xor(one, other), short)
        kind = ir.FunctionType(_LANES, [_LANES])
        function: Any = cgutils.get_or_insert_function
        counting = function(self.builder.module, kind, f"llvm.ctpop.v{LANES}i32")
        counted = self.builder.call(counting, [apart])
        return self.builder.icmp_unsigned("<=", counted, _every(MOST_BITS_CHANGED))

    def same(self, one: Any, other: Any) -> Any:
        """Return in which lanes both numbers are the same."""
        return self.builder.icmp_unsigned("==", one, other)

    def told(self, lanes: Any) -> Any:
        """Return the lanes as bits of one number, the first lowest."""
        return self.builder.zext(self.builder.bitcast(lanes, _TOLD), _PLACE)


def _every(number: int) -> Any:
    return ir.Constant(_LANES, [number] * LANES)


@extending.intrinsic
def _may_agree(context: Any, table: Any, runs: Any, word: Any, kin: Any) -> Any:
    def step(context: Any, builder: Any, signature: Any, given: Any) -> Any:
        lanes = _Lanes(context, builder, given[0], signature.args[0])

        def both(column: int) -> tuple[Any, Any]:
            of_runs = builder.add(given[1], ir.Constant(_PLACE, column * LANES))
            return lanes.all(of_runs), lanes.one(builder.add(given[2], ir.Constant(_PLACE, column)))

        near = builder.or_(lanes.begins_alike(*both(HEARD)), lanes.few_differ(*both(LETTERS)))
        related = builder.and_(lanes.same(*both(KIN)), lanes.alike(given[3]))
        return lanes.told(builder.or_(near, related))

    return types.int64(table, types.int64, types.int64, types.boolean), step


@extending.intrinsic
def _plain_may_agree(context: Any, table: Any, here: Any, there: Any) -> Any:
    def step(context: Any, builder: Any, signature: Any, given: Any) -> Any:
        lanes = _Lanes(context, builder, given[0], signature.args[0])
        start = ir.Constant(_PLACE, FIRST)
        mine, theirs = (lanes.all(builder.add(place, start)) for place in given[1:])
        order = [*_FAMILY, *_GIVEN]
        turned = builder.shuffle_vector(theirs, theirs, ir.Constant(_LANES, order))

        def asked(against: Any, given_name: range) -> Any:
            told = ir.Constant(_PLACE, 0)
            for found, columns in (
                (lanes.begins_alike(mine, against), [_GIVEN[HEARD], _FAMILY[HEARD]]),
                (lanes.few_differ(mine, against), [_GIVEN[LETTERS], _FAMILY[LETTERS]]),
                (lanes.same(mine, against), [given_name[KIN]]),
            ):
                kept = ir.Constant(_PLACE, sum(1 << lane for lane in columns))
                told = builder.or_(told, builder.and_(lanes.told(found), kept))
            return told

        as_said = asked(theirs, _GIVEN)
        return builder.or_(
            as_said, builder.shl(asked(turned, _FAMILY), ir.Constant(_PLACE, TURNED))
        )

    return types.int64(table, types.int64, types.int64), step


@extending.intrinsic
def _lowest(context: Any, number: Any) -> Any:
    def step(context: Any, builder: Any, signature: Any, given: Any) -> Any:
        return builder.cttz(given[0], ir.Constant(ir.IntType(1), 1))

    return types.int64(types.int64), step


@inlined
def may_agree(table: Ids, runs: int, word: int, kin: bool) -> int:
    """Return, a bit for each of the runs that stand in lanes, which may agree with a word.

    `kin` says that short forms count.
    """
    asked: Any = _may_agree
    return wide(asked(table, runs, word, kin))


@inlined
def plain_may_agree(table: Ids, here: int, there: int) -> int:
    """Return which words of two plain names may agree: some bits of `FIRST_WORD`, `LAST_WORD`.

    Further on (`TURNED`) the same where the names of the second record stand the other way round.
    """
    asked: Any = _plain_may_agree
    return wide(asked(table, here, there))


@inlined
def lowest(bits: int) -> int:
    """Return which is the lowest bit that is set, of a number that has one."""
    asked: Any = _lowest
    return wide(asked(bits))
