"""What a page weighs on the line, compressed: little at first, next to nothing afterwards."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page

from tests.journeys.conftest import sign_in
from tests.journeys.house import House

pytestmark = pytest.mark.journey

FIRST, NEXT = 120 * 1024, 30 * 1024
LESSON = "/courses/customer-service-process/bad-reviews-by-cause"
PAGES = (("employee", "/"), ("employee", LESSON), ("employee", "/record"), ("manager", "/team"), ("manager", "/people"))


def weigh(page: Page, open_page: Callable[[], Any]) -> int:
    """The bytes that come over the line while a page is opened, heads of the answers included."""
    devtools = page.context.new_cdp_session(page)
    loaded: list[int] = []
    devtools.on("Network.loadingFinished", lambda event: loaded.append(int(event["encodedDataLength"])))
    devtools.send("Network.enable")
    open_page()
    page.wait_for_load_state("networkidle")
    devtools.detach()
    return sum(loaded)


def forget(page: Page) -> None:
    """Empty the browser's cache."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("Network.clearBrowserCache")
    devtools.detach()


def test_the_door_is_light(context: Callable[..., BrowserContext]) -> None:
    page = context().new_page()
    weight = weigh(page, lambda: page.goto("/sign-in"))
    print(f"/sign-in: {weight / 1024:.1f} KB at first")
    assert 0 < weight <= FIRST


@pytest.mark.parametrize(("role", "path"), PAGES)
def test_a_page_is_light_at_first_and_next_to_nothing_afterwards(
    context: Callable[..., BrowserContext], house: House, role: str, path: str
) -> None:
    page = context().new_page()
    account = house.accounts[role]
    sign_in(page, account["employee_no"], account["password"])
    forget(page)
    first = weigh(page, lambda: page.goto(path))
    page.goto("/account")
    again = weigh(page, lambda: page.goto(path))
    print(f"{path}: {first / 1024:.1f} KB at first, {again / 1024:.1f} KB afterwards")
    assert 0 < first <= FIRST
    assert 0 < again <= NEXT


def test_an_exam_is_light(context: Callable[..., BrowserContext], house: House) -> None:
    page = context().new_page()
    account = house.accounts["employee"]
    sign_in(page, account["employee_no"], account["password"])
    page.goto("/exams")
    page.click("main a[href*='/exams/']")
    page.click("main form button.wide, main a.wide")
    page.wait_for_url("**/attempts/*")
    forget(page)
    first = weigh(page, page.reload)
    again = weigh(page, page.reload)
    print(f"exam: {first / 1024:.1f} KB at first, {again / 1024:.1f} KB afterwards")
    assert 0 < first <= FIRST
    assert 0 < again <= NEXT
