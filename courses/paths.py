"""What a learning path is, and how far somebody has come on it: a fold over what they have passed."""

import re
from collections.abc import Collection, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from pathlib import PurePosixPath
from typing import Annotated, Any, ClassVar, Self, TypeAlias

from pydantic import Discriminator, Field, StringConstraints, Tag, model_validator

from kit.content import Id, Struct, Text, parse, plain, read_toml, write_toml
from kit.errors import Fault
from kit.rooms import Source

FOLDER = "paths"

Name = Annotated[str, StringConstraints(pattern=r"^[a-z]+:[a-z0-9-]+(/[a-z0-9-]+)?$", max_length=200)]
Day = Annotated[int, Field(ge=1, le=400)]


class _Step(Struct):
    prefix: ClassVar[str]

    name: Name
    day: Day

    @property
    def key(self) -> str:
        """What the step is about, without the word before the colon."""
        return self.name.partition(":")[2]

    def subject(self, path: str) -> str:
        """The subject under which the step is known to be done."""
        return self.name


class LessonStep(_Step):
    """A lesson to be read and its check passed."""

    prefix = "lesson"


class CheckStep(_Step):
    """A lesson's check to be passed."""

    prefix = "check"


class ExamStep(_Step):
    """A paper to be passed."""

    prefix = "exam"


class MentorStep(_Step):
    """Something at work that the mentor confirms."""

    prefix = "mentor"

    title: Text
    detail: Text

    def subject(self, path: str) -> str:
        """The subject under which the mentor's confirmation is entered."""
        return f"mentor:{path}/{self.key}"


def _prefix(step: Any) -> str:
    name = step.get("name", "") if isinstance(step, Mapping) else getattr(step, "name", "")
    return str(name).partition(":")[0]


Step: TypeAlias = LessonStep | CheckStep | ExamStep | MentorStep
_AnyStep = Annotated[
    Annotated[LessonStep, Tag("lesson")]
    | Annotated[CheckStep, Tag("check")]
    | Annotated[ExamStep, Tag("exam")]
    | Annotated[MentorStep, Tag("mentor")],
    Discriminator(
        _prefix,
        custom_error_type="step",
        custom_error_message="needs a name that begins with lesson:, check:, exam: or mentor:",
    ),
]


class PathCertificate(Struct):
    """What finishing a path is attested by."""

    title: Text
    valid_days: Annotated[int, Field(ge=1)] | None = None


class LearningPath(Struct):
    """What a position must finish, in order, each step by its day."""

    id: Id
    title: Text
    summary: Text
    position: Id
    tracks: tuple[Id, ...] = ()
    certificate: PathCertificate | None = None
    steps: Annotated[tuple[_AnyStep, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        names = [step.name for step in self.steps]
        if len(set(names)) < len(names):
            raise ValueError("names a step twice")
        days = [step.day for step in self.steps]
        if days != sorted(days):
            raise ValueError("has its steps not in the order of their days")
        return self

    def suits(self, position: str, track: str) -> bool:
        """Tell whether the path is for this job; no tracks means all of the position."""
        return self.position == position and (not self.tracks or track in self.tracks)


def read_paths(files: Mapping[str, str]) -> tuple[list[Source], list[Fault]]:
    """Read every file of the folder of paths: the key is the file's name."""
    sources: list[Source] = []
    faults: list[Fault] = []
    for file in sorted(files):
        place = PurePosixPath(file)
        if place.parts[:-1] != (FOLDER,) or place.suffix != ".toml":
            continue
        data = read_toml(files[file], file)
        path = data if isinstance(data, list) else parse(LearningPath, data, file, place.stem)
        if isinstance(path, list):
            faults += [Fault(one.file, one.id, _without_tag(one.field), one.reason) for one in path]
        elif path.id != place.stem:
            faults.append(Fault(file, path.id, "id", f"is not what its file is called: {place.stem}"))
        else:
            sources.append(Source(path.id, path, file))
    return sources, faults


def _without_tag(field: str) -> str:
    return re.sub(r"^(steps\[\d+\])\.(?:lesson|check|exam|mentor)\b", r"\1", field)


def write_paths(paths: Sequence[tuple[str, LearningPath]]) -> dict[str, str]:
    """Write each path to its file."""
    return {f"{FOLDER}/{key}.toml": write_toml(plain(path)) for key, path in paths}


class State(StrEnum):
    """Where one step stands."""

    DONE = "done"
    LATE = "late"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class StepProgress:
    """One step for one person."""

    step: Step
    subject: str
    due_on: date
    state: State
    days_late: int


@dataclass(frozen=True, slots=True)
class PathProgress:
    """How far one person has come on one path."""

    path: LearningPath
    started_on: date
    steps: tuple[StepProgress, ...]

    @property
    def done(self) -> int:
        """How many steps are done."""
        return sum(one.state is State.DONE for one in self.steps)

    @property
    def finished(self) -> bool:
        """True when no step is left."""
        return self.done == len(self.steps)

    @property
    def next(self) -> StepProgress | None:
        """The first step that is not done."""
        return next((one for one in self.steps if one.state is not State.DONE), None)

    @property
    def late(self) -> tuple[StepProgress, ...]:
        """The steps that are late, the oldest first."""
        return tuple(one for one in self.steps if one.state is State.LATE)

    @property
    def days_late(self) -> int:
        """By how many days the oldest late step is late."""
        return max((one.days_late for one in self.steps), default=0)

    @property
    def ends_on(self) -> date:
        """The day by which everything is to be done."""
        return self.steps[-1].due_on


def due_on(started_on: date, day: int) -> date:
    """The calendar day of a path's day; its first is the day of starting itself."""
    return started_on + timedelta(days=day - 1)


@dataclass(frozen=True, slots=True)
class Outline:
    """A path reduced to what a long table needs, so that thousands of people are told in an instant."""

    subjects: frozenset[str]
    days: tuple[tuple[str, int], ...]

    @classmethod
    def of(cls, path: LearningPath) -> Self:
        """Reduce a path."""
        days = tuple((step.subject(path.id), step.day) for step in path.steps)
        return cls(frozenset(subject for subject, _ in days), days)

    def done(self, subjects: Set[str]) -> int:
        """How many steps are done."""
        return len(self.subjects & subjects)

    def days_late(self, started_on: date, subjects: Set[str], today: date) -> int:
        """By how many days the oldest open step is late: the first one, since steps stand in the order of days."""
        first_open = next((day for subject, day in self.days if subject not in subjects), None)
        return 0 if first_open is None else max((today - due_on(started_on, first_open)).days, 0)


def progress(path: LearningPath, started_on: date, done: Collection[str], today: date) -> PathProgress:
    """Tell step by step what is done, open or late; `done` holds the subjects that were passed."""
    return PathProgress(path, started_on, tuple(_stand(path.id, step, started_on, done, today) for step in path.steps))


def _stand(path: str, step: Step, started_on: date, done: Collection[str], today: date) -> StepProgress:
    subject, due = step.subject(path), due_on(started_on, step.day)
    if subject in done:
        return StepProgress(step, subject, due, State.DONE, 0)
    late = max((today - due).days, 0)
    return StepProgress(step, subject, due, State.LATE if late else State.OPEN, late)
