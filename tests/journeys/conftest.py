"""What all stories share: a demo company made once, a browser, people signed in on phone or desktop."""

import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright

from tests.journeys.house import House, flask, new_house
from tests.needs import CHROMIUM, needs

PHONE: dict[str, Any] = {
    "viewport": {"width": 390, "height": 844},
    "has_touch": True,
    "is_mobile": True,
    "color_scheme": "light",
}
DESKTOP: dict[str, Any] = {"viewport": {"width": 1440, "height": 900}, "color_scheme": "dark"}
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]


@pytest.fixture(scope="session")
def demo_company(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of a freshly created demo company, to copy."""
    file = tmp_path_factory.mktemp("demo") / "company.db"
    flask(file, "demo", "create")
    # one file to copy: what the log still holds goes into it
    with sqlite3.connect(file) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return file


@pytest.fixture(scope="module")
def house(demo_company: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A running company of this module's own."""
    opened = new_house(demo_company, tmp_path_factory.mktemp("house"))
    opened.open()
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium."""
    needs(CHROMIUM.exists(), "Chromium (apt-get install chromium fonts-noto-cjk)")
    with sync_playwright() as driver:
        launched = driver.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        yield launched
        launched.close()


@pytest.fixture
def context(browser: Browser, house: House) -> Iterator[Callable[..., BrowserContext]]:
    """Make browsers for people; all are closed at the end of the story, which fails when a console complained."""
    opened: list[BrowserContext] = []
    complaints: list[str] = []

    def make(**options: Any) -> BrowserContext:
        made = browser.new_context(base_url=house.url, locale="zh-CN", **{**PHONE, **options})
        made.set_default_timeout(10_000)
        made.on("console", lambda message: complaints.extend(complaint(message)))
        made.on("weberror", lambda error: complaints.append(str(error.error)))
        opened.append(made)
        return made

    yield make
    for one in opened:
        one.close()
    assert not complaints


def complaint(message: ConsoleMessage) -> list[str]:
    """What a console says that no story wants: errors and broken rules of the page; answers that refuse are wanted."""
    text, url = message.text, message.location.get("url", "")
    if message.type != "error":
        return []
    if text.startswith("Failed to load resource") and "status of 5" not in text and "/static/" not in url:
        return []
    return [] if "ERR_INTERNET_DISCONNECTED" in text else [f"{url}: {text}"]


@pytest.fixture
def signed_in(context: Callable[..., BrowserContext], house: House) -> Callable[..., Page]:
    """Sign somebody in by their permission role, on the phone unless said otherwise, and give their page."""

    def enter(role: str, **options: Any) -> Page:
        page = context(**options).new_page()
        account = house.accounts[role]
        sign_in(page, account["employee_no"], account["password"])
        return page

    return enter


def sign_in(page: Page, employee_no: str, password: str) -> None:
    """Sign in by the form, as a person does."""
    page.goto("/sign-in")
    page.fill("[name=employee_no]", employee_no)
    page.fill("[name=password]", password)
    page.click("form[action*='sign-in'] button, main form button[type=submit]")
    page.wait_for_url(lambda url: "/sign-in" not in url)
