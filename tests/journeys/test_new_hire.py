"""A new agent's first week on the phone: from the invitation to the certificate that anybody can check."""

import re
import tomllib
from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.journeys.conftest import DESKTOP
from tests.journeys.house import ROOT, House
from tests.journeys.keys import answer

pytestmark = pytest.mark.journey

PASSWORD = "xinren-diyi-tian"
NUMBER, NAME = "E2001", "秦小满"
PATH = tomllib.loads((ROOT / "courses/content/paths/customer-service.toml").read_text(encoding="utf-8"))
LESSONS = [step["name"].removeprefix("lesson:") for step in PATH["steps"] if step["name"].startswith("lesson:")]


def test_from_the_invitation_to_the_certificate(
    context: Callable[..., BrowserContext], signed_in: Callable[..., Page], house: House
) -> None:
    office = signed_in("administrator", **{**DESKTOP, "is_mobile": False})
    code = invite(office)
    phone = context().new_page()
    arrive(phone, code)
    read_with_the_page_open(phone, house, LESSONS[0])
    take_check(phone, LESSONS[0], explained=True)
    expect(phone.locator("main")).to_contain_text("通过")
    for lesson in LESSONS[1:]:
        read_by_the_button(phone, house, lesson)
        take_check(phone, lesson)
    expect_lessons_done(phone)
    house.move_clock(timedelta(days=6))
    result = sit(phone)
    expect(phone.locator("main")).to_contain_text("等待批阅")
    boss = signed_in("manager", **{**DESKTOP, "is_mobile": False})
    examiner = mark(boss)
    expect_result(phone, result)
    certificate_of(phone, context)
    expect_record(phone, examiner)
    expect_record_seen_by(boss, examiner)


def invite(office: Page) -> str:
    """The office enters a new agent and prints the invitation; gives its code."""
    office.goto("/people/new")
    office.fill("[name=name]", NAME)
    office.fill("[name=number]", NUMBER)
    office.fill("[name=phone]", "13800138001")
    office.select_option("[name=team_id]", label=next(one for one in options(office, "team_id") if "售前组" in one))
    office.get_by_label("客服（售前）", exact=True).check()
    office.fill("[name=mentor]", "E1008")
    office.click("main form button.main")
    office.goto("/invitations")
    for box in office.locator("main [name=id]").all():
        box.set_checked(NUMBER in box.locator("xpath=ancestor::label").inner_text())
    office.click("main form button.main")
    expect(office.locator(".invite")).to_have_count(1)
    expect(office.locator(".invite")).to_contain_text(NAME)
    expect(office.locator(".invite svg")).to_be_visible()
    return office.locator(".invite .code").inner_text()


def options(page: Page, name: str) -> list[str]:
    """What a list offers."""
    return page.locator(f"[name={name}] option").all_inner_texts()


def arrive(phone: Page, code: str) -> None:
    """The new hire opens the address of the invitation and chooses a password."""
    phone.goto(f"/welcome/{code}")
    expect(phone.locator("h1")).to_contain_text(NAME)
    phone.fill("[name=new]", "123")
    phone.fill("[name=again]", "123")
    phone.click("main form button.main")
    expect(phone.locator("[aria-invalid]").first).to_be_visible()
    phone.fill("[name=new]", PASSWORD)
    phone.fill("[name=again]", PASSWORD)
    phone.click("main form button.main")
    phone.wait_for_url(lambda url: url.endswith("/"))
    expect(phone.locator("h1")).to_contain_text(NAME)
    expect(phone.locator("main")).to_contain_text("转正还差")
    assert phone.locator(".tabs a:visible").count() == 4


def read_with_the_page_open(phone: Page, house: House, lesson: str) -> None:
    """Read with the page in front: it reports once a minute, and when one looks away."""
    phone.goto(f"/courses/{lesson}")
    expect(phone.locator("#done")).to_contain_text("分钟")
    for _ in range(4):
        house.move_clock(timedelta(seconds=70))
        with phone.expect_response("**/ping") as answered:
            phone.evaluate(
                "document.querySelector('[data-reading]') && fetch(document.querySelector('[data-reading]')"
                ".dataset.reading, {method: 'POST', headers: {'Content-Type': 'application/json', 'X-CSRFToken':"
                " document.querySelector('[data-reading] [name=csrf_token]').value}, body: JSON.stringify({opened:"
                " document.querySelector('[data-reading] [name=opened]').value})})"
            )
        assert answered.value.ok
    phone.reload()
    expect(phone.locator("[data-read]")).to_have_class("done")


def read_by_the_button(phone: Page, house: House, lesson: str) -> None:
    """Read a lesson and press the button that pages without a script have, after the time."""
    phone.goto(f"/courses/{lesson}")
    house.move_clock(timedelta(minutes=8))
    phone.locator("[data-reading]").evaluate("form => { form.hidden = false; form.requestSubmit() }")
    expect(phone.locator("[data-read]")).to_have_class("done")


def take_check(phone: Page, lesson: str, explained: bool = False) -> None:
    """Take a lesson's check, all right; look at the explanation of each answer if told to."""
    phone.goto(f"/courses/{lesson}")
    phone.click("#done a.btn")
    phone.click("button[value=start]")
    expect(phone.locator("#run h2")).to_contain_text("第 1 题")
    while phone.locator("button[value=answer]").count():
        answer(phone.locator("#run"))
        phone.click("button[value=answer]")
        phone.wait_for_url("**after=*")
        expect(phone.locator("#run h2")).to_contain_text("对")
        if explained:
            expect(phone.locator("#run .right .muted, #run .given, #run .card.flat").first).to_be_visible()
        at = phone.url
        phone.click("#run a.wide")
        phone.wait_for_url(lambda url, at=at: url != at)  # type: ignore[misc]
    expect(phone.locator("#run .score")).to_contain_text("通过")


def expect_lessons_done(phone: Page) -> None:
    """Home says that all lessons and checks of the path are done."""
    phone.goto("/")
    expect(phone.locator("main")).to_contain_text(f"{len(LESSONS)} / {len(LESSONS)}")


def sit(phone: Page) -> str:
    """Sit the onboarding exam that the path brought; gives the address of the result."""
    phone.goto("/exams")
    phone.click("main a.btn.main")
    expect(phone.locator("main")).to_contain_text("红线题")
    phone.click("main form button.main")
    phone.wait_for_url("**/attempts/*")
    cards = phone.locator("article.question")
    total = cards.count()
    for at in range(1, total + 1):
        answer(phone.locator(f"#question-{at}"))
        if at < total:
            phone.click("#next")
    expect(phone.locator("#save-state")).to_contain_text("已保存")
    expect(phone.locator("#card .cell.answered")).to_have_count(total)
    phone.click("#hand-in")
    expect(phone.locator("#last")).to_contain_text("每道题都答了")
    phone.click("#sure")
    phone.wait_for_url("**/result")
    return phone.url


def mark(boss: Page) -> str:
    """The manager marks the two case answers by their criteria; gives the manager's name."""
    boss.goto("/marking")
    boss.locator("main .row", has_text=NAME).get_by_role("link").last.click()
    for box in boss.locator("input[name*='criterion']").all():
        most = re.search(r"0 到 ([\d.]+)", box.locator("xpath=ancestor::div[1]").inner_text())
        assert most
        box.fill(most[1])
    boss.locator("textarea[name$='.why']").first.fill("写得完整，数字都对")
    boss.click("main form > .actions button.main, main form > button.main")
    expect(boss.locator(".flashes")).to_contain_text("成绩")
    return boss.locator(".user .name").inner_text()


def expect_result(phone: Page, result: str) -> None:
    """The hire is told, and sees full marks with the manager's remark."""
    phone.goto("/")
    expect(phone.locator("main")).to_contain_text("出分了")
    phone.goto(result)
    expect(phone.locator(".score")).to_contain_text("100")
    expect(phone.locator(".score")).to_contain_text("通过")
    expect(phone.locator("main")).to_contain_text("写得完整，数字都对")


def certificate_of(phone: Page, context: Callable[..., BrowserContext]) -> None:
    """The certificate as page and PDF, and its check page for somebody without an account."""
    phone.goto("/record")
    phone.locator("main aside a[href*='/certificates/']").first.click()
    expect(phone.locator(".certificate")).to_contain_text(NAME)
    expect(phone.locator(".certificate")).to_contain_text("100")
    address = str(phone.locator(".certificate a").get_attribute("href"))
    file = phone.request.get(str(phone.locator("main a[href$='.pdf']").get_attribute("href")))
    assert file.body().startswith(b"%PDF")
    stranger = context().new_page()
    stranger.goto(re.sub(r"^https?://[^/]+", "", address))
    expect(stranger.locator("main")).to_contain_text("证书属实")
    assert NAME not in stranger.locator("main").inner_text()


def expect_record(phone: Page, examiner: str) -> None:
    """The record holds exam, checks and certificate, and says who marked."""
    phone.goto("/record")
    exam = phone.locator("main .row", has_text="客服入职考试").first
    expect(exam).to_contain_text("100")
    expect(exam).to_contain_text(examiner)
    assert phone.locator("main .row", has_text="小测").count() == len(LESSONS)


def expect_record_seen_by(boss: Page, examiner: str) -> None:
    """The manager finds the same from the team's pages."""
    boss.goto(f"/people?q={NUMBER}")
    boss.click("tbody a")
    boss.click("main a[href^='/record/']")
    expect(boss.locator("main .row", has_text="客服入职考试").first).to_contain_text(examiner)
