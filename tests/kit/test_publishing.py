"""Published content is versioned, never changed in place, and never silently overwritten."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from kit import publishing
from kit.content import Struct
from kit.database import db, writing
from kit.errors import NotFound
from kit.publishing import ContentVersion, Published, Retired
from kit.rooms import ContentKind, Source
from tests.conftest import NOON


class Note(Struct):
    """A piece of content for the tests."""

    body: str


NOTES = ContentKind("note", "notes", Note, lambda files: ([], []), lambda notes: {}, 1)


def _source(body: str, key: str = "a") -> Source:
    return Source(key, Note(body=body), f"{key}.toml")


def _load(*sources: Source, force: bool = False) -> publishing.Loaded:
    with writing() as session:
        return publishing.load(session, NOTES, sources, NOON, force)


def _publish(body: str, by: int | None = None) -> None:
    with writing() as session:
        publishing.publish(session, "note", "a", Note(body=body), NOON, by)


def _body() -> str:
    return publishing.struct_of(publishing.current(db.session(), "note", "a"), Note).body


def test_a_new_version_leaves_the_old_one_as_it_was(either_app: Flask) -> None:
    _publish("one")
    _publish("two")
    assert _body() == "two"
    assert [version.number for version in publishing.history(db.session(), "note", "a")] == [2, 1]


def test_what_says_nothing_new_makes_no_version(either_app: Flask) -> None:
    _publish("one")
    _publish("one")
    assert len(db.session.scalars(select(ContentVersion)).all()) == 1


def test_loading_twice_changes_nothing(either_app: Flask) -> None:
    assert _load(_source("one")).published == ["note:a"]
    assert _load(_source("one")).unchanged == ["note:a"]


def test_an_edit_made_in_the_browser_is_kept_unless_forced(either_app: Flask) -> None:
    _load(_source("one"))
    _publish("edited", by=7)
    assert _load(_source("two")).kept == ["note:a"]
    assert _body() == "edited"
    assert _load(_source("two"), force=True).published == ["note:a"]
    assert _body() == "two"


def test_what_was_retired_does_not_come_back_by_itself(either_app: Flask) -> None:
    _load(_source("one"))
    with writing() as session:
        publishing.retire(session, "note", "a", NOON)
    with pytest.raises(NotFound):
        publishing.current(db.session(), "note", "a")
    assert _load(_source("two")).kept == ["note:a"]
    assert _load(_source("one"), force=True).published == ["note:a"]


def test_nothing_can_be_retired_that_is_not_there(session: Session) -> None:
    with pytest.raises(NotFound):
        publishing.retire(session, "note", "b", NOON)


def test_others_hear_of_it(app: Flask) -> None:
    heard: list[Any] = []
    app.extensions["subscribers"] = {
        Published: [lambda _, event: heard.append((event.key, event.material))],
        Retired: [lambda _, event: heard.append(event.key)],
    }
    _publish("one")
    _publish("two")
    with writing() as session:
        publishing.retire(session, "note", "a", NOON)
    assert heard == [("a", True), ("a", False), "a"]


def test_the_library_holds_what_is_current(either_app: Flask) -> None:
    _load(_source("one", "a"), _source("two", "b"))
    assert publishing.library(db.session(), NOTES) == {"a": Note(body="one"), "b": Note(body="two")}
