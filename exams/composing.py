"""Make one candidate's paper: draw the questions and put them in order."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from random import Random

from exams.papers import Paper
from kit.errors import Refused
from kit.points import Points
from quiz.drawing import Candidate, draw_questions, matches


@dataclass(frozen=True, slots=True)
class Place:
    """One question of a composed paper; sections count from 1."""

    section: int
    key: str
    points: Points


class Missing(Refused):
    """A fixed question of the paper is not in its bank any more."""

    def __init__(self, key: str) -> None:
        super().__init__("The question %(key)s is no longer in its bank.", key=key)
        self.key = key


def compose(paper: Paper, pool: Sequence[Candidate], random: Random, avoid: Collection[str] = ()) -> list[Place]:
    """Compose the paper from the pool; `avoid` is asked again only where nothing else is left.

    Raises Missing for a fixed question and Short for a draw that the pool cannot fill.
    """
    known = {one.key: one for one in pool}
    fixed = [key for section in paper.sections for key in section.questions]
    for key in fixed:
        if key not in known:
            raise Missing(key)
    cells = [cell for section in paper.sections for cell in section.draws]
    drawn = iter(draw_questions(pool, cells, random, [known[key] for key in fixed], avoid))
    places: list[Place] = []
    for number, section in enumerate(paper.sections, 1):
        keys = [*section.questions, *(key for _ in section.draws for key in next(drawn))]
        if paper.shuffle_questions:
            random.shuffle(keys)
        places += [Place(number, key, section.worth) for key in keys]
    return places


def may_ask(paper: Paper, pool: Sequence[Candidate]) -> set[str]:
    """Every question that some composition of the paper could ask."""
    fixed = {key for section in paper.sections for key in section.questions}
    cells = [cell for section in paper.sections for cell in section.draws]
    return fixed | {one.key for one in pool if any(matches(cell, one) for cell in cells)}
