"""What happens to people that other rooms want to hear of."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Joined:
    """Somebody was hired, with their first position."""

    employee_id: int
    position: str
    track: str
    on: date


@dataclass(frozen=True)
class PositionChanged:
    """Somebody took another position, or one more."""

    employee_id: int
    position: str
    track: str
    on: date


@dataclass(frozen=True)
class Left:
    """Somebody left the company: their account is closed, their records stay."""

    employee_id: int
    on: date


@dataclass(frozen=True)
class Withdrawn:
    """Somebody was entered by mistake and is about to be deleted: take away what began for them by itself."""

    employee_id: int


@dataclass(frozen=True)
class GoodsChanged:
    """The sheet of a store says something new about some of its goods, or offers them no longer."""

    store_id: int
    keys: tuple[str, ...]
