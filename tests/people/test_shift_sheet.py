"""Lists of shifts: by hours, by name, over midnight."""

from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

import pytest

from kit.sheets.reading import read
from people.shift_sheet import ShiftList, ShiftRow, read_shifts

SHANGHAI = ZoneInfo("Asia/Shanghai")
NAMED = {"早班": (time(9), time(17, 30)), "晚班": (time(16), time(0))}


def shifts(text: str, existing: tuple[ShiftRow, ...] = ()) -> ShiftList:
    return read_shifts(read(text.encode(), "a.csv"), {"X1": "林晓雨"}, SHANGHAI, NAMED, existing)


def hours(text: str) -> list[str]:
    found = shifts(text)
    assert [str(fault) for fault in found.faults] == []
    shown = "%m-%d %H:%M"
    return [
        f"{row.starts_at.astimezone(SHANGHAI):{shown}} {row.ends_at.astimezone(SHANGHAI):{shown}}" for row in found.rows
    ]


def test_a_shift_is_kept_in_utc() -> None:
    assert shifts("工号,日期,班次\nX1,2026-11-03,早班\n").rows == (
        ShiftRow(2, "X1", datetime(2026, 11, 3, 1, tzinfo=UTC), datetime(2026, 11, 3, 9, 30, tzinfo=UTC)),
    )


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("早班,,", "11-03 09:00 11-03 17:30"),
        ("晚班,,", "11-03 16:00 11-04 00:00"),
        ("09:00-18:00,,", "11-03 09:00 11-03 18:00"),
        ("９：００～１８：００,,", "11-03 09:00 11-03 18:00"),
        ("中班(12点至21点30分),,", "11-03 12:00 11-03 21:30"),
        ("18:00-次日2:00,,", "11-03 18:00 11-04 02:00"),
        (",16:00,24:00", "11-03 16:00 11-04 00:00"),
        (",22:00,06:00", "11-03 22:00 11-04 06:00"),
        (",9,18:00:00", "11-03 09:00 11-03 18:00"),
        (",2026-11-03 22:00,2026-11-04 06:00", "11-03 22:00 11-04 06:00"),
    ],
)
def test_hours_are_read_as_people_write_them(line: str, expected: str) -> None:
    assert hours(f"姓名,日期,班次,开始,结束\n林晓雨,2026-11-03,{line}\n") == [expected]


def test_start_and_end_may_carry_the_date_themselves() -> None:
    assert hours("工号,开始时间,结束时间\nX1,2026-11-03 16:00,2026-11-03 23:30\n") == ["11-03 16:00 11-03 23:30"]
    assert hours("工号,开始时间,结束时间\nX1,2026-11-03 16:00,00:30\n") == ["11-03 16:00 11-04 00:30"]


def test_a_day_off_is_no_shift() -> None:
    assert hours("工号,日期,班次\nX1,2026-11-03,休\nX1,2026-11-04,早班\n") == ["11-04 09:00 11-04 17:30"]


@pytest.mark.parametrize(
    ("line", "column", "reason"),
    [
        ("X9,2026-11-03,早班,,", 1, "Nobody"),
        ("X1,11月3日,早班,,", 2, "not a date"),
        ("X1,,早班,,", 2, "not a date"),
        ("X1,2026-11-03,夜班,,", 3, "no known shift"),
        ("X1,2026-11-03,,25:00,26:00", 4, "not a time"),
        ("X1,2026-11-03,,9:00,", 5, "not a time"),
        ("X1,2026-11-03,,9:00,6:00", 5, "16 hours"),
        ("X1,,,2026-11-03 09:00,2026-11-01 18:00", 5, "not after"),
    ],
)
def test_a_fault_is_told_by_its_cell(line: str, column: int, reason: str) -> None:
    (fault,) = shifts(f"工号,日期,班次,开始,结束\n{line}\n").faults
    assert (fault.row, fault.column) == (2, column)
    assert reason in str(fault)


def test_nobody_works_twice_at_the_same_time() -> None:
    text = "工号,日期,班次\nX1,2026-11-03,早班\nX1,2026-11-03,晚班\n"
    assert [str(fault) for fault in shifts(text).faults] == ["Row 2 has this person at work at the same time."]
    has = ShiftRow(0, "X1", datetime(2026, 11, 3, 0, tzinfo=UTC), datetime(2026, 11, 3, 2, tzinfo=UTC))
    assert [fault.row for fault in shifts("工号,日期,班次\nX1,2026-11-03,早班\n", (has,)).faults] == [2]
