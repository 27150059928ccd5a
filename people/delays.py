"""How long a sign-in has to wait after refused ones."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

WINDOW = timedelta(hours=1)
FREE = 2  # so many slips of the finger cost nothing
LONGEST = 120
LOCKED_AT = 20


@dataclass(frozen=True, slots=True)
class Wait:
    """Until when a sign-in is refused; `locked`: for everybody who tries this account, from anywhere."""

    seconds: int
    until: datetime
    locked: bool = False


def wait(here: Sequence[datetime], anywhere: Sequence[datetime], now: datetime) -> Wait | None:
    """Tell how long to wait, from the failures of one account at this address and at any; None: not at all.

    After the third failure in a row 2 seconds, then 4, 8, … up to two minutes. Twenty in an hour close the
    account until fewer than twenty are younger than an hour.
    """
    recent = sorted(at for at in anywhere if at > now - WINDOW)
    if len(recent) >= LOCKED_AT:
        return _until(recent[-LOCKED_AT] + WINDOW, now, locked=True)
    mine = sorted(at for at in here if at > now - WINDOW)
    if len(mine) <= FREE:
        return None
    until = mine[-1] + timedelta(seconds=min(2 ** (len(mine) - FREE), LONGEST))
    return _until(until, now) if until > now else None


def _until(moment: datetime, now: datetime, locked: bool = False) -> Wait:
    return Wait(ceil((moment - now).total_seconds()), moment, locked)
