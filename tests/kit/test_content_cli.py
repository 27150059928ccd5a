"""The commands around content: check, load, export, format, on files of a trial room."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import func, select

from kit import loading, publishing, shipped
from kit.content import Id, Line, Struct, digest, parse, plain, read_toml, write_toml
from kit.database import db, writing
from kit.errors import Fault
from kit.publishing import ContentVersion
from kit.rooms import ContentKind, Flaw, Library, Source, Tally
from kit.web import Room
from tests.conftest import NOON, build


class Note(Struct):
    """A piece of content for the tests."""

    id: Id
    position: Id
    body: Line


def _read(files: Mapping[str, str]) -> tuple[list[Source], list[Fault]]:
    sources, faults = [], []
    for path, text in files.items():
        data = read_toml(text, path)
        note = data if isinstance(data, list) else parse(Note, data, path, str(data.get("id", "-")))
        if isinstance(note, list):
            faults += note
        else:
            sources.append(Source(note.id, note, path))
    return sources, faults


def _write(notes: Sequence[tuple[str, Any]]) -> dict[str, str]:
    return {f"{key}.toml": write_toml(plain(note)) for key, note in notes}


def _flaws(library: Library) -> list[Flaw]:
    return [
        Flaw(source.file, key, "dull", "says little", "meant so" if key == "short" else "")
        for key, source in library["note"].items()
        if len(source.struct.body) < 3  # type: ignore[attr-defined]
    ]


def _tally(library: Library) -> Tally:
    return Tally({"lessons": {"customer-service": len(library["note"])}}, {"F09": {"taught": len(library["note"])}})


NOTES = ContentKind("note", "notes/content", Note, _read, _write, 1, flaws=_flaws, tally=_tally)


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    """A root with two pieces of content, in the form that the writer gives them."""
    for key, body in {"one": "The first.", "two": "The second."}.items():
        _put(tmp_path, key, body)
    return tmp_path


def _put(root: Path, key: str, body: str) -> None:
    file = root / NOTES.folder / f"{key}.toml"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(write_toml({"id": key, "position": "common", "body": body}))


def _with_notes(app: Flask) -> Flask:
    app.extensions["rooms"] = [Room(name="notes", content_kinds=[NOTES])]
    return app


@pytest.fixture
def house(either_app: Flask) -> Flask:
    """The application with the trial room alone."""
    return _with_notes(either_app)


def _flask(house: Flask, *words: str) -> Result:
    return house.test_cli_runner().invoke(args=["content", *words])


def _check(root: Path) -> tuple[Any, int]:
    house = _with_notes(build("sqlite:////proc/nowhere/no.db"))
    result = _flask(house, "check", "--json", "--from", str(root))
    return json.loads(result.stdout), result.exit_code


def test_checking_needs_no_database_and_prints_json_alone(notes: Path) -> None:
    report, code = _check(notes)
    assert code == 0
    assert set(report) == {"faults", "flaws", "accepted", "counts", "facts"}
    assert report["faults"] == report["flaws"] == report["accepted"] == []


def test_every_count_and_every_fact_is_there(notes: Path) -> None:
    report, _ = _check(notes)
    assert set(report["counts"]) == {"lessons", "questions", "check_questions", "papers", "tasks_by_kind"}
    assert report["counts"]["lessons"] == {"customer-service": 2}
    assert list(report["facts"]) == [f"F{number:02d}" for number in range(1, 25)]
    assert report["facts"]["F09"] == {"taught": 2, "asked": 0, "exercised": 0}
    assert report["facts"]["F24"] == {"taught": 0, "asked": 0, "exercised": 0}


def test_a_fault_is_named_with_file_id_field_and_reason(notes: Path) -> None:
    (notes / NOTES.folder / "two.toml").write_text('id = "two"\nposition = "common"\nbody = ""\n')
    report, code = _check(notes)
    assert code == 1
    assert report["faults"] == [{"file": "notes/content/two.toml", "id": "two", "field": "body", "reason": "is empty"}]


def test_two_pieces_cannot_share_an_id(notes: Path) -> None:
    (notes / NOTES.folder / "three.toml").write_text((notes / NOTES.folder / "two.toml").read_text())
    report, code = _check(notes)
    assert code == 1
    assert "already used in notes/content/three.toml" in report["faults"][0]["reason"]


def test_a_file_that_is_no_text_is_a_fault(notes: Path) -> None:
    (notes / NOTES.folder / "three.toml").write_bytes("试题".encode("gbk"))
    report, code = _check(notes)
    assert (code, [fault["reason"] for fault in report["faults"]]) == (1, ["is not UTF-8 text"])


def test_a_flaw_does_not_fail_the_check_and_may_be_accepted(notes: Path) -> None:
    _put(notes, "brief", "No")
    _put(notes, "short", "So")
    report, code = _check(notes)
    assert code == 0
    assert [flaw["id"] for flaw in report["flaws"]] == ["brief"]
    assert [flaw["accepted"] for flaw in report["accepted"]] == ["meant so"]


def test_without_json_the_same_is_said_in_lines(notes: Path, house: Flask) -> None:
    _put(notes, "brief", "No")
    said = _flask(house, "check", "--from", str(notes)).stdout
    assert "flaw      notes/content/brief.toml: brief: dull: says little" in said
    assert said.splitlines()[-1] == "0 faults, 1 flaws"


def test_loading_again_changes_nothing(notes: Path, house: Flask) -> None:
    assert _flask(house, "load", "--from", str(notes)).stdout == "2 published, 0 unchanged, 0 kept\n"
    assert _flask(house, "load", "--from", str(notes)).stdout == "0 published, 2 unchanged, 0 kept\n"


def test_an_edit_made_in_the_browser_is_kept_and_named(notes: Path, house: Flask) -> None:
    _flask(house, "load", "--from", str(notes))
    with writing() as session:
        publishing.publish(session, "note", "one", Note(id="one", position="common", body="Edited."), NOON, by=1)
    said = _flask(house, "load", "--from", str(notes)).stdout
    assert "kept      note:one" in said
    assert _flask(house, "load", "--force", "--from", str(notes)).stdout == "1 published, 1 unchanged, 0 kept\n"


def test_with_a_fault_nothing_is_loaded(notes: Path, house: Flask) -> None:
    (notes / NOTES.folder / "two.toml").write_text("body =")
    result = _flask(house, "load", "--from", str(notes))
    assert result.exit_code == 1
    assert "notes/content/two.toml" in result.stderr
    assert db.session.scalar(select(func.count(ContentVersion.id))) == 0


def test_what_is_exported_and_loaded_again_has_the_same_digests(notes: Path, tmp_path: Path, house: Flask) -> None:
    _flask(house, "load", "--from", str(notes))
    out = tmp_path / "out"
    assert _flask(house, "export", str(out)).exit_code == 0
    before, after = (shipped.read([NOTES], root).library["note"] for root in (notes, out))
    assert {key: digest(one.struct) for key, one in before.items()} == {
        key: digest(one.struct) for key, one in after.items()
    }
    assert _flask(house, "load", "--from", str(out)).stdout == "0 published, 2 unchanged, 0 kept\n"


def test_an_export_overwrites_nothing(notes: Path, house: Flask) -> None:
    assert _flask(house, "export", str(notes)).exit_code == 1


def test_format_writes_the_one_form_and_no_more(notes: Path, house: Flask) -> None:
    place = notes / NOTES.folder
    (place / "one.toml").rename(place / "odd.toml")
    (place / "two.toml").write_text('body = "The second."\nposition = "common"\nid = "two"\n')
    assert _flask(house, "format", "--check", "--from", str(notes)).exit_code == 1
    assert (place / "odd.toml").exists()
    assert _flask(house, "format", "--from", str(notes)).exit_code == 0
    assert sorted(file.name for file in place.iterdir()) == ["one.toml", "two.toml"]
    assert (place / "two.toml").read_text().startswith('id = "two"')
    assert _flask(house, "format", "--check", "--from", str(notes)).exit_code == 0


def test_unchanged_files_are_not_read_twice(notes: Path, house: Flask) -> None:
    assert loading.load_if_new([NOTES], notes, NOON) is not None
    assert loading.load_if_new([NOTES], notes, NOON) is None
    _put(notes, "one", "The first, once more.")
    again = loading.load_if_new([NOTES], notes, NOON)
    assert again is not None
    assert again.published == ["note:one"]


@pytest.mark.parametrize(
    "command", [["content"], *(["content", name] for name in ("check", "load", "export", "format"))]
)
def test_every_command_explains_itself(app: Flask, command: list[str]) -> None:
    result = app.test_cli_runner().invoke(args=[*command, "--help"])
    assert result.exit_code == 0
    assert "Usage:" in result.stdout
