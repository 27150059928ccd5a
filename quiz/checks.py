"""What a check asks of a learner: how much of it must be right, and what a practice takes up first."""

from collections.abc import Collection, Sequence
from random import Random

from kit.points import Points

PASS_PERCENT = 80
EACH: Points = 100
"""Points of every question: one."""
SIZE = 5
"""Questions of one practice."""
PRACTISED_USES = ("check", "open")
SHORTEST_MINUTES = 1


def passes(points: Points, maximum: Points) -> bool:
    """Tell whether so many points of so many are enough."""
    return points * 100 >= maximum * PASS_PERCENT


def pass_points(maximum: Points) -> Points:
    """Give the fewest points that are enough, rounded up to the hundredth."""
    return -(-maximum * PASS_PERCENT // 100)


def minutes(questions: int) -> int:
    """Estimate how long so many questions take: a little under a minute each."""
    return max(SHORTEST_MINUTES, round(questions * 0.8))


def choose(keys: Sequence[str], wrong: Sequence[str], seen: Collection[str], random: Random) -> list[str]:
    """Choose what to practise: what last went wrong (longest ago first), then what was never seen, then the rest."""
    again = [key for key in wrong if key in keys][:SIZE]
    others = [key for key in keys if key not in again]
    random.shuffle(others)
    others.sort(key=lambda key: key in seen)
    return [*again, *others][:SIZE]
