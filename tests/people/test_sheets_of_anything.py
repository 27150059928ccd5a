"""Whatever stands in the cells: a row or a fault, never a crash, and a copy that can be written."""

from datetime import date
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from kit.sheets.reading import Row, Sheet
from kit.sheets.writing import corrected_copy
from people import account_sheet, shift_sheet, staff_sheet
from people.staff_cells import Post

TODAY = date(2026, 11, 22)
PEOPLE = {"X1": "林晓雨", "X2": "周岚"}
CELL = st.one_of(
    st.text(max_size=12),
    st.text("0123456789-/:.+年月日 ()~", max_size=20),
    st.sampled_from(
        ["", "X1", "林晓雨", "13800138000", "2026-11-03", "9:00", "24:00", "9999-12-31", "1/2/3", "客服", "早班"]
    ),
)
KNOWN = staff_sheet.Known({"客服": Post("customer-service")}, names=PEOPLE, teams=[("星桥",), ("星桥", "旗舰店")])


def sheet(heads: list[str], rows: list[list[str]]) -> Sheet:
    return Sheet("a", tuple(Row(at, tuple(row)) for at, row in enumerate([heads, *rows], 1) if any(row)))


@settings(max_examples=120, deadline=None)
@given(st.lists(st.lists(CELL, min_size=11, max_size=11), max_size=4))
def test_a_staff_list_of_anything_is_read(rows: list[list[str]]) -> None:
    given_rows = sheet([names[0] for names in staff_sheet.HEADS.values()], rows)
    found = staff_sheet.read_staff(given_rows, KNOWN, today=TODAY)
    assert all(row.number and row.name for row in found.to_enter(partly=True))
    assert corrected_copy(given_rows, found.faults, found.header)


@settings(max_examples=120, deadline=None)
@given(st.lists(st.lists(CELL, min_size=6, max_size=6), max_size=4))
def test_lists_of_accounts_and_shifts_of_anything_are_read(rows: list[list[str]]) -> None:
    accounts = sheet([names[0] for names in account_sheet.HEADS.values()], rows)
    account_sheet.read_accounts(accounts, PEOPLE, today=TODAY)
    shifts = sheet([names[0] for names in shift_sheet.HEADS.values()], rows)
    found = shift_sheet.read_shifts(shifts, PEOPLE, ZoneInfo("Asia/Shanghai"))
    assert all(row.starts_at < row.ends_at for row in found.rows)
