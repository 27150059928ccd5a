"""Drafts wait, are decided one by one, follow the sheet, and never stand in a draw before they are published."""

from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from kit import publishing
from kit.database import db, writing
from kit.errors import Conflict, NotFound, Refused
from people.goods import Good
from people.models import Employee
from people.service import stocking
from quiz.files import read_banks
from quiz.kinds import BANK
from quiz.models import GoodsDraft
from quiz.service import drafting
from quiz.service.pools import candidates
from tests.conftest import NOON, ROOT
from tests.world import World, people, sign_in

FILE = "goods/bank.toml"


@dataclass
class Shop:
    """A store with four cups in its sheet, and the drafts made from them."""

    app: Flask
    world: World

    @property
    def session(self) -> Session:
        db.session.rollback()
        return db.session()

    def stock(self, *goods: Good) -> None:
        with writing() as session:
            stocking.stock(session, self.world.store, goods, self.world.trainer, NOON)

    def draft(self, aspect: str, number: str = "m1") -> GoodsDraft:
        name = f"{self.world.store}-{number}-{aspect}"
        return self.session.scalars(select(GoodsDraft).where(GoodsDraft.name == name)).one()

    def decide(self, what: str, aspect: str) -> None:
        row = self.draft(aspect)
        id, seen = row.id, drafting.seen(row)
        with writing() as session:
            drafting.decide(session, id, what, seen, self.world.trainer, NOON)

    def drawn(self) -> list[str]:
        return [one.key for one in candidates(self.session, "goods")]

    def trainer(self) -> FlaskClient:
        return sign_in(self.app, self.world.trainer)


def cup(number: str, name: str, material: str, **more: Any) -> Good:
    return Good(number=number, name=name, category="杯具", material=material, **more)


CUPS = (
    cup("M1", "素面杯", "高温瓷", price=8900, floor_price=7200, size="380 ml"),
    cup("M2", "金边杯", "骨瓷", price=9900),
    cup("M3", "钢杯", "不锈钢", price=12900),
    cup("M4", "陶杯", "粗陶", price=3900),
)


def open_shop(app: Flask) -> Shop:
    sources, _ = read_banks({FILE: (ROOT / "quiz/content" / FILE).read_text(encoding="utf-8")})
    with writing() as session:
        shop = Shop(app, people(session))
        publishing.load(session, BANK, sources, NOON, force=False)
    shop.stock(*CUPS)
    return shop


@pytest.fixture
def shop(app: Flask) -> Shop:
    return open_shop(app)


@pytest.fixture
def either_shop(either_app: Flask) -> Shop:
    return open_shop(either_app)


def test_a_new_sheet_brings_drafts_that_nobody_draws(either_shop: Shop) -> None:
    assert drafting.counts(either_shop.session).waiting == 10
    assert either_shop.drawn() == []


def test_an_accepted_draft_can_be_drawn_and_remembers_its_good(either_shop: Shop) -> None:
    either_shop.decide("accept", "material")
    key = f"goods/{either_shop.world.store}-m1-material"
    assert either_shop.drawn() == [key]
    (found,) = candidates(either_shop.session, "goods")
    assert found.tags == {"good-m1"}
    row = either_shop.draft("material")
    assert (row.state, row.question, row.good_version) == ("published", key, 1)


def test_what_is_set_aside_stays_there_and_can_be_taken_back(either_shop: Shop) -> None:
    either_shop.decide("skip", "price")
    either_shop.stock(*CUPS)
    assert either_shop.draft("price").state == "aside"
    either_shop.decide("back", "price")
    assert either_shop.draft("price").state == "waiting"
    assert either_shop.drawn() == []


def test_two_trainers_do_not_decide_the_same_draft(shop: Shop) -> None:
    row = shop.draft("price")
    id, seen = row.id, drafting.seen(row)
    shop.decide("skip", "price")
    with writing() as session, pytest.raises(Conflict):
        drafting.decide(session, id, "accept", seen, shop.world.trainer, NOON)
    assert shop.drawn() == []


def test_only_what_stands_there_can_be_chosen(shop: Shop) -> None:
    with pytest.raises(Refused):
        shop.decide("retire", "price")
    with pytest.raises(NotFound):
        drafting.find(shop.session, 9999)


def test_a_changed_good_makes_stale_what_rests_on_the_change_and_nothing_else(either_shop: Shop) -> None:
    for aspect in ("price", "material"):
        either_shop.decide("accept", aspect)
    either_shop.stock(CUPS[0].model_copy(update={"price": 9500}))
    store = either_shop.world.store
    assert drafting.stale_questions(either_shop.session) == {f"goods/{store}-m1-price"}
    assert either_shop.draft("material").state == "published"
    assert len(either_shop.drawn()) == 2
    row = drafting.next_to_review(either_shop.session)
    assert row is not None
    assert (row.state, row.good_version) == ("stale", 2)
    either_shop.decide("accept", "price")
    versions = publishing.history(either_shop.session, "question", f"goods/{store}-m1-price")
    assert [version.number for version in versions] == [2, 1]
    assert drafting.stale_questions(either_shop.session) == set()


def test_a_wrong_option_that_changed_makes_the_question_stale(shop: Shop) -> None:
    shop.decide("accept", "material")
    shop.stock(CUPS[1].model_copy(update={"material": "高温瓷 "}))
    assert shop.draft("material").state == "stale"


def test_a_waiting_draft_follows_the_sheet(shop: Shop) -> None:
    shop.stock(CUPS[0].model_copy(update={"price": 9500}))
    row = shop.draft("price")
    assert (row.state, row.good_version) == ("waiting", 2)
    assert "95" in row.body
    assert shop.draft("size").good_version == 1


def test_a_stale_question_can_be_kept_as_it_is(shop: Shop) -> None:
    shop.decide("accept", "price")
    shop.stock(CUPS[0].model_copy(update={"price": 9500}))
    shop.decide("skip", "price")
    assert shop.draft("price").state == "published"
    shop.stock(CUPS[0].model_copy(update={"price": 9600}))
    assert shop.draft("price").state == "stale"


def test_a_stale_question_can_be_retired(shop: Shop) -> None:
    shop.decide("accept", "price")
    shop.stock(CUPS[0].model_copy(update={"price": 9500}))
    shop.decide("retire", "price")
    assert (shop.draft("price").state, shop.drawn()) == ("aside", [])


def test_a_good_that_is_taken_out_takes_its_drafts_along_and_doubts_what_was_published(shop: Shop) -> None:
    shop.decide("accept", "price")
    good = stocking.goods(shop.session)[0]
    with writing() as session:
        stocking.retire(session, session.get_one(Employee, shop.world.trainer), good.id, NOON)
    mine = select(GoodsDraft).where(GoodsDraft.good == good.key)
    assert [(row.name.rpartition("-")[2], row.state) for row in shop.session.scalars(mine)] == [("price", "stale")]
    assert shop.trainer().get("/banks/goods/drafts").status_code == 200


def test_the_page_reviews_one_after_the_other_without_a_script(shop: Shop) -> None:
    trainer = shop.trainer()
    page = trainer.get("/banks/goods/drafts").text
    row = drafting.next_to_review(shop.session)
    assert row is not None
    id, seen = row.id, drafting.seen(row)
    for key in ("a", "e", "s"):
        assert f'data-key="{key}"' in page
    trainer.post(f"/banks/goods/drafts/{id}", data={"do": "accept", "seen": seen})
    assert len(shop.drawn()) == 1
    again = trainer.post(f"/banks/goods/drafts/{id}", data={"do": "skip", "seen": seen}, follow_redirects=True)
    assert again.status_code == 200
    assert len(shop.drawn()) == 1
    assert f"/banks/goods/drafts/{id}" not in trainer.get("/banks/goods/drafts").text
    assert trainer.get("/banks/goods/drafts?state=aside").status_code == 200


def test_a_draft_can_be_rewritten_before_it_is_published(shop: Shop) -> None:
    trainer, row = shop.trainer(), shop.draft("price")
    url = f"/banks/goods/new/numeric?draft={row.id}"
    assert row.name in trainer.get(url).text
    sent = {
        "id": row.name,
        "use": "exam",
        "difficulty": "medium",
        "platform": "any",
        "tags": "good-m1",
        "lesson": "",
        "accepted-0-flaw": "",
        "stem": "素面杯卖多少元？",
        "answer": "89",
        "unit": "元",
        "explanation": "资料表上的售价。",
        "based_on": "0",
        "do": "publish",
    }

    assert trainer.post(url, data=sent).status_code == 302
    assert shop.draft("price").state == "published"
    (found,) = candidates(shop.session, "goods")
    assert found.use == "exam"


def test_stale_questions_are_marked_in_the_bank_and_on_the_home_page(shop: Shop) -> None:
    shop.decide("accept", "price")
    shop.stock(CUPS[0].model_copy(update={"price": 9500}))
    trainer, name = shop.trainer(), f"{shop.world.store}-m1-price"
    for page in ("/banks/goods", f"/banks/goods/questions/{name}", "/"):
        assert "refresh" in trainer.get(page).text or "/banks/goods/drafts" in trainer.get(page).text
    assert "/banks/goods/drafts" not in sign_in(shop.app, shop.world.owner).get("/").text


def test_a_stale_question_written_anew_in_the_bank_is_doubted_no_more(shop: Shop) -> None:
    shop.decide("accept", "price")
    shop.stock(CUPS[0].model_copy(update={"price": 9500}))
    row = shop.draft("price")
    question = drafting.question_of(row)
    with writing() as session:
        publishing.publish(session, "question", f"goods/{row.name}", question, NOON, shop.world.trainer)
    assert shop.draft("price").state == "published"
