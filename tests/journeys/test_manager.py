"""A manager's morning: a dirty staff list, invitations, an exam for a team, its results, and who is late."""

import io
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Download, FilePayload, Page, expect
from python_calamine import CalamineWorkbook

from kit.sheets.writing import Cell, write
from kit.sheets.writing import Page as Sheet
from tests.journeys.conftest import DESKTOP
from tests.journeys.house import House
from tests.journeys.keys import answer

pytestmark = pytest.mark.journey

WIDE: dict[str, Any] = {**DESKTOP, "is_mobile": False, "has_touch": False}
HEADS: list[Cell] = ["员工编号", "姓 名", "手机号码", "入职日期", "所属团队", "岗位"]
DIRTY: list[list[Cell]] = [
    ["Ｅ３００１", "顾小北 ", "１３９００００３００１", "2026/11/2", "售前组", "售前客服"],
    ["E3002", "沈之遥", "13900003002", "2026年11月2日", "售前组", "售前客服"],
    ["e3002", "罗一鸣", "13900003003", "2026-11-02", "售后组", "售后客服"],
    ["E3004", "阮青", "13900003004", "2026-11-02", "售后组", "宇航员"],
]
FIXED: list[list[Cell]] = [*DIRTY[:2], ["E3003", *DIRTY[2][1:]], [*DIRTY[3][:5], "售后客服"]]
PASSWORD = "di-yi-ci-denglu"


def workbook(rows: list[list[Cell]]) -> FilePayload:
    """A staff list as somebody in the office keeps it: with a title above the heads."""
    return FilePayload(
        name="花名册.xlsx",
        mimeType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        buffer=write([Sheet("员工", [["星桥员工花名册"], HEADS, *rows])]),
    )


def read(download: Download) -> list[list[Any]]:
    """The first sheet of a downloaded workbook."""
    book = CalamineWorkbook.from_filelike(io.BytesIO(download.path().read_bytes()))
    return book.get_sheet_by_index(0).to_python()


def test_from_a_dirty_list_to_the_result(
    context: Callable[..., BrowserContext], signed_in: Callable[..., Page], house: House
) -> None:
    office = signed_in("administrator", **WIDE)
    refused_list(office)
    enter_list(office)
    codes = invitations(office)
    assert len(codes) == len(FIXED)
    boss = signed_in("manager", **WIDE)
    sitting = assign(boss)
    candidate = context().new_page()
    come_in(candidate, codes["E3001"])
    sit(candidate)
    marks(boss)
    results(boss, sitting)
    late_ones(boss)


def refused_list(office: Page) -> None:
    """The list is read, nothing entered: each fault with its row and column, and a copy that has them marked."""
    office.goto("/imports")
    office.set_input_files("[type=file]", workbook(DIRTY))
    office.click("main form button.main")
    faults = office.locator("main .row")
    expect(faults.filter(has_text="宇航员")).to_contain_text("第 6 行")
    expect(faults.filter(has_text="宇航员")).to_contain_text("岗位")
    expect(faults.filter(has_text="E3002").first).to_contain_text("第 5 行")
    with office.expect_download() as given:
        office.click("main a[href$='corrected.xlsx']")
    text = str(read(given.value))
    assert "宇航员" in text
    assert "沈之遥" in text
    assert office.request.get("/people?q=E3001").text().count("顾小北") == 0


def enter_list(office: Page) -> None:
    """The corrected list is entered as a whole; full-width digits have become plain ones."""
    office.goto("/imports")
    office.set_input_files("[type=file]", workbook(FIXED))
    office.click("main form button.main")
    expect(office.locator("main table")).to_contain_text("E3001")
    expect(office.locator("main table")).to_contain_text("13900003001")
    office.click("main form[action$='/enter'] button")
    for row in FIXED:
        expect(office.locator("main .rows")).to_contain_text(str(row[1]).strip())


def invitations(office: Page) -> dict[str, str]:
    """The sheet of invitations for those just entered: number → code."""
    office.click("main a[href*='/invitations']")
    assert office.locator("main [name=id]:checked").count() == len(FIXED)
    office.click("main form button.main")
    cards = office.locator(".invite").all()
    return {card.locator(".num").first.inner_text(): card.locator(".code").inner_text() for card in cards}


def assign(boss: Page) -> str:
    """The monthly exam for the pre-sale group: who is meant is shown before anything is saved."""
    boss.goto("/assignments/new")
    boss.select_option("[name=paper]", label="客服月考")
    boss.select_option("[name=team]", label=next(one for one in options(boss, "team") if "售前组" in one))
    opens = boss.locator("[name=opens_at]").input_value()
    boss.fill("[name=opens_at]", opens[:11] + "00:00")
    boss.click("main form button[value=preview]")
    meant = boss.locator("main form section.card")
    expect(meant).to_contain_text("顾小北")
    expect(meant).to_contain_text("沈之遥")
    assert "阮青" not in meant.inner_text()
    other = boss.context.new_page()
    other.goto("/assignments")
    before = other.locator("tbody tr").count()
    boss.click("main form button[value=assign]")
    boss.wait_for_url(lambda url: url.rsplit("/", 1)[-1].isdigit())
    sitting = boss.url
    expect(boss.locator("tbody")).to_contain_text("顾小北")
    other.reload()
    expect(other.locator("tbody tr")).to_have_count(before + 1)
    other.close()
    return sitting


def options(page: Page, name: str) -> list[str]:
    """What a list offers."""
    return page.locator(f"[name={name}] option").all_inner_texts()


def come_in(candidate: Page, code: str) -> None:
    """Somebody of the list opens the invitation."""
    candidate.goto(f"/welcome/{code}")
    candidate.fill("[name=new]", PASSWORD)
    candidate.fill("[name=again]", PASSWORD)
    candidate.click("main form button.main")
    candidate.wait_for_url(lambda url: url.endswith("/"))


def sit(candidate: Page) -> None:
    """All right but the first two, which stay empty."""
    candidate.goto("/exams")
    candidate.locator("main .row", has_text="客服月考").get_by_role("link").last.click()
    candidate.click("main form button.main")
    candidate.wait_for_url("**/attempts/*")
    total = candidate.locator("article.question").count()
    for at in range(1, total + 1):
        if at > 2:
            answer(candidate.locator(f"#question-{at}"))
        if at < total:
            candidate.click("#next")
    expect(candidate.locator("#card .cell.answered")).to_have_count(total - 2)
    candidate.click("#hand-in")
    expect(candidate.locator("#last .cell")).to_have_text(["1", "2"])
    candidate.click("#sure")
    candidate.wait_for_url("**/result")


def marks(boss: Page) -> None:
    """The case answer is marked."""
    boss.goto("/marking")
    boss.locator("main .row", has_text="顾小北").get_by_role("link").last.click()
    for box in boss.locator("input[name*='criterion']").all():
        box.fill("1")
    boss.click("main form > .actions button.main, main form > button.main")
    expect(boss.locator(".flashes")).to_be_visible()


def results(boss: Page, sitting: str) -> None:
    """The table of results, and the same as a workbook."""
    boss.goto(sitting)
    row = boss.locator("tbody tr", has_text="顾小北")
    expect(row).to_contain_text("/ 100")
    expect(boss.locator("tbody tr", has_text="沈之遥")).to_contain_text("还没开始")
    shown = row.locator("td[data-value]").inner_text().split("/")[0].strip()
    with boss.expect_download() as given:
        boss.click("main a[href$='.xlsx']")
    heads, *rows = read(given.value)
    assert heads[:2] == ["工号", "姓名"]
    ours = next(line for line in rows if line[0] == "E3001")
    assert float(ours[heads.index("得分")]) == float(shown)


def late_ones(boss: Page) -> None:
    """Who is late on the path stands first, with the days."""
    boss.goto("/team/paths")
    expect(boss.locator("tbody tr").first).to_contain_text("晚了")
    expect(boss.locator("tbody")).to_contain_text("顾小北")
