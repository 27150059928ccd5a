"""The trainer's pages: filters, the next version, conflicts, faults at their fields, files out and in."""

import io
import re
import zipfile
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from courses.lessons import Lesson
from kit.audit import AuditEntry
from kit.content import Text, digest
from kit.database import db, writing
from kit.publishing import publish
from quiz import files
from quiz.questions import Bank
from quiz.service import banks, editing
from tests.conftest import NOON
from tests.quiz.samples import fill, numeric, short, single, truefalse
from tests.quiz.samples import multiple as many
from tests.world import World, people, sign_in

BANK = "/banks/shop"
SINGLE = single(id="one", use="open", difficulty="easy", tags=["bargain"])
SAMPLES = [SINGLE, many(id="two"), truefalse(id="three"), fill(id="four"), numeric(id="five"), short(id="six")]


@pytest.fixture
def world(app: Flask) -> World:
    title = Text(zh="客服题库", en="Customer service")
    with writing() as session:
        found = people(session)
        publish(session, "bank", "shop", Bank(id="shop", title=title, summary=title, position="customer-service"), NOON)
        for question in SAMPLES:
            publish(session, "question", f"shop/{question.id}", question, NOON)
        for key in {question.lesson for question in SAMPLES if question.lesson}:
            name = key.rpartition("/")[2]
            lesson = Lesson(id=name, number=1, title=title, summary=title, minutes=5, body="正文")
            publish(session, "lesson", key, lesson, NOON)
    return found


@pytest.fixture
def trainer(app: Flask, world: World) -> FlaskClient:
    return sign_in(app, world.trainer)


def form_of(page: str) -> dict[str, Any]:
    """What a browser would send from the editor as it came."""
    form = page[page.index('<form class="form wide"') :]
    form = form[: form.index("</form>")]
    sent: dict[str, Any] = {}
    for tag in re.findall(r"<input[^>]*>", form):
        name, value = re.search(r'name="([^"]+)"', tag), re.search(r'value="([^"]*)"', tag)
        if name and (('type="checkbox"' not in tag and 'type="radio"' not in tag) or "checked" in tag):
            sent[name[1]] = value[1] if value else ""
    for name, text in re.findall(r'<textarea[^>]*name="([^"]+)"[^>]*>\s?(.*?)</textarea>', form, re.DOTALL):
        sent[name] = text.replace("&gt;", ">").replace("&#34;", '"').strip()
    for name, options in re.findall(r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', form, re.DOTALL):
        chosen = re.search(r'<option selected value="([^"]*)"', options)
        sent[name] = chosen[1] if chosen else ""
    return sent


def edit(trainer: FlaskClient, question: str = "one", **changed: Any) -> Any:
    url = f"{BANK}/questions/{question}/edit"
    sent = form_of(trainer.get(url).text)
    return trainer.post(url, data=sent | {"do": "publish"} | changed)


def test_the_banks_say_what_they_hold(trainer: FlaskClient) -> None:
    page = trainer.get("/banks").text
    assert "客服题库" in page
    assert f'href="{BANK}"' in page


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("type=single", {"one"}),
        ("difficulty=easy&use=open&tag=bargain", {"one"}),
        ("words=no-such-words", set()),
        ("type=numeric", {"five"}),
    ],
)
def test_a_bank_is_filtered(trainer: FlaskClient, query: str, found: set[str]) -> None:
    page = trainer.get(f"{BANK}?{query}").text
    assert set(re.findall(rf'href="{BANK}/questions/([a-z]+)"', page)) == found


@pytest.mark.parametrize("question", [one.id for one in SAMPLES])
def test_an_unchanged_form_says_the_same_question(trainer: FlaskClient, question: str) -> None:
    answer = edit(trainer, question)
    assert answer.status_code == 302, answer.text
    assert len(editing.versions(db.session(), "shop", question)) == 1


def test_publishing_makes_the_next_version_with_a_note(trainer: FlaskClient, world: World) -> None:
    assert edit(trainer, stem="新的题干是什么？", reason="说得更清楚").status_code == 302
    newest, old = editing.versions(db.session(), "shop", "one")
    assert (newest.number, newest.published_by, old.number) == (2, world.trainer, 1)
    (noted,) = db.session.scalars(select(AuditEntry).where(AuditEntry.subject == "question:shop/one"))
    assert (noted.action, noted.reason, noted.actor_id) == ("question.published", "说得更清楚", world.trainer)
    assert "新的题干是什么" in trainer.get(f"{BANK}/questions/one/versions/2").text


def test_who_was_second_is_told_and_keeps_what_was_typed(trainer: FlaskClient) -> None:
    edit(trainer, stem="先发布的题干是什么？")
    answer = edit(trainer, stem="后发布的题干是什么？", based_on="1")
    assert answer.status_code == 409
    assert "后发布的题干是什么" in answer.text
    assert len(editing.versions(db.session(), "shop", "one")) == 2


def test_every_fault_stands_at_its_field_and_nothing_is_lost(trainer: FlaskClient) -> None:
    answer = edit(trainer, **{"options-1-explanation": "", "tags": "Not A Tag!", "stem": "还在这里"})
    assert answer.status_code == 422
    assert 'id="options-1-explanation-error"' in answer.text
    assert 'id="tags-error"' in answer.text
    assert "还在这里" in answer.text
    assert len(editing.versions(db.session(), "shop", "one")) == 1


def test_a_single_choice_with_two_keys_is_refused(trainer: FlaskClient) -> None:
    keys = {f"options-{at}-correct": "y" for at in range(2)}
    assert edit(trainer, **keys).status_code == 422


def test_options_come_and_go_without_a_script(trainer: FlaskClient) -> None:
    before = len(SINGLE.options)
    more = edit(trainer, do="add")
    assert more.status_code == 200
    assert f'name="options-{before}-text"' in more.text
    less = form_of(edit(trainer, do="remove-0").text)
    assert less["options-0-text"] == SINGLE.options[1].text
    assert f"options-{before - 1}-text" not in less


def test_the_preview_shows_key_and_flaws_and_publishes_nothing(trainer: FlaskClient) -> None:
    key = next(at for at, option in enumerate(SINGLE.options) if option.correct)
    page = edit(trainer, do="preview", **{f"options-{key}-text": "很长的正确选项" * 20})
    assert page.status_code == 200
    assert "times as long as the next option" in page.text
    assert len(editing.versions(db.session(), "shop", "one")) == 1


def test_a_new_question_needs_a_name_of_its_own(trainer: FlaskClient) -> None:
    url = f"{BANK}/new/truefalse"
    sent = form_of(trainer.get(url).text) | {"stem": "小雨这样做对。", "explanation": "因为快。", "do": "publish"}
    taken = trainer.post(url, data=sent | {"id": "one"})
    assert taken.status_code == 409
    assert trainer.post(url, data=sent | {"id": ""}).status_code == 422
    assert trainer.post(url, data=sent | {"id": "brand-new"}).status_code == 302
    assert any(one.id == "brand-new" for one in banks.standing(db.session(), "shop"))


def test_a_retired_question_leaves_the_bank_and_keeps_its_page(trainer: FlaskClient) -> None:
    trainer.post(f"{BANK}/questions/one/retire")
    assert "one" not in {one.id for one in banks.standing(db.session(), "shop")}
    assert trainer.get(f"{BANK}/questions/one").status_code == 200


def test_what_is_exported_comes_in_as_it_was(trainer: FlaskClient) -> None:
    text = trainer.get(f"{BANK}/export.toml").text
    seen = editing.preview(db.session(), "shop", text)
    assert seen.faults == []
    assert {one.what for one in seen.changes} == {"unchanged"}
    held = zipfile.ZipFile(io.BytesIO(trainer.get(f"{BANK}/export.zip").data))
    sources, faults = files.read_questions({name: held.read(name).decode() for name in held.namelist()})
    assert faults == []
    assert {one.key: digest(one.struct) for one in sources} == {f"shop/{one.id}": digest(one) for one in SAMPLES}


def import_(trainer: FlaskClient, text: str) -> Any:
    data = {"file": (io.BytesIO(text.encode()), "bank.toml")}
    return trainer.post(f"{BANK}/import", data=data, content_type="multipart/form-data")


def test_a_file_is_looked_at_before_it_is_published(trainer: FlaskClient) -> None:
    text = trainer.get(f"{BANK}/export.toml").text.replace(SINGLE.stem, "换过的题干是什么？")
    page = import_(trainer, text)
    assert page.status_code == 200
    assert "换过的题干是什么" in page.text
    assert len(editing.versions(db.session(), "shop", "one")) == 1
    seen = re.search(r'name="seen" value="([0-9a-f]+)"', page.text)
    assert seen
    assert trainer.post(f"{BANK}/import", data={"do": "publish", "text": text, "seen": seen[1]}).status_code == 302
    assert [one.number for one in editing.versions(db.session(), "shop", "one")] == [2, 1]


def test_a_file_with_faults_or_on_an_older_bank_changes_nothing(trainer: FlaskClient) -> None:
    text = trainer.get(f"{BANK}/export.toml").text
    assert import_(trainer, text.replace('type = "single"', 'type = "guess"')).status_code == 422
    assert import_(trainer, "questions = 3").status_code == 422
    changed = text.replace(SINGLE.stem, "换过的题干是什么？")
    old = trainer.post(f"{BANK}/import", data={"do": "publish", "text": changed, "seen": "0" * 16})
    assert old.status_code == 422
    assert len(editing.versions(db.session(), "shop", "one")) == 1


def test_nobody_but_a_trainer_sees_a_bank(app: Flask, world: World) -> None:
    for who in (world.owner, world.manager, world.administrator):
        browser = sign_in(app, who)
        for url in ("/banks", BANK, f"{BANK}/export.toml", f"{BANK}/questions/one", f"{BANK}/questions/one/edit"):
            assert browser.get(url).status_code == 403
