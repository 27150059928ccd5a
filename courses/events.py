"""What happens in courses that other rooms want to hear of."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class LessonDone:
    """Somebody has finished a lesson: its check is passed and enough time was spent."""

    employee_id: int
    lesson: str


@dataclass(frozen=True)
class PathStarted:
    """Somebody begins a learning path; `steps` are the names of its steps, each with the day it is due."""

    employee_id: int
    path: str
    steps: tuple[tuple[str, date], ...]
