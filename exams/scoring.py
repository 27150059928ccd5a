"""What an attempt is worth: a fold of its marks, the red lines, and whether it is passed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kit.points import Points, percent


@dataclass(frozen=True, slots=True)
class Given:
    """One mark in the order in which it was given; `by` is None for the machine."""

    points: Points
    by: int | None
    why: str = ""


@dataclass(frozen=True, slots=True)
class Counted:
    """One item with the mark that stands; `points` is None while a person has yet to mark it."""

    points: Points | None
    max_points: Points
    red_line: bool = False

    @property
    def right(self) -> bool:
        """Tell whether it earned all its points."""
        return self.points == self.max_points


@dataclass(frozen=True, slots=True)
class Score:
    """The result of an attempt; `passed` is None while something waits for a person."""

    points: Points
    max_points: Points
    pass_points: Points
    waiting: int
    red_lines_missed: int
    passed: bool | None

    @property
    def percent(self) -> int:
        """Hundredths of a per cent."""
        return percent(self.points, self.max_points)


def standing(marks: Sequence[Given]) -> Given | None:
    """Give the mark that counts: a person's newest, else the machine's newest."""
    by_people = [mark for mark in marks if mark.by is not None]
    counting = by_people or list(marks)
    return counting[-1] if counting else None


def pass_points(max_points: Points, pass_percent: int) -> Points:
    """The fewest points, in hundredths, that reach the pass mark: rounded up, so that the rule is never softened."""
    return -(-max_points * pass_percent // 100)


def score(items: Iterable[Counted], pass_percent: int, red_lines_must_pass: bool) -> Score:
    """Add up an attempt; who reaches the pass mark has passed, where asked with every red-line question right."""
    all_items = list(items)
    earned = sum(item.points or 0 for item in all_items)
    full = sum(item.max_points for item in all_items)
    waiting = sum(item.points is None for item in all_items)
    missed = sum(item.red_line and item.points is not None and not item.right for item in all_items)
    needed = pass_points(full, pass_percent)
    held = not (red_lines_must_pass and missed)
    return Score(earned, full, needed, waiting, missed, None if waiting else earned >= needed and held)
