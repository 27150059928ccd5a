"""An exam is sat on a phone: through a dead line, a closed tab, a second device, a lost session, to the end of time."""

import json
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import timedelta
from itertools import count
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from exams.models import Attempt, AttemptItem, Response
from exams.service import assigning
from exams.service.assigning import Meant
from kit.clock import now
from kit.database import db, writing
from people.models import Employee
from people.passwords import hash_password
from tests.conftest import NOON, build, migrate
from tests.exams.house import build_house, terms
from tests.journeys.conftest import DESKTOP, sign_in
from tests.journeys.house import House
from tests.journeys.test_accessibility import faults

pytestmark = pytest.mark.journey

PASSWORD = "eine-lange-parole"
LATE, BROKEN, PROMISE, SECONDS, RATE, CASE = (
    "买家问发货",
    "收到破损件",
    "可以口头多送一件",
    "首次响应不超过",
    "拍下 80 笔",
    "买家要求改差评",
)
STORIES = 16
OVER = timedelta(minutes=40, seconds=5)


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A house in which it is noon and the store has an exam for each story."""
    database = tmp_path_factory.mktemp("exam") / "house.db"
    migrate(f"sqlite:///{database}")
    _furnish(f"sqlite:///{database}")
    opened = House(database)
    opened.move_clock(NOON - now())
    opened.open()
    yield opened
    opened.close()


def _furnish(url: str) -> None:
    secret = hash_password(PASSWORD)
    app = build(url)
    with app.app_context():
        with writing() as session:
            world = build_house(session, hours=200).world
            for person in session.query(Employee):
                person.password_hash = secret
            boss = session.get_one(Employee, world.boss)
            for _ in range(STORIES):
                assigning.assign(session, boss, terms("onboarding", hours=200), [Meant(team_id=world.store)], NOON)
        db.session.remove()
        db.engine.dispose()


@pytest.fixture(scope="module")
def sittings() -> Iterator[int]:
    """The exams of the house, one for each story; the first two belong to no story."""
    return count(3)


@pytest.fixture
def sitting(sittings: Iterator[int]) -> int:
    """This story's exam."""
    return next(sittings)


@pytest.fixture
def device(context: Callable[..., BrowserContext]) -> Callable[..., Page]:
    """Take a device into the hand and sign in on it."""

    def take(number: str = "E01", **options: Any) -> Page:
        page = context(**options).new_page()
        sign_in(page, number, PASSWORD)
        return page

    return take


def begin(page: Page, sitting: int) -> None:
    """Read the rules and start, or go on."""
    page.goto(f"/exams/{sitting}")
    page.click("main form button.wide, main a.wide")
    page.wait_for_url("**/attempts/*")


def question(page: Page, text: str) -> Any:
    """The card of a question."""
    return page.locator("article.question", has_text=text)


def turn_to(page: Page, text: str) -> Any:
    """Go to a question by the answer card and give its card."""
    number = question(page, text).get_attribute("data-item")
    if page.locator("#show-card").is_visible():
        page.click("#show-card")
    page.click(f"#card [href='#question-{number}']")
    expect(question(page, text)).to_be_visible()
    return question(page, text)


def choose(page: Page, text: str, option: str) -> None:
    """Turn to a question and choose an option by its words."""
    turn_to(page, text).locator("label.option", has_text=option).click()


def saved(page: Page) -> None:
    """Wait until the page says that all is saved."""
    expect(page.locator("#save-state")).to_contain_text("已保存")
    expect(page.locator("#save-state")).to_have_class("save-state")


def offline(page: Page) -> None:
    """Wait until the page says that the line is dead."""
    expect(page.locator("#banner")).to_contain_text("网断了，答案已存在本机，恢复后自动补存")


def stored(house: House, sitting: int, status: str = "counted") -> dict[str, Any]:
    """What the database holds of a sitting's responses, the newest for each question."""
    connection = sqlite3.connect(f"file:{house.database}?mode=ro", uri=True)
    rows = connection.execute(
        f"SELECT i.key, r.body FROM {Response.__tablename__} r JOIN {AttemptItem.__tablename__} i ON i.id = r.item_id"
        f" JOIN {Attempt.__tablename__} a ON a.id = r.attempt_id WHERE a.sitting_id = ? AND r.status = ?"
        " ORDER BY r.revision",
        (sitting, status),
    ).fetchall()
    connection.close()
    return {key.removeprefix("shop/"): json.loads(body) for key, body in rows}


def sit_all(page: Page) -> None:
    """Answer everything."""
    choose(page, LATE, "先查单再回答")
    choose(page, BROKEN, "请买家拍照")
    choose(page, BROKEN, "登记进表")
    choose(page, PROMISE, "错")
    turn_to(page, SECONDS).locator("input[name$=blank-1]").fill("10")
    turn_to(page, RATE).locator("input[name$=text]").fill("95%")
    turn_to(page, CASE).locator("textarea").fill("先致歉，再补发")


def test_an_exam_is_sat_on_the_phone_and_handing_in_names_what_is_unanswered(
    device: Callable[..., Page], house: House, sitting: int
) -> None:
    page = device()
    begin(page, sitting)
    expect(page.locator("article.question:visible")).to_have_count(1)
    sit_all(page)
    turn_to(page, RATE).locator("[data-clear]").click()
    number = question(page, RATE).get_attribute("data-item")
    saved(page)
    page.click("#hand-in")
    expect(page.locator("#last .cell")).to_have_text([str(number)])
    page.click("#last .cell")
    question(page, RATE).locator("input[name$=text]").fill("95")
    saved(page)
    assert len(stored(house, sitting)) == 6
    page.click("#hand-in")
    expect(page.locator("#last")).to_contain_text("每道题都答了")
    page.click("#sure")
    page.wait_for_url("**/result")
    expect(page.locator("main")).to_contain_text("等待批阅")
    page.go_back()
    page.wait_for_load_state()
    assert "/attempts/" not in page.url or page.url.endswith("/result")


def test_a_dead_line_and_a_closed_tab_lose_no_answer(device: Callable[..., Page], house: House, sitting: int) -> None:
    page = device()
    begin(page, sitting)
    choose(page, LATE, "先查单再回答")
    saved(page)
    page.context.set_offline(True)
    choose(page, PROMISE, "错")
    turn_to(page, CASE).locator("textarea").fill("先致歉，再补发")
    offline(page)
    assert set(stored(house, sitting)) == {"late"}
    url = page.url
    page.close()
    house.move_clock(timedelta(minutes=1))
    page = device_again = page.context.new_page()
    page.context.set_offline(False)
    page.goto(url)
    expect(question(device_again, CASE).locator("textarea")).to_have_value("先致歉，再补发")
    saved(page)
    assert set(stored(house, sitting)) == {"late", "promise", "case"}
    page.reload()
    expect(question(page, CASE).locator("textarea")).to_have_value("先致歉，再补发")
    expect(page.locator("#card .cell.answered")).to_have_count(3)


def test_a_line_that_comes_back_saves_without_being_asked(
    device: Callable[..., Page], house: House, sitting: int
) -> None:
    page = device(**{**DESKTOP, "is_mobile": False})
    begin(page, sitting)
    page.context.set_offline(True)
    choose(page, LATE, "先查单再回答")
    offline(page)
    page.context.set_offline(False)
    saved(page)
    expect(page.locator("#banner")).to_be_hidden()
    assert set(stored(house, sitting)) == {"late"}


def test_when_the_time_is_over_the_page_hands_in_what_was_saved(
    device: Callable[..., Page], house: House, sitting: int
) -> None:
    page = device()
    begin(page, sitting)
    choose(page, LATE, "先查单再回答")
    saved(page)
    house.move_clock(OVER - timedelta(minutes=1))
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(page.locator("#notices")).to_contain_text("还剩 1 分钟")
    expect(page.locator("#timer")).to_contain_text("00:5")
    choose(page, PROMISE, "错")
    house.move_clock(timedelta(minutes=1))
    page.evaluate("dispatchEvent(new Event('online'))")
    page.wait_for_url("**/result", timeout=20_000)
    assert set(stored(house, sitting)) == {"late", "promise"}


def test_what_arrives_after_the_grace_is_kept_and_said_not_to_count(
    device: Callable[..., Page], house: House, sitting: int
) -> None:
    page = device()
    begin(page, sitting)
    choose(page, LATE, "先查单再回答")
    saved(page)
    page.context.set_offline(True)
    choose(page, PROMISE, "错")
    offline(page)
    house.move_clock(OVER + timedelta(minutes=2))
    page.context.set_offline(False)
    expect(page.locator("#over")).to_contain_text("已留存备查，但不计分", timeout=20_000)
    page.click("#over a")
    page.wait_for_url("**/result")
    assert set(stored(house, sitting)) == {"late"}
    assert set(stored(house, sitting, "late")) == {"promise"}


def test_a_tab_reopened_after_the_end_delivers_what_it_kept_as_evidence(
    device: Callable[..., Page], house: House, sitting: int
) -> None:
    page = device()
    begin(page, sitting)
    url = page.url
    page.context.set_offline(True)
    choose(page, PROMISE, "错")
    offline(page)
    page.close()
    house.move_clock(OVER + timedelta(minutes=2))
    page.context.set_offline(False)
    page = page.context.new_page()
    page.goto(url)
    expect(page.locator("#notices")).to_contain_text("已留存备查，但不计分")
    assert set(stored(house, sitting, "late")) == {"promise"}


def test_of_two_devices_the_older_answer_that_arrives_late_does_not_win_and_is_told(
    device: Callable[..., Page], house: House, sitting: int
) -> None:
    phone, desktop = device(), device(**{**DESKTOP, "is_mobile": False})
    begin(phone, sitting)
    begin(desktop, sitting)
    phone.context.set_offline(True)
    choose(phone, LATE, "直接说已发出")
    offline(phone)
    choose(desktop, LATE, "先查单再回答")
    saved(desktop)
    newer = stored(house, sitting)
    phone.context.set_offline(False)
    number = question(phone, LATE).get_attribute("data-item")
    expect(phone.locator("#notices")).to_contain_text(f"第 {number} 题：另一台设备存了更新的答案，以它为准")
    expect(question(phone, LATE).locator("label", has_text="先查单再回答").locator("input")).to_be_checked()
    assert stored(house, sitting) == newer
    assert set(stored(house, sitting, "stale")) == {"late"}


def test_an_answer_from_another_tab_is_shown_and_the_person_in_front_has_the_last_word(
    device: Callable[..., Page], house: House, sitting: int
) -> None:
    page = device()
    begin(page, sitting)
    other = page.context.new_page()
    other.goto(page.url)
    choose(other, LATE, "请买家再等等")
    saved(other)
    # not shown here yet; whoever answers now means it
    choose(page, LATE, "先查单再回答")
    saved(page)
    number = question(page, LATE).get_attribute("data-item")
    other.evaluate("dispatchEvent(new Event('online'))")
    expect(other.locator("#notices")).to_contain_text(f"第 {number} 题：在另一台设备上改过")
    expect(question(other, LATE).locator("label", has_text="先查单再回答").locator("input")).to_be_checked()


def test_a_lost_session_is_signed_in_again_in_a_sheet_and_nothing_is_lost(
    device: Callable[..., Page], house: House, sitting: int
) -> None:
    page = device()
    begin(page, sitting)
    choose(page, LATE, "先查单再回答")
    saved(page)
    page.context.clear_cookies()
    choose(page, PROMISE, "错")
    gate = page.locator("#gate")
    expect(gate).to_be_visible()
    gate.locator("[name=employee_no]").fill("E01")
    gate.locator("[name=password]").fill("falsch")
    gate.locator("button.main").click()
    expect(gate.locator("[role=alert]")).to_contain_text("密码")
    gate.locator("[name=password]").fill(PASSWORD)
    gate.locator("button.main").click()
    expect(gate).to_be_hidden()
    saved(page)
    assert set(stored(house, sitting)) == {"late", "promise"}


def test_when_somebody_else_signs_in_nothing_of_the_first_one_stays_on_the_device(
    device: Callable[..., Page], house: House, sitting: int
) -> None:
    page = device()
    begin(page, sitting)
    url = page.url
    page.context.set_offline(True)
    choose(page, PROMISE, "错")
    offline(page)
    page.context.clear_cookies()
    page.context.set_offline(False)
    gate = page.locator("#gate")
    expect(gate).to_be_visible()
    gate.locator("[name=employee_no]").fill("E02")
    gate.locator("[name=password]").fill(PASSWORD)
    gate.locator("button.main").click()
    page.wait_for_url(lambda there: there != url and "/attempts/" not in there)
    kept = page.evaluate(
        "new Promise(done => { indexedDB.open('exam').onsuccess = ({target}) =>"
        " target.result.transaction('kept').objectStore('kept').getAll().onsuccess ="
        " ({target}) => done(target.result) })"
    )
    assert not [one for one in kept if "item" in one]
    assert not stored(house, sitting)


def test_keys_choose_turn_and_flag(device: Callable[..., Page], house: House, sitting: int) -> None:
    page = device(**{**DESKTOP, "is_mobile": False})
    begin(page, sitting)
    for _ in range(5):
        page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowLeft")
    place = page.locator("#card [aria-current]").inner_text()
    assert place == "5"
    turn_to(page, LATE)
    page.keyboard.press("b")
    page.keyboard.press("f")
    cell = page.locator("#card [aria-current]")
    expect(cell).to_have_attribute("aria-label", f"第 {cell.inner_text()} 题，已答，有标记")
    saved(page)
    assert len(stored(house, sitting)) == 1
    page.reload()
    expect(page.locator("#card .cell.flagged")).to_have_count(1)


def test_without_a_script_the_exam_is_one_form(device: Callable[..., Page], house: House, sitting: int) -> None:
    page = device(java_script_enabled=False)
    begin(page, sitting)
    expect(page.locator("article.question:visible")).to_have_count(6)
    question(page, LATE).locator("label.option", has_text="先查单再回答").click()
    question(page, SECONDS).locator("input[name$=blank-1]").fill("10")
    question(page, SECONDS).get_by_role("button", name="保存").click()
    assert set(stored(house, sitting)) == {"late", "seconds"}
    assert "#question-" in page.url
    expect(page.locator(".cell.answered")).to_have_count(2)
    question(page, CASE).locator("textarea").fill("先致歉")
    page.get_by_role("button", name="交卷").click()
    expect(page.locator("main")).to_contain_text("还有 3 题没答")
    numbers = {question_.inner_text() for question_ in page.locator(".cell").all()}
    assert Counter(numbers).total() == 3
    page.get_by_role("button", name="交卷").click()
    page.wait_for_url("**/result")
    assert set(stored(house, sitting)) == {"late", "seconds", "case"}


def test_where_the_browser_has_no_database_answers_are_kept_all_the_same(
    device: Callable[..., Page], house: House, sitting: int
) -> None:
    page = device()
    page.context.add_init_script("Object.defineProperty(window, 'indexedDB', {value: undefined})")
    begin(page, sitting)
    url = page.url
    page.context.set_offline(True)
    choose(page, PROMISE, "错")
    offline(page)
    page.close()
    page.context.set_offline(False)
    page = page.context.new_page()
    page.goto(url)
    saved(page)
    assert set(stored(house, sitting)) == {"promise"}


@pytest.mark.parametrize("look", ["phone-light", "desktop-dark"])
def test_axe_finds_nothing_on_any_face_of_the_exam_page(device: Callable[..., Page], sitting: int, look: str) -> None:
    on_desktop = {**DESKTOP, "is_mobile": False} if look == "desktop-dark" else {}
    page = device(bypass_csp=True, **on_desktop)
    begin(page, sitting)
    found = {}
    for text in (LATE, BROKEN, PROMISE, SECONDS, RATE, CASE):
        turn_to(page, text)
        found[text] = faults(page)
    if not on_desktop:
        page.click("#show-card")
        found["answer card"] = faults(page)
        page.keyboard.press("Escape")
    page.click("#hand-in")
    found["handing in"] = faults(page)
    page.keyboard.press("Escape")
    page.context.set_offline(True)
    choose(page, PROMISE, "错")
    offline(page)
    found["offline"] = faults(page)
    page.context.clear_cookies()
    page.context.set_offline(False)
    expect(page.locator("#gate")).to_be_visible()
    found["signed out"] = faults(page)
    assert not {where: what for where, what in found.items() if what}


def test_the_exam_page_is_light(device: Callable[..., Page], sitting: int) -> None:
    page = device()
    begin(page, sitting)
    sizes = """wanted => ['navigation', 'resource'].flatMap(kind => performance.getEntriesByType(kind))
        .filter(one => new RegExp(wanted).test(one.name)).reduce((sum, one) => sum + one.encodedBodySize, 0)"""
    own, whole = page.evaluate(sizes, "/attempt|/exam"), page.evaluate(sizes, "[.](css|js)$|/attempts/")
    assert 0 < own <= 30_000
    assert own < whole <= 120_000
