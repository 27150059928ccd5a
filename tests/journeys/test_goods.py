"""A goods table becomes drafts, drafts become questions by a key each, questions stand in an exam, and become stale."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select
from sqlalchemy.orm import Session

from exams.papers import Paper
from exams.service.assigning import AT_ONCE, Meant, Terms, assign
from kit.clock import now
from kit.content import parse
from kit.database import db, writing
from kit.publishing import publish
from kit.sheets import writing as sheets
from people import goods
from people.goods import Good
from people.goods_sheet import to_rows
from people.models import Employee
from tests.conftest import ROOT, build
from tests.journeys.conftest import DESKTOP, PHONE
from tests.journeys.house import House
from tests.journeys.test_accessibility import faults

pytestmark = pytest.mark.journey

NEW = Good(
    number="SL-M09",
    name="山岚大号杯",
    category="杯具",
    material="炻瓷",
    size="520 ml",
    fit=("微波炉",),
    not_for=("明火", "洗碗机"),
    price=9900,
    floor_price=8500,
)


@contextmanager
def behind(house: House) -> Iterator[Session]:
    """Write to the company's database as its own use-cases do."""
    app = build(f"sqlite:///{house.database}")
    with app.app_context():
        with writing() as session:
            yield session
        db.session.remove()
        db.engine.dispose()


def table(file: Path, *more: Good, number: str = "", **changed: Any) -> Path:
    """The flagship's table with some more rows and one of its goods changed."""
    text = (ROOT / "people" / "demo_goods.toml").read_text(encoding="utf-8")
    found = goods.read({"demo_goods.toml": text}, "demo_goods.toml")[0]
    rows = to_rows([*(one.model_copy(update=changed) if one.number == number else one for one in found), *more])
    file.write_bytes(sheets.write([sheets.Page("商品资料", rows)]))
    return file


def bring_in(page: Page, file: Path) -> None:
    """Send a table for the flagship store."""
    page.goto("/goods/imports")
    page.select_option("[name=store]", label="星桥旗舰店")
    page.set_input_files("[name=file]", file)
    page.click("main form button[type=submit]")
    page.wait_for_url("**/goods/imports/*")


def enter(page: Page) -> None:
    """Enter what is previewed."""
    page.click("main form[action$='/enter'] button")
    expect(page.locator(".flash.good")).to_be_visible()


def give_exam(house: House, count: int) -> int:
    """Put a paper that draws from the goods before the newest colleague; gives its sitting."""
    data = {
        "id": "goods-of-the-week",
        "title": {"zh": "商品周考", "en": "Goods of the week"},
        "summary": {"zh": "本周新品", "en": "New goods"},
        "position": "customer-service",
        "minutes": 10,
        "pass_percent": 60,
        "sections": [
            {"title": {"zh": "商品", "en": "Goods"}, "points": "10", "draws": [{"count": count, "bank": "goods"}]}
        ],
    }
    paper = parse(Paper, data, "test", "goods-of-the-week")
    assert isinstance(paper, Paper)
    moment = now()
    with behind(house) as session:
        publish(session, "paper", paper.id, paper, moment)
        by_number = {one.number: one for one in session.scalars(select(Employee))}
        terms = Terms(paper.id, moment - timedelta(minutes=1), moment + timedelta(hours=2), 10, 1, 60, AT_ONCE)
        return assign(session, by_number["E1001"], terms, [Meant(employee_id=by_number["E1024"].id)], moment).id


def stem(page: Page) -> str:
    """What the draft on the page asks."""
    return page.locator("#draft .stem").inner_text()


def test_from_a_goods_table_to_an_exam(house: House, signed_in: Callable[..., Page], tmp_path: Path) -> None:
    trainer = signed_in("trainer", **DESKTOP)
    trainer.goto("/courses")
    trainer.click("main a[href='/goods']")
    expect(trainer.locator("tbody tr")).to_have_count(30)

    bring_in(trainer, table(tmp_path / "wrong.xlsx", NEW.model_copy(update={"floor_price": 99_00_00})))
    expect(trainer.locator("form[action$='/enter']")).to_have_count(0)
    with trainer.expect_download() as corrected:
        trainer.click("a[href$='/corrected.xlsx']")
    assert corrected.value.path().stat().st_size > 1000
    bring_in(trainer, table(tmp_path / "right.xlsx", NEW))
    assert faults(trainer, PHONE) == []
    assert faults(trainer, DESKTOP) == []
    enter(trainer)

    trainer.click("main a[href='/banks/goods/drafts']")
    assert faults(trainer, PHONE) == []
    assert faults(trainer, DESKTOP) == []
    accepted = stem(trainer)
    trainer.keyboard.press("a")
    expect(trainer.locator("#draft .stem")).not_to_have_text(accepted)
    passed_over = stem(trainer)
    trainer.keyboard.press("s")
    expect(trainer.locator("#draft .stem")).not_to_have_text(passed_over)
    trainer.keyboard.press("e")
    trainer.wait_for_url("**/banks/goods/new/*")
    rewritten = "来自商品资料，改写过的一题：这样问行吗？"
    trainer.fill("[name=stem]", rewritten)
    trainer.click("button[value=publish]")
    trainer.wait_for_url("**/banks/goods/drafts")
    trainer.goto("/banks/goods")
    expect(trainer.locator("main ul.rows > li")).to_have_count(2)

    sitting = give_exam(house, 2)
    hire = signed_in("employee")
    hire.goto(f"/exams/{sitting}")
    hire.click("main form button.wide, main a.wide")
    hire.wait_for_url("**/attempts/*")
    page = hire.locator("main").inner_text()
    asked = hire.locator(".stem").all_text_contents()
    assert sorted(text.strip() for text in asked) == sorted([accepted.strip(), rewritten])
    assert passed_over not in page


def test_a_changed_good_is_listed_again_and_found_on_the_phone(
    house: House, signed_in: Callable[..., Page], tmp_path: Path
) -> None:
    trainer = signed_in("trainer", java_script_enabled=False)
    trainer.goto("/banks/goods/drafts")
    while "页面价" not in stem(trainer) and "标价" not in stem(trainer) and "卖多少元" not in stem(trainer):
        trainer.click("button[value=skip]")
    number = trainer.locator("aside dd.num").first.inner_text()
    trainer.click("button[value=accept]")
    bring_in(trainer, table(tmp_path / "dearer.xlsx", number=number, price=999_00))
    enter(trainer)
    trainer.goto("/banks/goods")
    expect(trainer.locator("main .chip", has_text="资料已改")).to_have_count(1)
    trainer.goto("/banks/goods/drafts")
    expect(trainer.locator("#draft")).to_contain_text("999")
    trainer.click("button[value=accept]")
    trainer.goto("/banks/goods")
    expect(trainer.locator("main .chip", has_text="资料已改")).to_have_count(0)

    hire = signed_in("employee")
    hire.goto("/goods")
    hire.fill("[name=words]", number)
    hire.press("[name=words]", "Enter")
    expect(hire.locator("tbody tr")).to_have_count(1)
    assert faults(hire, PHONE) == []
    hire.click("tbody a")
    expect(hire.locator("aside")).to_contain_text("999")
    assert faults(hire, PHONE) == []
    assert faults(hire, DESKTOP) == []
