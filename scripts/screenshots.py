"""Takes the pictures of docs/screenshots.md from a running demo company: `.venv/bin/python -m scripts.screenshots`."""

import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from tests.journeys.conftest import DESKTOP, FLAGS, PHONE, sign_in
from tests.journeys.house import ROOT, House, flask, new_house
from tests.needs import CHROMIUM

PICTURES = ROOT / "docs" / "screenshots"


@dataclass(frozen=True)
class Shot:
    """One picture: whose page, which one, on what, in which language, and how to get it ready."""

    name: str
    role: str
    path: str
    text: str
    look: str = "phone"
    language: str = "zh-CN"
    prepare: Callable[[Page], None] = lambda page: None


def _start_exam(page: Page) -> None:
    page.click("main a[href*='/exams/'] >> nth=0")
    page.click("main form button >> nth=0")
    page.wait_for_url("**/attempts/*")
    page.click(".question .option >> nth=1")
    page.wait_for_timeout(1500)


SHOTS = (
    Shot("sign-in", "", "/sign-in", "Sign-in"),
    Shot("home-new-hire", "employee", "/", "The first page of a new hire"),
    Shot("home-new-hire-en", "employee", "/", "The same in English", language="en"),
    Shot("home-manager", "manager", "/", "The first page of a manager", "desktop"),
    Shot("courses", "employee", "/courses", "The courses"),
    Shot("lesson", "employee", "/courses/customer-service-process/bad-reviews-by-cause", "A lesson"),
    Shot("lesson-desktop", "employee", "/courses/customer-service-skills/bargaining", "A lesson at night", "dark"),
    Shot("path", "employee", "/path", "The learning path"),
    Shot("exams", "employee", "/exams", "One's exams"),
    Shot("exam", "employee", "/exams", "An exam, just begun", "desktop", prepare=_start_exam),
    Shot("record", "employee", "/record", "The assessment record"),
    Shot("record-desktop", "employee", "/record", "The record on a desktop, dark", "dark"),
    Shot("team", "manager", "/team", "The manager's team"),
    Shot("paths-of-team", "manager", "/team/paths", "Who is late", "desktop"),
    Shot("assignments", "manager", "/assignments", "Assignments", "desktop"),
    Shot("marking", "manager", "/marking", "The marking queue", "desktop"),
    Shot("people", "administrator", "/people", "The people", "desktop"),
    Shot("bank", "trainer", "/banks", "The question banks", "desktop"),
)
LOOKS: dict[str, dict[str, Any]] = {
    "phone": PHONE,
    "desktop": {**DESKTOP, "color_scheme": "light"},
    "dark": DESKTOP,
}


def main() -> None:
    """Open the house, take all pictures, write the page that shows them."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        company = Path(folder) / "company.db"
        flask(company, "demo", "create")
        house = new_house(company, Path(folder))
        house.open()
        try:
            with sync_playwright() as driver:
                browser = driver.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
                for shot in SHOTS:
                    take(browser, house, shot)
        finally:
            house.close()
    (ROOT / "docs" / "screenshots.md").write_text(page_of_pictures(), encoding="utf-8")


def take(browser: Browser, house: House, shot: Shot) -> None:
    """Sign in as whoever the picture is about and take it."""
    context = browser.new_context(base_url=house.url, locale=shot.language, **LOOKS[shot.look])
    page = context.new_page()
    if shot.role:
        account = house.accounts[shot.role]
        sign_in(page, account["employee_no"], account["password"])
        page.goto("/account")
        page.click(f"main button[name=language][value='{shot.language}']")
    page.goto(shot.path)
    shot.prepare(page)
    page.wait_for_load_state("networkidle")
    page.screenshot(path=PICTURES / f"{shot.name}.png")
    context.close()


def page_of_pictures() -> str:
    """The Markdown page with every picture under its sentence."""
    parts = ["# How it looks", "", "Taken by `.venv/bin/python -m scripts.screenshots` from the running demo company."]
    for shot in SHOTS:
        parts += ["", f"## {shot.text}", "", f"![{shot.text}](screenshots/{shot.name}.png)"]
    return "\n".join(parts) + "\n"


if __name__ == "__main__":
    main()
