"""The path of every core position, walked from the first lesson to the certificate; on pages without a script."""

import re
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect
from sqlalchemy import select
from sqlalchemy.orm import Session

from kit.clock import local_day, now
from kit.database import db, writing
from people.demo import ALIEXPRESS, FLAGSHIP, PRE, WHOLESALE
from people.models import Employee, Team
from people.passwords import hash_password
from people.service.staffing import Facts, employ, set_mentor
from people.staff_cells import Post
from tests.conftest import build
from tests.journeys.conftest import sign_in
from tests.journeys.house import ROOT, House, new_house
from tests.journeys.keys import answer
from tests.sizes import FULL

pytestmark = [pytest.mark.journey, pytest.mark.full]

PASSWORD = "yi-bu-yi-bu-lai"
NUMBER, NAME = "E3001", "方知行"
ZONE = "Asia/Shanghai"
MORNING = time(8, 30)
ON_A_LESSON = timedelta(minutes=12)


@dataclass(frozen=True)
class Place:
    """Where somebody begins: what they do, in which team, who leads them and who marks their exam."""

    post: Post
    team: str
    mentor: str
    examiner: str


PLACES = {
    "sales": Place(Post("sales", "1688"), WHOLESALE, "E1022", "E1007"),
    "customer-service": Place(Post("customer-service", "pre-sale"), PRE, "E1008", "E1005"),
    "operations": Place(Post("operations"), FLAGSHIP, "E1015", "E1005"),
    "store-manager": Place(Post("store-manager", "cross-border"), ALIEXPRESS, "E1006", "E1001"),
    "visual-design": Place(Post("visual-design"), FLAGSHIP, "E1016", "E1005"),
}


@pytest.fixture(params=list(PLACES) if FULL else ["sales"])
def position(request: pytest.FixtureRequest) -> str:
    """The position whose path is walked; one of them stands for all in a small run."""
    return str(request.param)


@pytest.fixture
def house(position: str, demo_company: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A house in which it is the morning of somebody's first day."""
    opened = new_house(demo_company, tmp_path_factory.mktemp(position))
    moment = now()
    first_day = local_day(moment, ZONE) + timedelta(days=1)
    app = build(f"sqlite:///{opened.database}")
    with app.app_context():
        with writing() as session:
            _begin(session, PLACES[position], first_day, moment)
        db.session.remove()
        db.engine.dispose()
    opened.move_clock(datetime.combine(first_day, MORNING, ZoneInfo(ZONE)).astimezone(UTC) - moment)
    opened.open()
    yield opened
    opened.close()


def _begin(session: Session, place: Place, first_day: date, moment: datetime) -> None:
    colleagues = session.scalars(select(Employee).where(Employee.number.in_([place.mentor, place.examiner]))).all()
    mentor = next(one for one in colleagues if one.number == place.mentor)
    team = session.scalars(select(Team).where(Team.name == place.team)).one()
    hire = employ(session, Facts(NUMBER, NAME, "", "", first_day, team.id), [place.post], None, moment)
    set_mentor(session, hire, mentor.id, mentor, "", moment)
    secret = hash_password(PASSWORD)
    for one in (hire, *colleagues):
        one.password_hash, one.must_change_password = secret, False


@pytest.fixture
def desk(context: Callable[..., BrowserContext]) -> Callable[[str], Page]:
    """Sign somebody in on a page without scripts."""

    def take(number: str) -> Page:
        page = context(java_script_enabled=False).new_page()
        sign_in(page, number, PASSWORD)
        return page

    return take


def follow(page: Page, link: Locator) -> None:
    """Click what leads to another page, and be there."""
    with page.expect_navigation(wait_until="domcontentloaded"):
        link.click()


def test_from_the_first_lesson_to_the_certificate(position: str, desk: Callable[[str], Page], house: House) -> None:
    path = tomllib.loads((ROOT / f"courses/content/paths/{position}.toml").read_text(encoding="utf-8"))
    place = PLACES[position]
    hire, mentor = desk(NUMBER), desk(place.mentor)
    mentor.goto("/team/paths")
    follow(mentor, mentor.locator("#paths a", has_text=NAME))
    day = 1
    for step in path["steps"]:
        kind, _, key = step["name"].partition(":")
        house.move_clock(timedelta(days=step["day"] - day))
        day = step["day"]
        if kind == "lesson":
            go_on(hire, f"/courses/{key}")
            read(hire, house)
            take_check(hire)
        elif kind == "mentor":
            confirm(mentor, key)
        elif kind == "exam":
            go_on(hire, "/exams/")
            sit(hire)
            mark(desk(place.examiner))
            expect_full_marks(hire)
    expect_certificate(hire, path)


def go_on(hire: Page, address: str) -> None:
    """Take the next step that one's own path names; it leads where the content says."""
    hire.goto("/path")
    follow(hire, hire.locator("main .rows a.btn.main"))
    assert address in hire.url


def read(hire: Page, house: House) -> None:
    """Spend the time on the lesson's page and press the button that counts it."""
    house.move_clock(ON_A_LESSON)
    follow(hire, hire.locator("[data-reading] button"))
    expect(hire.locator("[data-read]")).to_have_class("done")


def take_check(hire: Page) -> None:
    """Take the lesson's check; every answer from the content files is right."""
    follow(hire, hire.locator("#done a.btn"))
    follow(hire, hire.locator("button[value=start]"))
    while hire.locator("button[value=answer]").count():
        answer(hire.locator("#run"))
        follow(hire, hire.locator("button[value=answer]"))
        assert hire.locator("#run h2 .vh").inner_text() == ": 对"
        follow(hire, hire.locator("#run a.wide"))
    expect(hire.locator("#run .score")).to_contain_text("通过")


def confirm(mentor: Page, step: str) -> None:
    """The mentor writes what was seen and confirms the step, on the page of the path."""
    mentor.reload()
    line = mentor.locator(f"#mentor-{step}")
    line.locator("summary").click()
    line.locator("textarea").fill("看过了，做得到位。")
    follow(mentor, line.locator("button[value=yes]"))
    expect(mentor.locator(f"#mentor-{step}")).to_have_class("done")


def sit(hire: Page) -> None:
    """Sit the onboarding exam that the path has brought, all on one page, and hand it in."""
    follow(hire, hire.locator("main form button.main"))
    for card in hire.locator("article.question").all():
        answer(card)
    follow(hire, hire.locator("#hand-in"))
    expect(hire.locator("main")).to_contain_text("每道题都答了")
    follow(hire, hire.locator("main form button.main"))
    expect(hire.locator("main")).to_contain_text("等待批阅")


def mark(examiner: Page) -> None:
    """The manager gives the case answers all the points that their criteria hold."""
    examiner.goto("/marking")
    follow(examiner, examiner.locator("main .row", has_text=NAME).locator("a.btn"))
    for box in examiner.locator("input[name*='criterion']").all():
        most = re.search(r"0 到 ([\d.]+)", box.locator("xpath=ancestor::div[1]").inner_text())
        assert most
        box.fill(most[1])
    follow(examiner, examiner.locator("main form > .actions button.main"))
    expect(examiner.locator(".flashes")).to_contain_text("成绩")


def expect_full_marks(hire: Page) -> None:
    """The answers of the content files come to all the points there are, red lines included."""
    hire.reload()
    expect(hire.locator(".score .huge")).to_have_text("100")
    expect(hire.locator(".score")).to_contain_text("通过")


def expect_certificate(hire: Page, path: dict[str, Any]) -> None:
    """The path says that all is done, stands in the record, and its certificate can be opened."""
    hire.goto("/path")
    expect(hire.locator("main .head .num").first).to_have_text(f"{len(path['steps'])} / {len(path['steps'])}")
    hire.goto("/record?kind=path")
    expect(hire.locator("main .rows .row")).to_have_count(1)
    expect(hire.locator("main .rows .row")).to_contain_text(path["title"]["zh"])
    follow(hire, hire.locator("aside a", has_text=path["certificate"]["title"]["zh"]))
    assert "/certificates/" in hire.url
    expect(hire.locator(".certificate h1")).to_have_text(path["certificate"]["title"]["zh"])
    expect(hire.locator(".certificate .name")).to_have_text(NAME)
