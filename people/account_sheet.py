"""Reading a list of platform accounts: who uses which sub-account of which store, from when to when."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from kit.errors import Refused
from kit.sheets.reading import Sheet
from kit.sheets.tables import Record, RowFault, read_day, table
from kit.text import fold
from people.sheet_rows import NUMBER_HEADS, Faults, Numbers, folded, needed

HEADS: Mapping[str, Sequence[str]] = {
    "platform": ("平台", "platform"),
    "store": ("店铺", "店铺名称", "网店", "store"),
    "sub_account": ("子账号", "子帐号", "旺旺", "客服账号", "客服昵称", "账号", "sub-account", "account"),
    "employee": (*NUMBER_HEADS, "员工", "姓名", "使用人"),
    "valid_from": ("启用日", "启用日期", "开始日期", "from"),
    "valid_to": ("停用日", "停用日期", "结束日期", "to"),
}


@dataclass(frozen=True, slots=True)
class AccountRow:
    """One sub-account in one person's hands (employee empty: nobody known); `valid_to` is its last day."""

    row: int
    platform: str
    store: str
    sub_account: str
    employee: str
    valid_from: date
    valid_to: date | None

    @property
    def account(self) -> tuple[str, str, str]:
        """Which account this is, folded."""
        return fold(self.platform), fold(self.store), fold(self.sub_account)

    def overlaps(self, other: "AccountRow") -> bool:
        """Tell whether both speak of the same account on a common day."""
        return (
            self.account == other.account
            and self.valid_from <= (other.valid_to or date.max)
            and other.valid_from <= (self.valid_to or date.max)
        )


@dataclass(frozen=True, slots=True)
class AccountList:
    """A list as read: all its rows, and what is wrong."""

    header: int
    rows: tuple[AccountRow, ...]
    faults: tuple[RowFault, ...]
    unknown_heads: tuple[str, ...]


def read_accounts(
    sheet: Sheet, employees: Mapping[str, str], existing: Collection[AccountRow] = (), *, today: date
) -> AccountList:
    """Read a list of accounts; `employees` are names by number, a missing first day is today.

    An account may pass from one person to the next, but is in one pair of hands a day. Raises Refused.
    """
    found = table(sheet, HEADS, [("platform",), ("store",), ("sub_account",)])
    faults, people = Faults(found), Numbers(employees)
    taken: dict[tuple[str, str, str], list[AccountRow]] = {}
    for row in existing:
        taken.setdefault(row.account, []).append(row)
    rows = []
    for record in found.records:
        row = _read_row(record, people, faults, today)
        clash = next((other for other in taken.get(row.account, ()) if row.overlaps(other)), None)
        if row.sub_account and clash:
            faults.add(record, "sub_account", _clash(clash))
        taken.setdefault(row.account, []).append(row)
        rows.append(row)
    return AccountList(found.header, tuple(rows), faults.in_order(), found.unknown)


def _read_row(record: Record, people: Numbers, faults: Faults, today: date) -> AccountRow:
    none: date | None = None
    start = faults.reading(record, "valid_from", lambda text: read_day(text) if text else today, today)
    end = faults.reading(record, "valid_to", lambda text: read_day(text) if text else none, none)
    if end and end < start:
        faults.add(record, "valid_to", Refused("The last day is before the first."))
        end = start
    return AccountRow(
        row=record.row,
        platform=faults.reading(record, "platform", lambda text: needed(folded(text), 40), ""),
        store=faults.reading(record, "store", lambda text: needed(folded(text), 100), ""),
        sub_account=faults.reading(record, "sub_account", lambda text: needed(folded(text), 100), ""),
        employee=faults.reading(record, "employee", lambda text: people.of(text) if text else "", ""),
        valid_from=start,
        valid_to=end,
    )


def _clash(other: AccountRow) -> Refused:
    if other.row:
        return Refused("Row %(row)s has the same account on some of these days.", row=other.row)
    return Refused("%(employee)s has this account on some of these days.", employee=other.employee or "—")
