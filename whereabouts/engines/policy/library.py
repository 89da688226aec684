"""The packs that are held, and which of them hold together on a day."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path

from .compiling import compile_rules
from .loading import read_pack
from .model import FOLLOWED, Obligation, Pack, PackFile, Rule, Vocabulary
from .refusals import NoPackInForce, PackRefused, UnknownPack
from .vocabulary import load_vocabulary

_NATIONAL = "england_and_wales"
_OF_ITS_OWN = ("england", "wales")


@dataclass(frozen=True)
class PackLibrary:
    """Every base pack, the safeguards that apply at every date, and the local additions.

    `local` names whose additions apply too: a folder under `local`, or several, as "one+another".
    """

    vocabulary: Vocabulary
    bases: tuple[PackFile, ...]
    safeguards: tuple[PackFile, ...]
    local: tuple[PackFile, ...] = ()
    _made: dict[tuple[str, ...], Pack] = field(default_factory=dict, repr=False, compare=False)

    @property
    def files(self) -> tuple[PackFile, ...]:
        """Every pack file that is held."""
        return (*self.bases, *self.safeguards, *self.local)

    def in_force(
        self, *, at: date | datetime, local: str | None = None, jurisdiction: str | None = None
    ) -> Pack:
        """Return what is in force on the British day of that moment.

        A jurisdiction's own base goes before the one of England and Wales while it is in force;
        of local additions only what is in force on the day.

        :raises NoPackInForce: no base pack is in force then.
        :raises UnknownPack: the partnership has no pack.
        """
        day = british_day(at=at)
        for where in (jurisdiction, _NATIONAL):
            for base in self.bases:
                if base.jurisdiction == where and self.holds(file=base, day=day):
                    return self._together(base, self._additions(local, day))
        raise NoPackInForce(day.isoformat())

    def last_day(self, *, file: PackFile) -> date | None:
        """Return the last day on which a file is in force: its own, or that before the next.

        A file is never edited to give it an end; the next base of its jurisdiction, or the next
        addition of its partnership, ends it by beginning.
        """
        if file.in_force_to is not None or file.in_force_from is None:
            return file.in_force_to
        later = [
            other.in_force_from
            for other in self.files
            if other.layer == file.layer
            and (other.jurisdiction, other.partnership) == (file.jurisdiction, file.partnership)
            and other.in_force_from is not None
            and other.in_force_from > file.in_force_from
        ]
        return min(later) - timedelta(days=1) if later else None

    def named(
        self, *, pack_id: str, at: date | datetime | None = None, local: str | None = None
    ) -> Pack:
        """Return the pack of that name, as "app-2017" or "app-2017+safeguards-1".

        The safeguards apply at every date, so they are there whether they are named or not; a
        name without a base means the base in force at `at`.

        :raises UnknownPack: a part of the name, or the partnership, is not held.
        :raises NoPackInForce: no base is named, and none is in force.
        """
        parts = pack_id.split("+")
        held = {file.id: file for file in self.files}
        unknown = [part for part in parts if part not in held]
        bases = [held[part] for part in parts if part in held and held[part].layer == "base"]
        if unknown or len(bases) > 1 or len(set(parts)) < len(parts):
            raise UnknownPack(pack_id, tuple(held))
        additions = tuple(held[part] for part in parts if held[part].layer == "local")
        if local is not None:
            named = {file.partnership for file in additions}
            if named and named != set(local.split("+")):
                raise UnknownPack(pack_id, tuple(held))
            day = None if at is None else british_day(at=at)
            additions = additions or self._additions(local, day)
        if bases:
            return self._together(bases[0], additions)
        if at is None:
            raise NoPackInForce("a day that was not given")
        return self._together(self.in_force(at=at).files[0], additions)

    def of_partnership(self, *, name: str) -> tuple[PackFile, ...]:
        """Return every addition of a partnership, those of all times, in the order of their days.

        :raises UnknownPack: the partnership has none.
        """
        files = tuple(file for file in self.local if file.partnership == name)
        if not files:
            raise UnknownPack(name, tuple(dict.fromkeys(file.partnership for file in self.local)))
        return tuple(sorted(files, key=lambda file: (file.in_force_from or date.min, file.id)))

    def _additions(self, local: str | None, day: date | None) -> tuple[PackFile, ...]:
        """Return the additions in force on a day; where none is given, the newest ones."""
        found: list[PackFile] = []
        for name in sorted(set(local.split("+"))) if local is not None else ():
            files = self.of_partnership(name=name)
            newest = files[-1].in_force_from
            found += [
                file
                for file in files
                if (self.holds(file=file, day=day) if day else file.in_force_from in (None, newest))
            ]
        return tuple(found)

    def holds(self, *, file: PackFile, day: date) -> bool:
        """Say whether a file is in force on a day; a local addition without days always is."""
        if file.in_force_from is None:
            return file.layer == "local"
        if day < file.in_force_from:
            return False
        ends = self.last_day(file=file)
        return ends is None or day <= ends

    def _together(self, base: PackFile, additions: tuple[PackFile, ...]) -> Pack:
        inorder = sorted(additions, key=lambda file: (file.partnership, file.id))
        files = (base, *self.safeguards, *inorder)
        key = tuple(file.id for file in files)
        if key not in self._made:
            self._made[key] = combine(files=files, vocabulary=self.vocabulary)
        return self._made[key]


def load_packs(root: Path) -> PackLibrary:
    """Return every pack under the root; each base is tried with the safeguards and each addition.

    :raises VocabularyRefused: the vocabulary says what it may not.
    :raises PackRefused: a pack says what it may not, or two do not go together.
    """
    vocabulary = load_vocabulary(root / "vocabulary.toml")
    national = [
        read_pack(path=path, vocabulary=vocabulary, jurisdiction=jurisdiction)
        for jurisdiction in (_NATIONAL, *_OF_ITS_OWN)
        for path in _packs(root / jurisdiction / "risk")
    ]
    local = [
        read_pack(path=path, vocabulary=vocabulary, partnership=path.parent.parent.name)
        for path in sorted((root / "local").glob("*/risk/*.toml"))
        if not path.name.endswith(".examples.toml")
    ]
    bases = sorted(
        (file for file in national if file.layer == "base"),
        key=lambda file: file.in_force_from or date.min,
    )
    safeguards = tuple(file for file in national if file.layer == "safeguards")
    library = PackLibrary(vocabulary, tuple(bases), safeguards, tuple(local))
    if not bases or not safeguards:
        raise PackRefused(root.name, "there is no base pack, or there are no safeguards")
    _refuse_overlaps(bases)
    names = [file.id for file in library.files]
    twice = {name for name in names if names.count(name) > 1}
    if twice:
        raise PackRefused(min(twice), "two packs have this id")
    if FOLLOWED in names:
        raise PackRefused(FOLLOWED, "this stands for what each force followed")
    for base in bases:
        library.named(pack_id=base.id)
        for file in local:
            _refuse_unfit((base, *safeguards, file))
    _refuse_overlaps(local)
    _refuse_shared_rules(local)
    return library


def combine(*, files: tuple[PackFile, ...], vocabulary: Vocabulary) -> Pack:
    """Return the files as one pack, the first of them being the base.

    :raises PackRefused: two rules share an id, or what is owed is not defined just once.
    """
    base = files[0]
    rules, obligations = _refuse_unfit(files)
    hashes = "".join(file.sha256 for file in files)
    return Pack(
        id="+".join(file.id for file in files),
        sha256=hashlib.sha256(hashes.encode()).hexdigest(),
        files=files,
        vocabulary=vocabulary,
        labels=base.labels,
        definitions=base.definitions,
        table=base.table,
        rules=rules,
        obligations=obligations,
        deadlines=tuple(item for file in files for item in file.deadlines),
        tasks=tuple(item for file in files for item in file.tasks),
        child_absent_allowed=all(file.child_absent_allowed for file in files),
        absent_forbidden_by=tuple(f.id for f in files if not f.child_absent_allowed),
        compiled=compile_rules(
            rules=rules, table=base.table, obligations=obligations, vocabulary=vocabulary
        ),
    )


def british_day(*, at: date | datetime) -> date:
    """Return the day on British clocks; a time without a zone is taken to be British."""
    if not isinstance(at, datetime):
        return at
    if at.tzinfo is None:
        return at.date()
    utc = at.astimezone(UTC)
    starts, ends = (_last_sunday(utc.year, month) + timedelta(hours=1) for month in (3, 10))
    return (utc + timedelta(hours=1 if starts <= utc < ends else 0)).date()


def _last_sunday(year: int, month: int) -> datetime:
    last = datetime(year, month, 31, tzinfo=UTC)
    return last - timedelta(days=(last.weekday() + 1) % 7)


def _packs(folder: Path) -> list[Path]:
    return [p for p in sorted(folder.glob("*.toml")) if not p.name.endswith(".examples.toml")]


def _refuse_unfit(
    files: tuple[PackFile, ...],
) -> tuple[tuple[Rule, ...], dict[str, Obligation]]:
    """Return the rules and obligations of files that go together; refuse those that do not."""
    rules = tuple(rule for file in files for rule in file.rules)
    _refuse_repeats(files, [rule.id for rule in rules], "rule")
    defined = [obligation for file in files for obligation in file.obligations]
    _refuse_repeats(files, [obligation.kind for obligation in defined], "obligation")
    obligations: dict[str, Obligation] = {item.kind: item for item in defined}
    for rule in rules:
        for clause in rule.clauses:
            for kind in clause.owes:
                if kind not in obligations:
                    raise PackRefused(rule.pack, f"{clause.id} owes {kind}, which is not defined")
    return rules, obligations


def _refuse_overlaps(files: list[PackFile]) -> None:
    """Refuse two bases of a jurisdiction, or two additions of one partnership, for one day."""
    for whose in dict.fromkeys((file.jurisdiction, file.partnership) for file in files):
        dated = sorted(
            (f for f in files if (f.jurisdiction, f.partnership) == whose and f.in_force_from),
            key=lambda file: file.in_force_from or date.min,
        )
        for file, following in pairwise(dated):
            starts, ends = following.in_force_from, file.in_force_to or date.min
            if starts is not None and (starts <= ends or starts == file.in_force_from):
                raise PackRefused(following.id, f"it begins while {file.id} is in force")


def _refuse_shared_rules(local: list[PackFile]) -> None:
    """Refuse one rule or obligation in two partnerships: an agency may have both of them."""
    first: dict[str, PackFile] = {}
    for file in local:
        names = [rule.id for rule in file.rules] + [item.kind for item in file.obligations]
        for name in names:
            other = first.setdefault(name, file)
            if other.partnership != file.partnership:
                raise PackRefused(file.id, f"{name} is in {other.id} already")


def _refuse_repeats(files: Iterable[PackFile], names: list[str], what: str) -> None:
    for name in names:
        if names.count(name) > 1:
            together = "+".join(file.id for file in files)
            raise PackRefused(together, f"{what} {name} is defined twice")
