"""The first page says what to do now; notices, search and language stand beside it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from kit.database import writing
from kit.rooms import Card, Panel, Urgency
from kit.web import Room
from people.models import Employee
from people.service.notices import notify
from people.views.home import in_order, show
from tests.conftest import NOON
from tests.people.conftest import House


def card(title: str, urgency: Urgency = Urgency.SOON, hours: int | None = None) -> Card:
    due = None if hours is None else NOON + timedelta(hours=hours)
    return Card(title, "because", "/", "Go", urgency, due, 10)


def offer(house: House, cards: list[Card], panels: list[Panel]) -> None:
    """Let a room of the test stand in for all others."""
    own = house.app.extensions["rooms"][1]
    fake = Room(name="fake", cards=[lambda *_: cards], panels=[lambda *_, one=panel: one for panel in panels])
    house.app.extensions["rooms"] = [replace(own, cards=[], panels=[]), fake]


def test_the_most_urgent_come_first_and_only_five(house: House) -> None:
    offer(house, [card(f"card {n}") for n in range(6)] + [card("late one", Urgency.LATE, -5)], [])
    page = house.browser("owner").get("/").text
    assert page.index("late one") < page.index("card 0")
    assert "card 3" in page
    assert "card 4" not in page
    assert "50" in page


def test_panels_stand_in_their_order(house: House) -> None:
    offer(house, [], [Panel(20, "<p>second</p>"), Panel(10, "<p>first</p>")])
    page = house.browser("owner").get("/").text
    assert page.index("first") < page.index("second")


def test_of_like_cards_the_one_due_first_leads() -> None:
    found = in_order([card("c"), card("b", hours=9), card("a", hours=2)])
    assert [one.title for one in found] == ["a", "b", "c"]


@pytest.mark.parametrize(("hours", "tone"), [(-1, "late"), (3, "late"), (24, "amber"), (72, "")])
def test_due_times_are_said_in_words(house: House, hours: int, tone: str) -> None:
    with house.app.test_request_context():
        shown = show(card("x", hours=hours), NOON)
    assert shown.due_tone == tone
    assert shown.due


def test_notices_are_counted_until_they_are_read(house: House) -> None:
    with writing() as session:
        for _ in range(2):
            notify(session, house.world.owner, "k1", "Saved.", {}, "/", NOON)
    client = house.browser("owner")
    assert '<b class="num">1</b>' in client.get("/").text
    client.post("/notices")
    assert '<b class="num">1</b>' not in client.get("/").text


def test_the_search_finds_only_people_in_reach(house: House) -> None:
    assert "林晓雨" in house.browser("manager").get("/search?q=林晓").text
    assert f"/people/{house.world.stranger}" not in house.browser("manager").get("/search?q=何舟").text


def test_the_language_is_switched_and_kept(house: House) -> None:
    client = house.browser("owner")
    client.post("/language", data={"language": "en", "next": "/account"})
    assert 'lang="en"' in client.get("/account").text
    assert house.session.get_one(Employee, house.world.owner).language == "en"


def test_an_administrator_sees_what_is_still_to_set_up(house: House) -> None:
    assert "kind=accounts" in house.browser("administrator").get("/").text
