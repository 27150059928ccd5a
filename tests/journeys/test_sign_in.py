"""At the door: a wrong password, waiting, a closed account and who opens it, passwords of one's own, languages."""

import sqlite3
from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.journeys.conftest import sign_in
from tests.journeys.house import House

pytestmark = pytest.mark.journey

NEW = "yi-ge-xin-mima"


def try_password(page: Page, house: House, password: str, role: str = "employee") -> None:
    """Send the form once."""
    page.goto("/sign-in")
    page.fill("[name=employee_no]", house.accounts[role]["employee_no"])
    page.fill("[name=password]", password)
    page.click("main form button[type=submit]")


def told(page: Page) -> str:
    """What the page says to a refused try."""
    return page.locator("main [role=alert]").inner_text()


def test_a_wrong_password_and_an_unknown_number_are_told_the_same(
    context: Callable[..., BrowserContext], house: House
) -> None:
    page = context().new_page()
    try_password(page, house, "falsch", "trainer")
    known = told(page)
    assert "密码" in known
    expect(page.locator("[name=employee_no]")).to_have_value(house.accounts["trainer"]["employee_no"])
    page.fill("[name=employee_no]", "E9999")
    page.fill("[name=password]", "falsch")
    page.click("main form button[type=submit]")
    assert told(page) == known


def test_tries_are_made_to_wait_then_the_account_is_closed_until_a_manager_opens_it(
    context: Callable[..., BrowserContext], signed_in: Callable[..., Page], house: House
) -> None:
    inside = signed_in("employee")
    page = context().new_page()
    for _ in range(3):
        try_password(page, house, "falsch")
    right = house.accounts["employee"]["password"]
    try_password(page, house, right)
    assert "2 秒" in told(page) or "1 秒" in told(page)
    house.move_clock(timedelta(seconds=3))
    try_password(page, house, "falsch")
    try_password(page, house, right)
    assert any(f"{seconds} 秒" in told(page) for seconds in (3, 4))
    for _ in range(16):
        house.move_clock(timedelta(seconds=121))
        try_password(page, house, "falsch")
    house.move_clock(timedelta(seconds=121))
    try_password(page, house, right)
    assert "主管" in told(page)
    inside.goto("/courses")
    expect(inside.locator("h1")).to_be_visible()
    assert "/sign-in" not in inside.url
    boss = signed_in("manager")
    boss.goto(f"/people?q={house.accounts['employee']['employee_no']}")
    boss.click("tbody a")
    boss.click("form[action$='/unlock'] button")
    try_password(page, house, right)
    page.wait_for_url(lambda url: "/sign-in" not in url)


def test_an_initial_password_opens_nothing_but_the_page_where_one_chooses_ones_own(
    context: Callable[..., BrowserContext], house: House
) -> None:
    account = house.accounts["payroll"]
    with sqlite3.connect(house.database) as company:
        company.execute("UPDATE employee SET must_change_password = 1 WHERE number = ?", (account["employee_no"],))
    page = context().new_page()
    sign_in(page, account["employee_no"], account["password"])
    page.goto("/record")
    page.wait_for_url("**/account/password")
    page.fill("[name=new]", NEW)
    page.fill("[name=again]", "etwas anderes")
    page.click("main form button.main")
    expect(page.locator("[aria-invalid]").first).to_be_visible()
    page.fill("[name=new]", NEW)
    page.fill("[name=again]", NEW)
    page.click("main form button.main")
    page.wait_for_url(lambda url: url.endswith("/"))
    page.goto("/record")
    assert page.url.endswith("/record")


def test_a_new_password_ends_the_other_sessions(
    context: Callable[..., BrowserContext], signed_in: Callable[..., Page], house: House
) -> None:
    account = house.accounts["mentor"]
    here, elsewhere = signed_in("mentor"), signed_in("mentor")
    here.goto("/account")
    here.fill("[name=old]", account["password"])
    here.fill("[name=new]", NEW)
    here.fill("[name=again]", NEW)
    here.click("main form:has([name=old]) button.main")
    expect(here.locator(".flashes")).to_be_visible()
    here.goto("/path")
    assert here.url.endswith("/path")
    elsewhere.goto("/path")
    assert "/sign-in" in elsewhere.url
    page = context().new_page()
    try_password(page, house, account["password"], "mentor")
    assert told(page)
    house.move_clock(timedelta(minutes=3))
    sign_in(page, account["employee_no"], NEW)


def test_english_stays_after_signing_in_again_and_every_page_speaks_it(
    context: Callable[..., BrowserContext], signed_in: Callable[..., Page], house: House
) -> None:
    page = signed_in("trainer")
    page.goto("/account")
    page.click("main button[name=language][value=en]")
    for path in ("/", "/courses", "/exams", "/record", "/banks"):
        page.goto(path)
        expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.locator(".tabs")).to_contain_text("Today")
    again = context().new_page()
    account = house.accounts["trainer"]
    sign_in(again, account["employee_no"], account["password"])
    expect(again.locator("html")).to_have_attribute("lang", "en")
