"""Reading a list of shifts: who is at work from when to when, also over midnight."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from kit.errors import Refused
from kit.sheets.reading import Sheet
from kit.sheets.tables import Record, RowFault, read_day, table
from people.sheet_rows import NAME_HEADS, NUMBER_HEADS, Faults, Numbers, folded

HEADS: Mapping[str, Sequence[str]] = {
    "employee": (*NUMBER_HEADS, *NAME_HEADS, "员工"),
    "day": ("日期", "班次日期", "上班日期", "date"),
    "start": ("开始", "开始时间", "上班", "上班时间", "start", "from"),
    "end": ("结束", "结束时间", "下班", "下班时间", "end", "to"),
    "shift": ("班次", "时段", "时间", "shift"),
}

_CLOCK = re.compile(r"(次日|翌日)?\s*([01]?\d|2[0-4])(?:[:.点时h](?:([0-5]\d)分?)?(?::00)?)?")
_OFF = re.compile(r"休|休息|轮休|调休|off|-|/")
_Span = tuple[datetime, datetime]
_LONGEST = timedelta(hours=16)


@dataclass(frozen=True, slots=True)
class ShiftRow:
    """One shift of one employee; aware UTC."""

    row: int
    employee: str
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class ShiftList:
    """A list as read: the rows that could be read, and what is wrong."""

    header: int
    rows: tuple[ShiftRow, ...]
    faults: tuple[RowFault, ...]
    unknown_heads: tuple[str, ...]


def read_shifts(
    sheet: Sheet,
    employees: Mapping[str, str],
    zone: tzinfo,
    named: Mapping[str, tuple[time, time]] | None = None,
    existing: Collection[ShiftRow] = (),
) -> ShiftList:
    """Read a list of shifts, whose times are in `zone`; `named` gives the times of shift names such as 早班.

    A row has a date and either start and end or a shift (name, or 09:00-18:00), or start and end with their dates;
    an end that is not after the start is on the next day. 休 is no shift. Raises Refused.
    """
    found = table(sheet, HEADS, [("employee",), ("day", "start"), ("shift", "start")])
    faults, people = Faults(found), Numbers(employees)
    taken: dict[str, list[ShiftRow]] = {}
    for known in existing:
        taken.setdefault(known.employee, []).append(known)
    rows = []
    for record in found.records:
        employee = faults.reading(record, "employee", people.of, "")
        row = _read_row(record, employee, zone, named or {}, faults)
        if row is None:
            continue
        clash = next((one for one in taken.get(employee, ()) if _overlap(one, row)), None)
        if employee and clash:
            faults.add(record, "employee", _clash(clash))
        taken.setdefault(employee, []).append(row)
        rows.append(row)
    return ShiftList(found.header, tuple(rows), faults.in_order(), found.unknown)


def _read_row(
    record: Record, employee: str, zone: tzinfo, named: Mapping[str, tuple[time, time]], faults: Faults
) -> ShiftRow | None:
    if _OFF.fullmatch(folded(record["shift"]).lower()) and not record["start"]:
        return None
    span = _span(record, named, faults)
    if span is None:
        return None
    try:
        start, end = (moment.replace(tzinfo=zone).astimezone(UTC) for moment in _checked(*span))
    except Refused as why:
        faults.add(record, "end" if record["end"] else "shift", why)
        return None
    return ShiftRow(record.row, employee, start, end)


def _span(record: Record, named: Mapping[str, tuple[time, time]], faults: Faults) -> _Span | None:
    """Read start and end as the clock on the wall shows them; None when something is wrong."""
    nothing: datetime | None = None
    no_day: date | None = None
    day = faults.reading(record, "day", lambda text: read_day(text) if text else no_day, no_day)
    if day is None and record["day"]:
        return None
    if record["start"] or not record["shift"]:
        start = faults.reading(record, "start", lambda text: _read_moment(text, day), nothing)
        begun = day or (start.date() if start else None)
        end = faults.reading(record, "end", lambda text: _read_moment(text, begun), nothing) if start else None
        return (start, end) if start and end else None
    if day is None:
        faults.add(record, "day", Refused("This is not a date. Write it like 2026-11-03."))
        return None
    none: tuple[timedelta, timedelta] | None = None
    hours = faults.reading(record, "shift", lambda text: _read_hours(folded(text), named), none)
    return (_moment(day, hours[0]), _moment(day, hours[1])) if hours else None


def _checked(start: datetime, end: datetime) -> _Span:
    """Take an end before the start of the same day as one after midnight. Raises Refused."""
    if end <= start and start.date() == end.date():
        end += timedelta(days=1)
    if end <= start:
        raise Refused("The end is not after the start.")
    if end - start > _LONGEST:
        raise Refused("A shift has at most 16 hours.")
    return start, end


def _read_hours(text: str, named: Mapping[str, tuple[time, time]]) -> tuple[timedelta, timedelta]:
    if text in named:
        first, last = named[text]
        return _since_midnight(first), _since_midnight(last)
    typed = re.sub(r"^[^\d(]*\(|\)$", "", text)
    parts = [part.strip() for part in re.split(r"[-~—–至到]+", typed) if part.strip()]
    if len(parts) != 2:
        raise Refused("This is no known shift. Write its hours like 09:00-18:00.")
    return _read_clock(parts[0]), _read_clock(parts[1])


def _read_moment(text: str, day: date | None) -> datetime:
    """Read a time of the day given, or a text with date and time."""
    even = folded(text)
    if not re.match(r"\d{4}\D", even):
        return _moment(day or read_day(""), _read_clock(even))
    date_part, _space, clock = even.replace("T", " ").partition(" ")
    return _moment(read_day(date_part), _read_clock(clock.strip() or "00:00"))


def _read_clock(text: str) -> timedelta:
    found = _CLOCK.fullmatch(text)
    if not found or (int(found[2]) == 24 and int(found[3] or 0)):
        raise Refused("This is not a time. Write it like 09:00.")
    return timedelta(days=1 if found[1] else 0, hours=int(found[2]), minutes=int(found[3] or 0))


def _since_midnight(clock: time) -> timedelta:
    return timedelta(hours=clock.hour, minutes=clock.minute)


def _moment(day: date, clock: timedelta) -> datetime:
    return datetime.combine(day, time()) + clock


def _overlap(one: ShiftRow, other: ShiftRow) -> bool:
    return one.starts_at < other.ends_at and other.starts_at < one.ends_at


def _clash(other: ShiftRow) -> Refused:
    if other.row:
        return Refused("Row %(row)s has this person at work at the same time.", row=other.row)
    return Refused("This person has another shift at that time.")
