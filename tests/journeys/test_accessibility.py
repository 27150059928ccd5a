"""axe finds nothing, and nothing sticks out sideways, on every page that anybody can come to, on phone and desktop."""

import csv
import sqlite3
from collections import Counter, deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from flask import Flask
from playwright.sync_api import BrowserContext, Error, FilePayload, Page
from werkzeug.exceptions import HTTPException

from tests.conftest import build
from tests.journeys.conftest import DESKTOP, PHONE, sign_in
from tests.journeys.house import House
from tests.needs import needs

AXE = Path(__file__).parent.parent.parent / "node_modules" / "axe-core" / "axe.min.js"
TABLE = Path(__file__).parent.parent / "permissions.csv"
ROLES = ("employee", "mentor", "manager", "trainer", "payroll", "administrator")
# so many kinds of pages a role comes to at the least
LEAST = {"employee": 13, "mentor": 17, "manager": 26, "trainer": 28, "payroll": 11, "administrator": 30}
NO_PAGES = {
    "health.healthz": "for machines",
    "static": "files",
    "exams.state": "JSON for the exam page",
    "courses.media": "a picture",
    "courses.team_paths_export": "a file",
    "courses.editor_export": "a file",
    "exams.sitting_sheet": "a file",
    "people.goods_table": "a file",
    "people.goods_corrected": "a file",
    "people.corrected": "a file",
    "people.import_sample": "a file",
    "quiz.bank_export": "a file",
    "records.certificate_pdf": "a file",
    "records.export": "a file",
}

# what a page is made of without its texts: another one made of the same has the same faults
BUILD = """[...new Set([...document.querySelectorAll('*')].map(one => one.tagName + '.' + one.className.toString()
  + [...one.attributes].map(attribute => attribute.name) + (one.parentElement?.className ?? '')))].sort().join(' ')"""

pytestmark = pytest.mark.journey


@dataclass
class Walk:
    """What one person came to see: which endpoints, and what is wrong there."""

    page: Page
    endpoint_of: Callable[[str], str]
    looked_at: set[str]
    seen: Counter[str] = field(default_factory=Counter)
    bad: dict[str, list[str]] = field(default_factory=dict)

    def open(self, url: str) -> None:
        """Go to a page and look at it."""
        try:
            answer = self.page.goto(url)
        except Error as fault:
            if "Download is starting" not in fault.message:
                raise
            return
        if answer and answer.status >= 400:
            self.bad[url] = [f"answers {answer.status}"]
        self.look()

    def look(self) -> None:
        """Note what is wrong on the page that is open, as it is on a phone by day and on a desktop by night."""
        endpoint = self.endpoint_of(self.page.url)
        self.seen[endpoint] += 1
        build_of_page = f"{endpoint} {self.page.evaluate(BUILD)}"
        if build_of_page in self.looked_at:
            return
        self.looked_at.add(build_of_page)
        for look in (DESKTOP, PHONE):
            if found := faults(self.page, look):
                self.bad.setdefault(self.page.url, []).extend(found)

    def links(self) -> list[str]:
        """Where one can go from here."""
        found: list[str] = self.page.eval_on_selector_all("a[href]:not([download])", "all => all.map(a => a.href)")
        here = urlsplit(self.page.url).netloc
        return [link.split("#")[0] for link in found if urlsplit(link).netloc == here]

    def go_everywhere(self) -> None:
        """Follow all links from the page that is open, one of each kind: they differ in little but their texts."""
        waiting, met = deque([self.page.url]), {self.endpoint_of(self.page.url)}
        while waiting:
            self.open(waiting.popleft())
            for link in self.links():
                kind = self.endpoint_of(link)
                if kind and kind not in NO_PAGES and kind not in met:
                    met.add(kind)
                    waiting.append(link)


def faults(page: Page, look: dict[str, Any] | None = None) -> list[str]:
    """What axe finds on this page, in one line each, and whether it is wider than the window; no `look`: as it is."""
    if look:
        page.set_viewport_size(look["viewport"])
        page.emulate_media(color_scheme=look["color_scheme"], reduced_motion="reduce")
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text(encoding="utf-8"))
    result: dict[str, Any] = page.evaluate("axe.run({resultTypes: ['violations'], preload: false})")
    found = [
        f"{violation['id']}: {node['target'][0]}: {node['failureSummary']}"
        for violation in result["violations"]
        for node in violation["nodes"][:3]
    ]
    if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth + 1"):
        found.append(f"wider than the window of {page.evaluate('innerWidth')}")
    return found


@pytest.fixture(scope="module")
def routes() -> Flask:
    """The application, for its routes."""
    return build("sqlite://")


def endpoint_of(routes: Flask, url: str) -> str:
    """Whose page an address is; empty for none of ours."""
    try:
        endpoint, _ = routes.url_map.bind("localhost").match(urlsplit(url).path)
    except HTTPException:
        return ""
    return str(endpoint)


@pytest.fixture(scope="module")
def looked_at() -> set[str]:
    """The builds of pages that axe has seen."""
    return set()


@pytest.fixture
def walk(context: Callable[..., BrowserContext], routes: Flask, looked_at: set[str]) -> Iterator[Walk]:
    """Somebody who is not signed in, with axe in the hand."""
    needs(AXE.exists(), "axe-core (make env)")
    # a window that a wide page cannot stretch
    walked = Walk(context(is_mobile=False).new_page(), partial(endpoint_of, routes), looked_at)
    yield walked
    assert not walked.bad


def enter(walk: Walk, house: House, role: str) -> Page:
    """Sign in as a role."""
    account = house.accounts[role]
    sign_in(walk.page, account["employee_no"], account["password"])
    return walk.page


def press(walk: Walk, selector: str) -> None:
    """Send a form by its button and look at the page that comes."""
    with walk.page.expect_navigation():
        walk.page.locator(selector).first.click()
    walk.look()


@pytest.mark.parametrize("role", ROLES)
def test_nothing_is_wrong_wherever_a_link_leads(
    walk: Walk, house: House, role: str, everywhere: dict[str, Counter[str]]
) -> None:
    enter(walk, house, role)
    walk.go_everywhere()
    everywhere[role] = walk.seen
    assert len(walk.seen) >= LEAST[role], f"{role} comes to {len(walk.seen)} kinds of pages only"


def test_nothing_is_wrong_for_who_is_not_signed_in(
    walk: Walk, house: House, everywhere: dict[str, Counter[str]]
) -> None:
    for path in ("/sign-in", "/welcome"):
        walk.open(f"{house.url}{path}")
    walk.page.fill("[name=code]", "KKKK-KKKK")
    press(walk, "main form button")
    walk.page.goto("/sign-in")
    press(walk, "main form button[type=submit]")
    walk.page.goto("/no-such-page")
    walk.look()
    everywhere["nobody"] = walk.seen


def test_nothing_is_wrong_behind_the_forms_of_a_learner(
    walk: Walk, house: House, everywhere: dict[str, Counter[str]]
) -> None:
    page = enter(walk, house, "employee")
    page.goto("/exams")
    page.goto(str(page.get_attribute("main a[href*='/exams/']", "href")))
    press(walk, "main form button.wide, main a.wide")
    walk.open(f"{page.url.split('#')[0]}/submit")
    press(walk, "main form button.main")
    page.goto("/courses/customer-service-skills/bargaining")
    page.goto(str(page.get_attribute("main a[href^='/checks/']", "href")))
    press(walk, "button[name=action]")
    page.wait_for_selector("button[value=answer]")
    while page.locator("button[value=answer]").count():
        _answer_somehow(page)
        page.click("button[value=answer]")
        page.wait_for_url("**after=*")
        walk.look()
        before = page.url
        page.click("#run a.wide")
        page.wait_for_url(lambda url, before=before: url != before)  # type: ignore[misc]
        walk.look()
    walk.open(f"{house.url}/search?q=差评")
    everywhere["learner"] = walk.seen


def _answer_somehow(page: Page) -> None:
    for kind in ("radio", "checkbox"):
        if page.locator(f"#run [type={kind}]").count():
            page.locator(f"#run [type={kind}]").first.check(force=True)
            return
    for box in page.locator("#run input[type=text], #run input:not([type]), #run textarea").all():
        box.fill("3")


def test_nothing_is_wrong_behind_the_forms_of_whoever_looks_after_people(
    walk: Walk, house: House, everywhere: dict[str, Counter[str]]
) -> None:
    page = enter(walk, house, "administrator")
    page.goto("/invitations")
    press(walk, "main form button.main")
    page.goto("/imports")
    rows = "姓名,工号,手机\n王一,E1024,123\n李二,,\n"
    page.set_input_files("[type=file]", FilePayload(name="名单.csv", mimeType="text/csv", buffer=rows.encode()))
    press(walk, "main form button.main")
    page.goto("/goods/imports")
    rows = "货号,品名,类目,售价\nX1,杯,杯具,八\n"
    page.set_input_files("[type=file]", FilePayload(name="商品.csv", mimeType="text/csv", buffer=rows.encode()))
    press(walk, "main form button.main")
    page.goto("/people/new")
    press(walk, "main form button.main")
    page.goto("/assignments/new")
    page.select_option("[name=team]", index=1)
    press(walk, "main form button.main")
    page.goto("/people?q=E1024")
    page.click("tbody a")
    page.click("form[action$='/reset'] button")
    press(walk, "dialog[open] button.main")
    everywhere["who looks after people"] = walk.seen


def test_nothing_is_wrong_with_a_certificate_nor_with_a_first_password(
    walk: Walk, house: House, everywhere: dict[str, Counter[str]]
) -> None:
    page = enter(walk, house, "administrator")
    with sqlite3.connect(house.database) as company:
        ((certificate,),) = company.execute("SELECT min(id) FROM certificate").fetchall()
    walk.open(f"{house.url}/certificates/{certificate}")
    walk.open(str(page.get_attribute(".certificate a", "href")))
    number = house.accounts["payroll"]["employee_no"]
    with sqlite3.connect(house.database) as company:
        company.execute("UPDATE employee SET must_change_password = 1 WHERE number = ?", (number,))
    page.context.clear_cookies()
    enter(walk, house, "payroll")
    walk.look()
    everywhere["who comes or has come far"] = walk.seen


@pytest.fixture(scope="module")
def everywhere() -> dict[str, Counter[str]]:
    """All endpoints that were seen so far, by who saw them."""
    return {}


def test_no_page_of_the_permission_table_was_left_out(everywhere: dict[str, Counter[str]]) -> None:
    if len(everywhere) < len(ROLES) + 4:
        pytest.skip("tells only about a run of the whole file")
    with TABLE.open(encoding="utf-8") as table:
        pages = {row["endpoint"] for row in csv.DictReader(table) if row["method"] == "GET"} - set(NO_PAGES)
    seen = {endpoint for walked in everywhere.values() for endpoint in walked}
    assert pages - seen == set()
