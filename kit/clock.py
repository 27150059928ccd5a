"""The only reader of time: aware UTC now, shiftable by a file in test mode alone."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

_offset_file: Path | None = None


def shift_by(file: Path | None) -> None:
    """Make now() add the seconds written in a file, read at each call; None switches it off."""
    global _offset_file
    _offset_file = file


def now() -> datetime:
    """The present moment, aware, in UTC."""
    moment = datetime.now(UTC)  # noqa: TID251 the one place where the clock is read
    return moment + _offset() if _offset_file else moment


def _offset() -> timedelta:
    try:
        return timedelta(seconds=float(_offset_file.read_text() or 0)) if _offset_file else timedelta()
    except (FileNotFoundError, ValueError):
        return timedelta()


def local_day(moment: datetime, zone: str) -> date:
    """The calendar day of a moment in the company's zone."""
    return moment.astimezone(ZoneInfo(zone)).date()


def day_start(day: date, zone: str) -> datetime:
    """The moment, in UTC, at which a calendar day of the company's zone begins."""
    return datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(zone)).astimezone(UTC)


def day_end(day: date, zone: str) -> datetime:
    """The moment, in UTC, at which a calendar day of the company's zone is over."""
    return day_start(day + timedelta(days=1), zone)
