"""Chance at work: the order of options, and the questions that a paper draws from its banks."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from random import Random
from typing import Annotated

from pydantic import Field

from kit.content import Id, Struct
from kit.errors import Refused
from quiz.questions import Difficulty, Order, Question, Type, Use, options_of


class Cell(Struct):
    """One draw of a paper: so many questions of this kind; what is left open does not matter, all tags count."""

    count: Annotated[int, Field(ge=1, le=500)]
    bank: Id | None = None
    type: Type | None = None
    difficulty: Difficulty | None = None
    tags: tuple[Id, ...] = ()
    use: Use | None = None
    red_line: bool | None = None

    def __str__(self) -> str:
        red_line = {None: None, True: "red line", False: "no red line"}[self.red_line]
        named = (self.bank, self.type, self.difficulty, *self.tags, self.use, red_line)
        return " · ".join(str(part) for part in named if part is not None) or "any"


@dataclass(frozen=True, slots=True)
class Candidate:
    """What a draw needs to know of a question; `key` is "<bank>/<question>"."""

    key: str
    type: Type
    difficulty: Difficulty
    use: Use
    tags: frozenset[str] = frozenset()
    family: str | None = None
    red_line: bool = False

    @property
    def bank(self) -> str:
        """The bank it comes from."""
        return self.key.rpartition("/")[0]

    @property
    def unit(self) -> tuple[str, str]:
        """What a paper holds once at most: the question's family, or the question itself."""
        return ("family", f"{self.bank}/{self.family}") if self.family else ("question", self.key)


class Short(Refused):
    """The pool has not enough questions for one cell."""

    def __init__(self, cell: Cell, wanted: int, found: int) -> None:
        super().__init__(
            "Only %(found)s of %(wanted)s questions can be drawn for: %(cell)s.",
            found=found,
            wanted=wanted,
            cell=str(cell),
        )
        self.cell, self.wanted, self.found = cell, wanted, found


def candidate(key: str, question: Question) -> Candidate:
    """Give what a draw needs to know of a question."""
    return Candidate(
        key=key,
        type=question.type,
        difficulty=question.difficulty,
        use=question.use,
        tags=frozenset(question.tags),
        family=question.family,
        red_line=question.red_line,
    )


def matches(cell: Cell, one: Candidate) -> bool:
    """Tell whether a cell may draw this question; questions for checks are never drawn unless asked for."""
    return (
        (cell.use == one.use if cell.use else one.use != "check")
        and cell.bank in (None, one.bank)
        and cell.type in (None, one.type)
        and cell.difficulty in (None, one.difficulty)
        and cell.red_line in (None, one.red_line)
        and one.tags.issuperset(cell.tags)
    )


def draw_options(question: Question, random: Random) -> Order:
    """Draw the order in which the options are shown; empty for types without options."""
    numbers = list(range(1, len(options_of(question)) + 1))
    random.shuffle(numbers)
    return tuple(numbers)


def draw_questions(
    pool: Sequence[Candidate],
    cells: Sequence[Cell],
    random: Random,
    taken: Collection[Candidate] = (),
    avoid: Collection[str] = (),
) -> list[list[str]]:
    """Draw the questions of each cell, evenly over the pool, none and no family twice.

    `taken` is in the paper already, `avoid` (keys seen lately) is drawn only where nothing else is left.
    The draw is found whenever there is one; else raises Short, naming the cell.
    """
    used = {one.unit for one in taken}
    free = [one for one in pool if one.unit not in used]
    random.shuffle(free)
    avoided = frozenset(avoid)
    return _Draw(free, cells, avoided).made()


class _Draw:
    """A matching of units to the places of the cells, made longer along augmenting paths (Kuhn 1955)."""

    def __init__(self, free: Sequence[Candidate], cells: Sequence[Cell], avoided: frozenset[str]) -> None:
        self.cells = cells
        self.fits = [[one for one in free if matches(cell, one)] for cell in cells]
        self.avoided = avoided
        self.place: dict[tuple[str, str], tuple[int, Candidate]] = {}

    def made(self) -> list[list[str]]:
        """Fill the narrowest cell first, with what was not seen lately before the rest."""
        narrow = sorted(range(len(self.cells)), key=lambda at: self._slack(at))
        missing = {at: self.cells[at].count for at in narrow}
        for lately in (False, True):
            for at in narrow:
                while missing[at] and self._fill(at, lately, set()):
                    missing[at] -= 1
        for at in narrow:
            if missing[at]:
                wanted = self.cells[at].count
                raise Short(self.cells[at], wanted, wanted - missing[at])
        drawn: list[list[str]] = [[] for _ in self.cells]
        for at, one in self.place.values():
            drawn[at].append(one.key)
        return drawn

    def _slack(self, at: int) -> int:
        return len({one.unit for one in self.fits[at]}) - self.cells[at].count

    def _fill(self, at: int, lately: bool, tried: set[tuple[str, str]]) -> bool:
        """Give the cell one unit more: a free one, else one whose cell can take another instead."""
        open_to = [one for one in self.fits[at] if lately or one.key not in self.avoided]
        for one in open_to:
            if one.unit not in self.place:
                self.place[one.unit] = (at, one)
                return True
        for one in open_to:
            if one.unit not in tried:
                tried.add(one.unit)
                holder = self.place[one.unit][0]
                if holder != at and self._fill(holder, lately, tried):
                    self.place[one.unit] = (at, one)
                    return True
        return False
