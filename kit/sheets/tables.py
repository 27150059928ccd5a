"""Rows into records: which column is which by its head, dates as people type them, what is wrong where."""

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from kit.errors import Refused
from kit.sheets.reading import Row, Sheet

_BEHIND_HEAD = re.compile(r"\([^)]*\)|\[[^\]]*\]|【[^】]*】|[\s*_:：]")
_DAY = re.compile(r"(\d{4})([-/.年])(\d{1,2})(?:[-/.月])(\d{1,2})日?(?:\s*[T ]?\s*0{1,2}:00(?::00(?:\.0+)?)?)?")


@dataclass(frozen=True, slots=True)
class Record:
    """One row below the heads: what stands under each known head; empty where the column is missing."""

    row: int
    values: Mapping[str, str]

    def __getitem__(self, key: str) -> str:
        return self.values.get(key, "")


@dataclass(frozen=True, slots=True)
class Table:
    """The rows below the heads; `columns` gives the column number (from 1) of each key that was found."""

    header: int
    columns: Mapping[str, int]
    unknown: tuple[str, ...]
    records: tuple[Record, ...]


@dataclass(frozen=True, slots=True)
class RowFault:
    """One thing wrong in a sheet: row and column (from 1; 0: all of it), what is there, and why not."""

    row: int
    column: int
    value: str
    reason: str
    values: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.reason % self.values if self.values else self.reason


def head(text: str) -> str:
    """Reduce a head to its name: full width folded; brackets, stars, colons and spaces dropped."""
    return _BEHIND_HEAD.sub("", unicodedata.normalize("NFKC", text)).casefold()


def table(
    sheet: Sheet,
    aliases: Mapping[str, Sequence[str]],
    needed: Sequence[Collection[str]] = (),
    search: int = 20,
) -> Table:
    """Find the heads among the first rows, by their aliases, and give the rows below them.

    Of two columns for one key the alias listed first wins. `needed` names groups of keys; one column of each
    group must be there. Heads repeated further down are skipped. Raises Refused.
    """
    if not sheet.rows:
        raise Refused("The file is empty.")
    ranks = {head(alias): (key, rank) for key, names in aliases.items() for rank, alias in enumerate(names)}
    best = max(sheet.rows[:search], key=lambda row: len({ranks[h][0] for h in _heads(row) if h in ranks}))
    columns = _columns(best, ranks)
    missing = [group for group in needed if not any(key in columns for key in group)]
    if missing or not columns:
        wanted = " · ".join(" / ".join(aliases[key][0] for key in sorted(group)) for group in missing or [aliases])
        raise Refused("No column with this head was found: %(heads)s.", heads=wanted)
    taken = set(columns.values())
    return Table(
        header=best.number,
        columns=columns,
        unknown=tuple(c for at, c in enumerate(best.cells, 1) if c and at not in taken),
        records=tuple(_records(sheet, best, columns)),
    )


def _heads(row: Row) -> list[str]:
    return [head(cell) for cell in row.cells]


def _columns(row: Row, ranks: Mapping[str, tuple[str, int]]) -> dict[str, int]:
    found: dict[str, tuple[int, int]] = {}
    for column, name in enumerate(_heads(row), 1):
        if name in ranks:
            key, rank = ranks[name]
            found[key] = min(found.get(key, (rank, column)), (rank, column))
    return {key: column for key, (_rank, column) in found.items()}


def _records(sheet: Sheet, heads: Row, columns: Mapping[str, int]) -> Iterable[Record]:
    names = _heads(heads)
    for row in sheet.rows:
        if row.number <= heads.number or all(
            not cell or (at < len(names) and head(cell) == names[at]) for at, cell in enumerate(row.cells)
        ):
            continue
        values = {key: row.cells[at - 1] if at <= len(row.cells) else "" for key, at in columns.items()}
        if any(values.values()):
            yield Record(row.number, values)


def read_day(text: str) -> date:
    """Read a date as people type it: 2026-11-03, 2026/11/3, 2026年11月3日, 20261103, or a sheet's day number.

    Raises Refused for anything that two people could read differently.
    """
    day = _typed_day(unicodedata.normalize("NFKC", text).strip())
    if day is None:
        raise Refused("This is not a date. Write it like 2026-11-03.")
    if not 1900 <= day.year <= 2199:
        raise Refused("There is no such day in the calendar.")
    return day


def _typed_day(even: str) -> date | None:
    try:
        if found := _DAY.fullmatch(even):
            return date(int(found[1]), int(found[3]), int(found[4]))
        if re.fullmatch(r"[12]\d{7}", even):
            return date(int(even[:4]), int(even[4:6]), int(even[6:]))
        if re.fullmatch(r"[2-7]\d{4}", even):
            return date(1899, 12, 30) + timedelta(days=int(even))
    except ValueError:
        raise Refused("There is no such day in the calendar.") from None
    return None
