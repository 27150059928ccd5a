"""axe finds nothing, and nothing sticks out sideways, on every kind of page that anybody can click to."""

import re
from collections import deque
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import BrowserContext, Page

from tests.journeys.conftest import DESKTOP, PHONE, sign_in
from tests.journeys.house import House
from tests.needs import needs

AXE = Path(__file__).parent.parent.parent / "node_modules" / "axe-core" / "axe.min.js"
ROLES = ("employee", "mentor", "manager", "trainer", "payroll", "administrator")
# leaving, and files that are no pages
NOT_PAGES = re.compile(r"sign-out|\.(pdf|xlsx|csv|toml|zip|md)$|export")

pytestmark = pytest.mark.journey


def kind_of(url: str) -> str:
    """Pages that differ only in what they show are one kind."""
    path = re.sub(r"/\d+", "/N", urlsplit(url).path)
    return re.sub(r"^/(courses|checks)/[a-z0-9-]+(/[a-z0-9-]+)?$", r"/\1/…\2", path)


def links(page: Page) -> list[str]:
    """Where one can go from here."""
    found: list[str] = page.eval_on_selector_all("a[href]", "all => all.map(a => a.href)")
    return found


def faults(page: Page) -> list[str]:
    """What axe finds on this page, in one line each, and whether the page is wider than the window."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    result: dict[str, Any] = page.evaluate("axe.run({resultTypes: ['violations']})")
    found = [
        f"{violation['id']}: {node['target'][0]}: {node['failureSummary']}"
        for violation in result["violations"]
        for node in violation["nodes"][:3]
    ]
    if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth + 1"):
        found.append("the page is wider than the window")
    return found


@pytest.mark.parametrize("look", ["phone-light", "desktop-dark"])
@pytest.mark.parametrize("role", ROLES)
def test_axe_finds_nothing_on_any_kind_of_page(
    context: Callable[..., BrowserContext], house: House, role: str, look: str
) -> None:
    needs(AXE.exists(), "axe-core (make env)")
    page = context(bypass_csp=True, **(PHONE if look == "phone-light" else {**DESKTOP, "is_mobile": False})).new_page()
    account = house.accounts[role]
    sign_in(page, account["employee_no"], account["password"])
    waiting, seen, bad = deque([page.url]), {kind_of(page.url)}, {}
    while waiting:
        url = waiting.popleft()
        answer = page.goto(url)
        if answer and answer.status >= 400:
            bad[url] = [f"answers {answer.status}"]
            continue
        if found := faults(page):
            bad[url] = found
        for link in links(page):
            clean = link.split("#")[0]
            if clean.startswith(house.url) and not NOT_PAGES.search(clean) and kind_of(clean) not in seen:
                seen.add(kind_of(clean))
                waiting.append(clean)
    assert not bad
    assert len(seen) >= 5
