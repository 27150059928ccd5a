"""A long path in few stages: one per week, for the line of dots on top."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from courses.paths import CheckStep, LessonStep, PathProgress, State, StepProgress, due_on

WEEK = 7


@dataclass(frozen=True, slots=True)
class Pair:
    """One line of a path: a step, and with a lesson the check that follows it."""

    step: StepProgress
    check: StepProgress | None = None

    @property
    def state(self) -> State:
        """Late when either is late, done when both are."""
        states = {one.state for one in (self.step, self.check) if one}
        return next(state for state in (State.LATE, State.OPEN, State.DONE) if state in states)

    @property
    def due(self) -> StepProgress:
        """The step whose day counts: the first that is not done."""
        open_check = self.check and self.step.state is State.DONE
        return self.check if self.check and open_check else self.step


@dataclass(frozen=True, slots=True)
class Stage:
    """A week of a path."""

    first_day: int
    last_day: int
    begins_on: date
    steps: Sequence[StepProgress]
    state: str  # done, late, now, open

    @property
    def done(self) -> int:
        """How many of its steps are done."""
        return sum(one.state is State.DONE for one in self.steps)

    @property
    def pairs(self) -> list[Pair]:
        """The steps as lines, each lesson with its check where that comes next."""
        found: list[Pair] = []
        for one in self.steps:
            before = found[-1] if found else None
            follows = before and isinstance(before.step.step, LessonStep) and before.step.step.key == one.step.key
            if before and follows and isinstance(one.step, CheckStep):
                found[-1] = Pair(before.step, one)
            else:
                found.append(Pair(one))
        return found


def stages(mine: PathProgress, today: date) -> list[Stage]:
    """Cut a path into its weeks, those without steps left out; the one that today falls into is "now"."""
    last = mine.path.steps[-1].day
    found: list[Stage] = []
    for week, group in groupby(mine.steps, key=lambda one: (one.step.day - 1) // WEEK):
        steps = tuple(group)
        first_day, last_day = week * WEEK + 1, min(week * WEEK + WEEK, last)
        begins_on = due_on(mine.started_on, first_day)
        found.append(Stage(first_day, last_day, begins_on, steps, _state(steps, begins_on, today)))
    return found


def _state(steps: Sequence[StepProgress], begins_on: date, today: date) -> str:
    states = {one.state for one in steps}
    if states == {State.DONE}:
        return "done"
    if State.LATE in states:
        return "late"
    return "now" if begins_on <= today else "open"
