"""What the lists of staff, accounts and shifts have in common: reading row by row, collecting what is wrong."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from kit.errors import Refused
from kit.sheets.tables import Record, RowFault, Table
from kit.text import fold

Value = TypeVar("Value")

NUMBER_HEADS = ("工号", "员工编号", "员工工号", "编号", "employee no", "employee number", "number")
NAME_HEADS = ("姓名", "员工姓名", "名字", "name")

_NUMBER = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,39}")


@dataclass(slots=True)
class Faults:
    """The faults found so far, each at its row and column of the table."""

    table: Table
    found: list[RowFault] = field(default_factory=list)

    def add(self, record: Record, key: str, why: Refused) -> None:
        """Note why a cell cannot be taken; a key without a column is a fault of the row."""
        column = self.table.columns.get(key, 0)
        self.found.append(RowFault(record.row, column, record[key], why.message, why.values))

    def reading(self, record: Record, key: str, read: Callable[[str], Value], default: Value) -> Value:
        """Read one cell; where that is refused note the fault and go on with the default."""
        try:
            return read(record[key])
        except Refused as why:
            self.add(record, key, why)
            return default

    def in_order(self) -> tuple[RowFault, ...]:
        """The faults from top to bottom, left to right."""
        return tuple(sorted(self.found, key=lambda fault: (fault.row, fault.column)))


@dataclass(frozen=True, slots=True)
class Numbers:
    """Who can be named in a list: employee numbers with the person's name."""

    names: Mapping[str, str]
    _by_number: dict[str, str] = field(init=False, repr=False)
    _by_name: dict[str, list[str]] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        by_name: dict[str, list[str]] = {}
        for number, name in self.names.items():
            by_name.setdefault(fold(name), []).append(number)
        object.__setattr__(self, "_by_name", by_name)
        object.__setattr__(self, "_by_number", {fold(number): number for number in self.names})

    def of(self, text: str) -> str:
        """Find the employee number that a cell means by number or by name. Raises Refused."""
        if number := self._by_number.get(fold(text)):
            return number
        found = self._by_name.get(fold(text), [])
        if len(found) > 1:
            raise Refused(
                "There are several people of this name: %(numbers)s. Write the employee number.",
                numbers="、".join(sorted(found)),
            )
        if not found:
            raise Refused("Nobody has this employee number or name.")
        return found[0]


def read_number(text: str) -> str:
    """Read an employee number, full-width signs folded. Raises Refused."""
    even = folded(text).replace(" ", "")
    if not _NUMBER.fullmatch(even):
        raise Refused("An employee number has letters, digits, - and _ only, at most 40.")
    return even


def folded(text: str) -> str:
    """Make full-width letters and digits half-width, keep upper and lower case."""
    return " ".join(unicodedata.normalize("NFKC", text).split())


def pieces(text: str) -> list[str]:
    """Cut a cell that lists several things."""
    return [piece.strip() for piece in re.split(r"[、,，;；\n|]", text) if piece.strip()]


def needed(text: str, most: int) -> str:
    """Give a text that may not be empty. Raises Refused."""
    if not text:
        raise Refused("This must not be empty.")
    return short(text, most)


def short(text: str, most: int) -> str:
    """Give a text of at most so many characters. Raises Refused."""
    if len(text) > most:
        raise Refused("At most %(most)s characters.", most=most)
    return text
