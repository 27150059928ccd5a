"""For how long a bank lasts: how many papers in a row can be drawn for one person without asking anything again."""

from collections.abc import Sequence
from random import Random

from exams.papers import Paper
from kit.errors import Refused
from quiz.drawing import Candidate, Cell, draw_questions, matches

MONTHLY = "-monthly"


def is_monthly(paper: Paper) -> bool:
    """Tell whether a paper is sat once a month; its make-up is not, it is sat by those who fail."""
    return paper.id.endswith(MONTHLY)


def lasts(paper: Paper, pool: Sequence[Candidate]) -> int:
    """Give how many papers in a row can be drawn with no question, and no sibling of one, twice; 0 for none at all.

    At most pool ÷ count of the narrowest cell; fewer where cells draw from the same questions. A paper with fixed
    questions asks them each time: it lasts for one.
    """
    fixed = [key for section in paper.sections for key in section.questions]
    cells = [cell for section in paper.sections for cell in section.draws]
    known = {one.key: one for one in pool}
    if any(key not in known for key in fixed):
        return 0
    taken = [known[key] for key in fixed]
    most = min((_holds(cell, pool) // cell.count for cell in cells), default=1)
    most = min(most, 1) if fixed else most
    return next((number for number in range(most, 0, -1) if _can(pool, cells, number, taken)), 0)


def _holds(cell: Cell, pool: Sequence[Candidate]) -> int:
    return len({one.unit for one in pool if matches(cell, one)})


def _can(pool: Sequence[Candidate], cells: Sequence[Cell], times: int, taken: Sequence[Candidate]) -> bool:
    """Tell whether so many papers can be drawn at once: then they can be drawn one after the other."""
    try:
        draw_questions(
            pool, [cell.model_copy(update={"count": cell.count * times}) for cell in cells], Random(0), taken
        )
    except Refused:
        return False
    return True
