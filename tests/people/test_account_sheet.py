"""Lists of platform accounts: one pair of hands a day."""

from datetime import date

import pytest

from kit.errors import Refused
from kit.sheets.reading import read
from people.account_sheet import AccountList, AccountRow, read_accounts

TODAY = date(2026, 11, 22)
HEADS = "平台,店铺,子账号,工号,启用日,停用日\n"


def accounts(text: str, existing: tuple[AccountRow, ...] = ()) -> AccountList:
    people = {"X1": "林晓雨", "X2": "周岚"}
    return read_accounts(read((HEADS + text).encode(), "a.csv"), people, existing, today=TODAY)


def test_an_account_is_read_with_its_days() -> None:
    assert accounts("淘系,星桥旗舰店,星桥旗舰店：小雨,X1,2026/11/1,2026-11-30\n").rows == (
        AccountRow(2, "淘系", "星桥旗舰店", "星桥旗舰店:小雨", "X1", date(2026, 11, 1), date(2026, 11, 30)),
    )


def test_a_person_may_be_named_or_nobody_and_the_first_day_is_today() -> None:
    rows = accounts("淘系,旗舰店,小雨,林晓雨,,\n淘系,旗舰店,小岚,,,\n").rows
    assert [(row.employee, row.valid_from, row.valid_to) for row in rows] == [("X1", TODAY, None), ("", TODAY, None)]


@pytest.mark.parametrize(
    ("line", "column", "reason"),
    [
        (",旗舰店,小雨,X1,,", 1, "empty"),
        ("淘系,旗舰店,,X1,,", 3, "empty"),
        ("淘系,旗舰店,小雨,X9,,", 4, "Nobody"),
        ("淘系,旗舰店,小雨,X1,soon,", 5, "not a date"),
        ("淘系,旗舰店,小雨,X1,2026-11-03,2026-11-01", 6, "before"),
    ],
)
def test_a_fault_is_told_by_its_cell(line: str, column: int, reason: str) -> None:
    (fault,) = accounts(line + "\n").faults
    assert (fault.row, fault.column) == (2, column)
    assert reason in str(fault)


def test_an_account_may_be_passed_on_but_not_shared() -> None:
    passed = "淘系,旗舰店,小雨,X1,2026-11-01,2026-11-10\n淘系,旗舰店,小雨,X2,2026-11-11,\n"
    assert accounts(passed).faults == ()
    (fault,) = accounts(passed + "淘系,旗舰店,小 雨,X1,2026-12-01,\n淘系,旗舰店,小雨,X1,2026-12-01,\n").faults
    assert (fault.row, str(fault)) == (5, "Row 3 has the same account on some of these days.")


def test_an_account_that_somebody_has_already_is_a_fault() -> None:
    has = AccountRow(0, "淘系", "旗舰店", "小雨", "X2", date(2026, 1, 1), None)
    (fault,) = accounts("淘系,旗舰店,小雨,X1,,\n", (has,)).faults
    assert str(fault) == "X2 has this account on some of these days."


def test_a_list_without_the_account_column_is_refused() -> None:
    with pytest.raises(Refused, match="子账号"):
        read_accounts(read("平台,店铺\n淘系,旗舰店\n".encode(), "a.csv"), {}, today=TODAY)
