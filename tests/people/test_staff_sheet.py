"""A staff list as the office keeps it: what is taken, what is refused where."""

from collections.abc import Sequence
from datetime import date

import pytest

from kit.access import Role
from kit.errors import Refused
from kit.sheets.reading import Row, Sheet, read
from kit.sheets.tables import RowFault
from kit.sheets.writing import corrected_copy
from people.staff_cells import Post
from people.staff_sheet import Known, StaffList, read_staff

TODAY = date(2026, 11, 22)
POSITIONS = {
    "客服": Post("customer-service"),
    "售前客服": Post("customer-service", "pre-sale"),
    "店长": Post("store-manager"),
    "物流/仓储": Post("logistics"),
}
KNOWN = Known(
    positions=POSITIONS,
    tracks={"customer-service": {"售前": "pre-sale", "售后": "after-sale"}},
    names={"XQ001": "周岚", "XQ002": "陈立", "XQ003": "陈立"},
    phones={"XQ001": "13900000001"},
    mentors={"XQ002": "XQ001"},
    teams=[
        ("星桥",),
        ("星桥", "旗舰店"),
        ("星桥", "旗舰店", "售前组"),
        ("星桥", "1688店"),
        ("星桥", "1688店", "售前组"),
    ],
)
HEADS = ("工号", "姓名", "手机", "邮箱", "入职日期", "团队", "岗位", "方向", "权限", "带教人", "标签")
GOOD = {"工号": "XQ010", "姓名": "林晓雨", "手机": "13800138000"}


def staff(
    *people: dict[str, str], known: Known = KNOWN, heads: Sequence[str] = HEADS, new_teams: bool = True
) -> StaffList:
    rows = [Row(at, tuple(one.get(key, "") for key in heads)) for at, one in enumerate(people, 2)]
    return read_staff(Sheet("名单", (Row(1, tuple(heads)), *rows)), known, today=TODAY, new_teams=new_teams)


def only_fault(read: StaffList) -> RowFault:
    assert len(read.faults) == 1, [str(fault) for fault in read.faults]
    return read.faults[0]


def test_a_full_row_is_read_as_it_is_meant() -> None:
    one = GOOD | {
        "邮箱": "Lin@xq.example",
        "入职日期": "2026年11月3日",
        "团队": "星桥/旗舰店/售前组",
        "岗位": "售前客服、店长",
        "权限": "带教人，店长",
        "带教人": "周岚",
        "标签": "大促；新人",
    }
    read = staff(one)
    assert read.faults == ()
    row = read.to_enter()[0]
    assert (row.number, row.name, row.phone, row.mail) == ("XQ010", "林晓雨", "13800138000", "Lin@xq.example")
    assert (row.hired, row.team) == (date(2026, 11, 3), ("星桥", "旗舰店", "售前组"))
    assert row.posts == (Post("customer-service", "pre-sale"), Post("store-manager"))
    assert row.roles == {Role.EMPLOYEE, Role.MENTOR, Role.MANAGER}
    assert (row.mentor, row.tags) == ("XQ001", ("大促", "新人"))


def test_a_whole_dirty_file_is_read() -> None:
    text = (
        "星桥员工名单,,,,\n* 员工编号（必填）,名字：,联系电话,入职时间,部门\n"
        "ＸＱ０１０,林　晓雨,+86 138-0013-8000,46329,旗舰店>售前组\n,,,,\n"
    )
    read_back = read_staff(read(text.encode("gb18030"), "名单.csv"), KNOWN, today=TODAY)
    row = read_back.to_enter()[0]
    assert (row.row, row.number, row.name, row.phone) == (3, "XQ010", "林 晓雨", "13800138000")
    assert (row.hired, row.team) == (date(2026, 11, 3), ("星桥", "旗舰店", "售前组"))


@pytest.mark.parametrize(
    ("head", "text", "reason"),
    [
        ("姓名", "", "must not be empty"),
        ("工号", "XQ 10!", "letters, digits"),
        ("手机", "1380013800", "11 digits, this one has 10"),
        ("手机", "1.38E+10", "shortened"),
        ("手机", "没有", "not a mobile"),
        ("邮箱", "lin at xq", "mail address"),
        ("入职日期", "11/3/2026", "not a date"),
        ("入职日期", "2026-02-30", "no such day"),
        ("入职日期", "2028-01-01", "year ahead"),
        ("入职日期", "1926-01-01", "too long ago"),
        ("团队", "售前组", "Several teams"),
        ("岗位", "会计", "no position “会计”"),
        ("权限", "皇帝", "no permission role"),
        ("带教人", "王五", "Nobody"),
        ("带教人", "陈立", "XQ002、XQ003"),
        ("带教人", "XQ010", "own mentor"),
        ("工号", "xq001", "周岚"),
        ("手机", "13900000001", "周岚"),
        ("工号", "13900000001", "周岚"),
        ("标签", "长" * 41, "At most 40"),
    ],
)
def test_a_fault_is_told_by_its_cell_and_stops_the_import(head: str, text: str, reason: str) -> None:
    read = staff(GOOD | {head: text})
    fault = only_fault(read)
    assert (fault.row, fault.column, fault.value) == (2, HEADS.index(head) + 1, text)
    assert reason in str(fault)
    with pytest.raises(Refused):
        read.to_enter()


def test_a_row_without_number_and_phone_is_a_fault() -> None:
    assert "needed" in str(only_fault(staff({"姓名": "林晓雨"})))


def test_a_number_is_proposed_for_who_has_a_phone_going_on_from_the_companys_own() -> None:
    read = staff({"姓名": "甲", "手机": "13800138001"}, GOOD | {"工号": "XQ004"}, {"姓名": "乙", "手机": "13800138002"})
    assert [(row.number, row.proposed) for row in read.to_enter()] == [
        ("XQ005", True),
        ("XQ004", False),
        ("XQ006", True),
    ]


def test_numbers_are_proposed_to_a_company_without_any() -> None:
    read = staff({"姓名": "甲", "手机": "13800138001"}, known=Known(POSITIONS), heads=("姓名", "手机"))
    assert read.to_enter()[0].number == "0001"


def test_what_stands_twice_in_the_list_is_told_at_the_second_place() -> None:
    read = staff(GOOD, GOOD | {"姓名": "别人"})
    assert [(fault.row, fault.column, str(fault)) for fault in read.faults] == [
        (3, 1, "The same stands in row 2."),
        (3, 3, "The same stands in row 2."),
    ]


def test_people_who_mentor_each_other_are_told_at_each_of_them() -> None:
    read = staff(
        {"工号": "A1", "姓名": "甲", "带教人": "乙"},
        {"工号": "A2", "姓名": "乙", "带教人": "丙"},
        {"工号": "A3", "姓名": "丙", "带教人": "A1"},
        {"工号": "A4", "姓名": "丁", "带教人": "甲"},
    )
    assert [(fault.row, fault.column) for fault in read.faults] == [(2, 10), (3, 10), (4, 10)]
    assert "A1 → A2 → A3 → A1" in str(read.faults[0])


def test_a_mentor_may_stand_further_down_the_same_list() -> None:
    read = staff(GOOD | {"带教人": "新来的"}, {"工号": "XQ011", "姓名": "新来的"})
    assert read.to_enter()[0].mentor == "XQ011"


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("", ()),
        ("星桥>旗舰店", ("星桥", "旗舰店")),
        ("旗舰店-售前组", ("星桥", "旗舰店", "售前组")),
        ("１６８８店／售前组", ("星桥", "1688店", "售前组")),
    ],
)
def test_a_team_is_found_by_its_path_or_its_last_parts(text: str, path: tuple[str, ...]) -> None:
    read = staff(GOOD | {"团队": text})
    assert (read.to_enter()[0].team, read.new_teams) == (path, ())


def test_unknown_teams_are_added_where_they_belong_parents_first() -> None:
    read = staff(
        GOOD | {"团队": "旗舰店/售后组/夜班"},
        {"工号": "A2", "姓名": "乙", "团队": "设计部"},
        {"工号": "A3", "姓名": "丙", "团队": "夜班"},
    )
    assert [row.team for row in read.to_enter()] == [
        ("星桥", "旗舰店", "售后组", "夜班"),
        ("星桥", "设计部"),
        ("星桥", "旗舰店", "售后组", "夜班"),
    ]
    assert read.new_teams == (("星桥", "旗舰店", "售后组"), ("星桥", "旗舰店", "售后组", "夜班"), ("星桥", "设计部"))


def test_two_new_teams_of_a_new_company_do_not_hang_below_each_other() -> None:
    read = staff(GOOD | {"团队": "售前组"}, {"工号": "A2", "姓名": "乙", "团队": "售后组"}, known=Known(POSITIONS))
    assert read.new_teams == (("售前组",), ("售后组",))


def test_unknown_teams_are_faults_where_none_may_be_added() -> None:
    assert "no team" in str(only_fault(staff(GOOD | {"团队": "设计部"}, new_teams=False)))
    assert "no team" in str(only_fault(staff(GOOD | {"团队": "/"})))


@pytest.mark.parametrize(
    ("position", "track", "posts"),
    [
        ("客服", "售后", (Post("customer-service", "after-sale"),)),
        ("客服/店长", "售前", (Post("customer-service", "pre-sale"), Post("store-manager"))),
        ("物流/仓储", "", (Post("logistics"),)),
        ("", "售前", ()),
    ],
)
def test_position_and_track_are_read_together(position: str, track: str, posts: tuple[Post, ...]) -> None:
    assert staff(GOOD | {"岗位": position, "方向": track}).to_enter()[0].posts == posts


@pytest.mark.parametrize(("position", "track"), [("客服", "海外"), ("售前客服", "售后")])
def test_a_track_that_does_not_fit_is_a_fault(position: str, track: str) -> None:
    assert only_fault(staff(GOOD | {"岗位": position, "方向": track})).column == 8


def test_partly_means_the_good_rows_without_those_whose_mentor_stays_out() -> None:
    read = staff(
        {"工号": "A1", "姓名": "甲", "手机": "1"},
        {"工号": "A2", "姓名": "乙", "带教人": "A1"},
        {"工号": "A3", "姓名": "丙", "带教人": "A2"},
        {"工号": "A4", "姓名": "丁", "带教人": "XQ001"},
    )
    assert [row.number for row in read.to_enter(partly=True)] == ["A4"]


def test_a_list_without_names_is_refused_as_a_whole() -> None:
    with pytest.raises(Refused, match="姓名"):
        staff(GOOD, heads=("工号", "手机"))


def test_the_corrected_copy_can_be_mended_and_read_again() -> None:
    text = "工号,姓名,手机\nXQ010,林晓雨,138\n".encode()
    sheet = read(text, "名单.csv")
    found = read_staff(sheet, KNOWN, today=TODAY)
    again = read(corrected_copy(sheet, found.faults, found.header, title="问题"), "名单.xlsx")
    second = read_staff(again, KNOWN, today=TODAY)
    assert (second.faults, second.unknown_heads) == (found.faults, ("问题",))
