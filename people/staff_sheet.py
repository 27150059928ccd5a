"""Reading a staff list: rows as people keep them into employees to enter, and what is wrong at which cell."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from kit.access import Role
from kit.errors import Refused
from kit.sheets.reading import Sheet
from kit.sheets.tables import Record, RowFault, table
from kit.text import fold
from people.sheet_rows import NAME_HEADS, NUMBER_HEADS, Faults, Numbers, folded, needed, read_number
from people.staff_cells import Post, read_hired, read_mail, read_phone, read_posts, read_roles, read_tags, with_track
from people.team_paths import TeamPaths

HEADS: Mapping[str, Sequence[str]] = {
    "number": NUMBER_HEADS,
    "name": NAME_HEADS,
    "phone": ("手机", "手机号", "手机号码", "联系电话", "电话", "phone", "mobile"),
    "mail": ("邮箱", "电子邮箱", "邮件", "mail", "email"),
    "hired": ("入职日期", "入职时间", "入职", "到岗日期", "hire date", "hired"),
    "team": ("团队", "所属团队", "部门", "所属部门", "所在部门", "店铺", "所属店铺", "小组", "组别", "team"),
    "position": ("岗位", "职位", "职务", "position"),
    "track": ("方向", "岗位方向", "track"),
    "roles": ("权限", "权限角色", "角色", "role", "roles"),
    "mentor": ("带教人", "带教", "师傅", "导师", "mentor"),
    "tags": ("标签", "tags"),
}


@dataclass(frozen=True, slots=True)
class Known:
    """What the company has already, and which positions may be named how.

    `names`, `phones` and `mentors` go by employee number; `positions` by any name (客服, 售前客服, store-manager);
    `tracks` lists the tracks of each position by any name.
    """

    positions: Mapping[str, Post]
    tracks: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    phones: Mapping[str, str] = field(default_factory=dict)
    mentors: Mapping[str, str] = field(default_factory=dict)
    teams: Collection[tuple[str, ...]] = ()


@dataclass(frozen=True, slots=True)
class StaffRow:
    """One employee as the list says; what it does not say is empty. `proposed`: the number is ours."""

    row: int
    number: str
    name: str
    proposed: bool = False
    phone: str = ""
    mail: str = ""
    hired: date | None = None
    team: tuple[str, ...] = ()
    posts: tuple[Post, ...] = ()
    roles: frozenset[Role] = frozenset({Role.EMPLOYEE})
    mentor: str = ""
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StaffList:
    """A list as read: all its rows, what is wrong, which teams would be new, which heads were not understood."""

    header: int
    rows: tuple[StaffRow, ...]
    faults: tuple[RowFault, ...]
    new_teams: tuple[tuple[str, ...], ...]
    unknown_heads: tuple[str, ...]

    def to_enter(self, *, partly: bool = False) -> tuple[StaffRow, ...]:
        """Give the rows to enter: all, or with `partly` those without a fault whose mentors are not left out.

        Raises Refused when something is wrong and `partly` is not chosen.
        """
        if self.faults and not partly:
            raise Refused("%(count)s cells need correcting; nothing was imported.", count=len(self.faults))
        out = {fault.row for fault in self.faults}
        while True:
            gone = {row.number for row in self.rows if row.row in out}
            more = {row.row for row in self.rows if row.mentor in gone and row.mentor} - out
            if not more:
                return tuple(row for row in self.rows if row.row not in out)
            out |= more


def read_staff(sheet: Sheet, known: Known, *, today: date, new_teams: bool = True) -> StaffList:
    """Read a staff list. Raises Refused when it has no heads for the name and for number or phone."""
    found = table(sheet, HEADS, [("name",), ("number", "phone")])
    faults = Faults(found)
    paths = TeamPaths(known.teams, new_teams)
    rows = [_read_row(record, known, paths, faults, today) for record in found.records]
    rows = _numbered(rows, known.names)
    by_row = {record.row: record for record in found.records}
    _check_doubled(rows, by_row, known, faults)
    rows = _with_mentors(rows, by_row, known, faults)
    _check_circles(rows, by_row, known.mentors, faults)
    return StaffList(found.header, tuple(rows), faults.in_order(), paths.new, found.unknown)


def _read_row(record: Record, known: Known, paths: TeamPaths, faults: Faults, today: date) -> StaffRow:
    phone = faults.reading(record, "phone", read_phone, "")
    number = faults.reading(record, "number", lambda text: read_number(text) if text else "", "")
    if not record["number"] and not record["phone"]:
        faults.add(record, "number", Refused("An employee number or a phone number is needed."))
    return StaffRow(
        row=record.row,
        number=number,
        proposed=not record["number"] and bool(phone),
        name=faults.reading(record, "name", lambda text: needed(folded(text), 100), ""),
        phone=phone,
        mail=faults.reading(record, "mail", read_mail, ""),
        hired=faults.reading(record, "hired", lambda text: read_hired(text, today), None),
        team=faults.reading(record, "team", paths.read, ()),
        posts=_read_posts(record, known, faults),
        roles=faults.reading(record, "roles", read_roles, frozenset({Role.EMPLOYEE})),
        tags=faults.reading(record, "tags", read_tags, ()),
    )


def _read_posts(record: Record, known: Known, faults: Faults) -> tuple[Post, ...]:
    """Read one or several positions; a track column completes those that have none by themselves."""
    by_name = {fold(name): post for name, post in known.positions.items()}
    none: tuple[Post, ...] = ()
    posts = faults.reading(record, "position", lambda text: read_posts(text, by_name), none)
    if not record["track"] or not posts:
        return posts
    return faults.reading(record, "track", lambda text: with_track(text, posts, known.tracks), posts)


def _numbered(rows: Iterable[StaffRow], names: Mapping[str, str]) -> list[StaffRow]:
    """Propose numbers that go on from the company's own; never from the phone, since numbers stay for ever."""
    rows = list(rows)
    taken = {fold(number) for number in [*names, *(row.number for row in rows)]}
    prefix, width, last = _series([*names, *(row.number for row in rows if row.number)])
    numbered = []
    for row in rows:
        if row.proposed:
            last += 1
            while fold(f"{prefix}{last:0{width}}") in taken:
                last += 1
            row = replace(row, number=f"{prefix}{last:0{width}}")
        numbered.append(row)
    return numbered


def _series(numbers: Iterable[str]) -> tuple[str, int, int]:
    """The commonest form of the numbers there are, and its highest."""
    groups: dict[tuple[str, int], list[int]] = {}
    for number in numbers:
        if found := re.fullmatch(r"(.*?)(\d{1,9})", number):
            groups.setdefault((found[1], len(found[2])), []).append(int(found[2]))
    if not groups:
        return "", 4, 0
    (prefix, width), used = max(groups.items(), key=lambda group: (len(group[1]), group[0]))
    return prefix, width, max(used)


def _check_doubled(rows: Iterable[StaffRow], records: Mapping[int, Record], known: Known, faults: Faults) -> None:
    """Both numbers sign a person in, so neither may stand for two people, not even one as the other."""
    owners = {fold(number): f"{name} ({number})" for number, name in known.names.items()}
    phones = {phone: f"{known.names.get(number, '')} ({number})" for number, phone in known.phones.items()}
    first: dict[str, int] = {}
    for row in rows:
        for key, value in (("number", fold(row.number)), ("phone", row.phone)):
            if not value:
                continue
            holder = owners.get(value) or phones.get(value)
            if holder:
                faults.add(records[row.row], key, Refused("This belongs to %(name)s already.", name=holder))
            elif first.get(value, row.row) != row.row:
                why = Refused("The same stands in row %(row)s.", row=first[value])
                faults.add(records[row.row], key, why)
            first.setdefault(value, row.row)


def _with_mentors(
    rows: Sequence[StaffRow], records: Mapping[int, Record], known: Known, faults: Faults
) -> list[StaffRow]:
    people = Numbers({**known.names, **{row.number: row.name for row in rows if row.number}})
    done = []
    for row in rows:
        mentor = faults.reading(records[row.row], "mentor", lambda text: people.of(text) if text else "", "")
        if mentor and mentor == row.number:
            faults.add(records[row.row], "mentor", Refused("Nobody can be their own mentor."))
            mentor = ""
        done.append(replace(row, mentor=mentor))
    return done


def _check_circles(
    rows: Iterable[StaffRow], records: Mapping[int, Record], mentors: Mapping[str, str], faults: Faults
) -> None:
    rows = list(rows)
    above = {**mentors, **{row.number: row.mentor for row in rows if row.number}}
    for row in rows:
        chain = [row.number]
        while (up := above.get(chain[-1], "")) and up not in chain:
            chain.append(up)
        if up and up == row.number:
            shown = " → ".join([*chain, up])
            faults.add(records[row.row], "mentor", Refused("These mentor each other: %(chain)s.", chain=shown))
