"""What differs between two versions of a lesson, readable: field by field, the text line by line and word by word."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from courses.lessons import Lesson

# lines that have at least so much in common are shown as one changed line
ALIKE = 0.5
_WORDS = re.compile(r"[A-Za-z0-9]+|\s+|.")

Kind = Literal["same", "added", "removed"]


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text that stayed, came or went."""

    kind: Kind
    text: str


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the comparison; `skipped` lines without a change stand for it."""

    pieces: tuple[Piece, ...]
    skipped: int = 0

    @property
    def changed(self) -> bool:
        """True when something in the line came or went."""
        return any(piece.kind != "same" for piece in self.pieces)


@dataclass(frozen=True, slots=True)
class Difference:
    """What changed in one field."""

    field: str
    lines: tuple[Line, ...]


def compare(old: Lesson, new: Lesson) -> list[Difference]:
    """List the fields that differ, in the order of the form; nothing when all is the same."""
    before, after = _fields(old), _fields(new)
    return [
        Difference(name, tuple(_fold(list(_lines(before[name].split("\n"), after[name].split("\n"))))))
        for name in before
        if before[name] != after[name]
    ]


def _fields(lesson: Lesson) -> dict[str, str]:
    return {
        "title_zh": lesson.title.zh,
        "title_en": lesson.title.en,
        "summary_zh": lesson.summary.zh,
        "summary_en": lesson.summary.en,
        "minutes": str(lesson.minutes),
        "facts": ", ".join(lesson.facts),
        "platform": lesson.platform,
        "number": str(lesson.number),
        "body": lesson.body,
    }


def _lines(old: Sequence[str], new: Sequence[str]) -> Iterator[Line]:
    for deed, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if deed == "equal":
            yield from (Line((Piece("same", text),)) for text in old[a:b])
            continue
        gone, come = old[a:b], new[c:d]
        pairs = min(len(gone), len(come))
        for before, after in zip(gone, come, strict=False):
            yield from _pair(before, after)
        yield from (Line((Piece("removed", text),)) for text in gone[pairs:])
        yield from (Line((Piece("added", text),)) for text in come[pairs:])


def _pair(before: str, after: str) -> Iterator[Line]:
    """Show a changed line as one when most of it stayed, else as one gone and one come."""
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    if matcher.ratio() < ALIKE:
        yield Line((Piece("removed", before),))
        yield Line((Piece("added", after),))
        return
    pieces: list[Piece] = []
    for deed, a, b, c, d in matcher.get_opcodes():
        if deed == "equal":
            pieces.append(Piece("same", "".join(old[a:b])))
            continue
        pieces += [Piece("removed", "".join(old[a:b])), Piece("added", "".join(new[c:d]))]
    yield Line(tuple(piece for piece in pieces if piece.text))


def _fold(lines: list[Line], around: int = 1) -> Iterator[Line]:
    """Leave out long runs without a change, but for the lines next to one."""
    near = {place for at, line in enumerate(lines) if line.changed for place in range(at - around, at + around + 1)}
    skipped = 0
    for at, line in enumerate(lines):
        if at not in near:
            skipped += 1
            continue
        if skipped:
            yield Line((), skipped)
            skipped = 0
        yield line
    if skipped:
        yield Line((), skipped)
