"""A good of the shop as its sheet describes it: what it is, what it is for and not for, what it may cost."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kit.content import Line, Prose, Struct, parse, plain, read_toml
from kit.errors import Fault
from kit.text import fold

KIND = "good"
"""The kind of content that goods are published as; the key is "<store>/<item number>"."""


class Asked(Struct):
    """A question that buyers ask, and how to answer it."""

    question: Line
    answer: Prose


class Good(Struct):
    """One row of the goods table; what the table does not say is empty. Money is int fen."""

    number: Line
    name: Line
    category: Line
    spec: str = ""
    material: str = ""
    size: str = ""
    fit: tuple[Line, ...] = ()
    not_for: tuple[Line, ...] = ()
    points: tuple[Line, ...] = ()
    asked: tuple[Asked, ...] = ()
    price: int | None = None
    sale_price: int | None = None
    floor_price: int | None = None
    shipping: str = ""
    warranty: str = ""
    picture: str = ""


@dataclass(frozen=True, slots=True)
class Stocked:
    """A good in the sheet of a store, with the version that holds now."""

    id: int
    key: str
    version: int
    good: Good

    @property
    def store(self) -> int:
        """The team whose good it is."""
        return int(self.key.partition("/")[0])


def key_of(store: int, number: str) -> str:
    """Give the content key of a good: "<store>/<item number>", the number in lower case."""
    return f"{store}/{number.lower()}"


def yuan(fen: int) -> str:
    """Write an amount in yuan: "89" or "8.90"."""
    return str(fen // 100) if fen % 100 == 0 else f"{fen // 100}.{fen % 100:02d}"


def says(good: Good, words: str) -> bool:
    """Tell whether every word stands somewhere in what the sheet says of a good."""
    if not words.strip():
        return True
    asked = [text for one in good.asked for text in (one.question, one.answer)]
    own = [good.number, good.name, good.category, good.spec, good.material, good.size, good.shipping, good.warranty]
    text = fold(" ".join([*own, *good.fit, *good.not_for, *good.points, *asked]))
    return all(word in text for word in fold(words).split())


def changed(old: Good, new: Good) -> list[str]:
    """Name the fields in which two versions of a good differ."""
    return [name for name in Good.model_fields if getattr(old, name) != getattr(new, name)]


def categories(goods: Iterable[Good]) -> list[str]:
    """List the categories in the order of their names."""
    return sorted({good.category for good in goods})


def read(files: Mapping[str, str], file: str) -> tuple[list[Good], list[Fault]]:
    """Read a file of goods: [[goods]] tables with the fields of the struct."""
    data = read_toml(files[file], file)
    if isinstance(data, list):
        return [], data
    goods: list[Good] = []
    faults: list[Fault] = []
    for place, row in enumerate(data.get("goods", ()), 1):
        found = parse(Good, row, file, str(row.get("number", f"goods[{place}]")))
        if isinstance(found, list):
            faults += found
        else:
            goods.append(found)
    return goods, faults


def write(goods: Sequence[Good]) -> dict[str, Any]:
    """Give goods as the plain data of their file."""
    return {"goods": [plain(good) for good in goods]}
