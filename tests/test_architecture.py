"""The plan of the house, kept by a machine: who may import whom, what core is, where one commits and reads time."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, url_for
from sqlalchemy import Engine

from kit import database
from kit.database import db
from tests.conftest import ROOT
from tests.world import World, people, sign_in

ROOMS = ("kit", "people", "records", "courses", "quiz", "exams")
BELOW: dict[str, set[str]] = {
    "kit": set(),
    "people": {"kit"},
    "records": {"kit", "people"},
    "courses": {"kit", "people", "records"},
    "quiz": {"kit", "people", "records"},
    "exams": {"kit", "people", "records", "courses", "quiz"},
}
LAYERS = ("core", "models", "service", "edge")
EDGE = {"views", "cli", "jobs", "room"}
# a look at somebody's record is itself recorded
WRITE_WHEN_LOOKED_AT = {"records.person", "records.export"}
OUTSIDE = {"flask", "sqlalchemy", "jinja2", "click", "wtforms", "flask_sqlalchemy", "flask_login", "flask_wtf"}
# the floor is a closed list: what the plan names, and what docs/decisions.md gives a reason for
PLANNED = {
    "audit", "charts", "clock", "content", "database", "errors", "events", "files", "formula", "i18n", "images",
    "jobs", "markup", "outbox", "pdf", "points", "rooms", "search", "settings", "sheets", "text", "web",
}  # fmt: skip
ADDED = {
    "access", "cli", "demo", "filters", "health", "loading", "publishing", "room", "secret", "serving", "setup",
    "shipped", "statics", "traditional",
}  # fmt: skip
KIT_CORE = {"access", "content", "errors", "events", "points", "rooms", "settings", "text", "traditional", "shipped"}


@cache
def sources() -> dict[str, ast.Module]:
    """Every module of the house, by its dotted name."""
    files = [file for room in ROOMS for file in (ROOT / room).rglob("*.py")] + [ROOT / "app.py"]
    return {_name(file): ast.parse(file.read_text(encoding="utf-8")) for file in sorted(files)}


def _name(file: Path) -> str:
    parts = file.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports(tree: ast.Module) -> Iterator[str]:
    """Every module that is imported, wherever it stands, also for types alone."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            for alias in node.names:
                inner = f"{node.module}.{alias.name}"
                yield inner if inner in sources() else str(node.module)


def ours(tree: ast.Module) -> set[str]:
    """The modules of the house that are imported."""
    return {name for name in imports(tree) if name.split(".")[0] in (*ROOMS, "app")}


def layer(module: str) -> str:
    """The layer of a module, by the name of its file or folder."""
    parts = module.split(".")[1:]
    if not parts or parts[0] in EDGE:
        return "edge"
    return parts[0] if parts[0] in {"service", "models"} else "core"


def modules_of_rooms() -> list[str]:
    """The modules of all rooms but the floor, which has no layers."""
    return [name for name in sources() if "." in name and name.split(".")[0] != "kit"]


def core() -> list[str]:
    """The modules that have to do without web and database."""
    return [f"kit.{name}" for name in sorted(KIT_CORE)] + [
        name for name in modules_of_rooms() if layer(name) == "core" and not name.endswith((".service", ".views"))
    ]


def test_rooms_import_only_what_is_below_them() -> None:
    wrong = [
        f"{name} imports {other}"
        for name, tree in sources().items()
        if name != "app"
        for other in ours(tree)
        if other.split(".")[0] not in BELOW[name.split(".")[0]] | {name.split(".")[0]}
    ]
    assert wrong == []


def test_layers_import_only_what_is_below_them() -> None:
    wrong = [
        f"{name} imports {other}"
        for name in modules_of_rooms()
        for other in ours(sources()[name])
        if other.split(".")[0] != "kit" and LAYERS.index(layer(other)) > LAYERS.index(layer(name))
    ]
    assert wrong == []


def test_core_names_neither_web_nor_database() -> None:
    wrong = [
        f"{name} imports {other}"
        for name in core()
        for other in imports(sources()[name])
        if other.split(".")[0] in OUTSIDE
        or (other.startswith("kit.") and other.split(".")[1] not in KIT_CORE | {"sheets"})
    ]
    assert wrong == []


def test_core_works_where_web_and_database_cannot_be_imported() -> None:
    program = (
        "import sys, importlib\n"
        f"for name in {sorted(OUTSIDE)!r}: sys.modules[name] = None\n"
        f"for name in {core()!r}: importlib.import_module(name)\n"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.stderr == ""


def test_core_has_no_clock_and_no_global_dice() -> None:
    wrong = [
        f"{name}: {other}"
        for name in core()
        for other in imports(sources()[name])
        if other in {"time", "secrets", "uuid"} or other == "kit.clock"
    ]
    assert wrong + [name for name in core() if _rolls_global_dice(sources()[name])] == []


def _rolls_global_dice(tree: ast.Module) -> bool:
    """Only the class Random may be named; what is rolled is an argument."""
    return any(
        (isinstance(node, ast.Import) and any(alias.name == "random" for alias in node.names))
        or (
            isinstance(node, ast.ImportFrom)
            and node.module == "random"
            and any(alias.name != "Random" for alias in node.names)
        )
        for node in ast.walk(tree)
    )


def test_imports_stand_at_the_top_and_are_written_in_full() -> None:
    wrong = []
    for name, tree in sources().items():
        top = {id(node) for node in tree.body}
        top |= {id(inner) for node in tree.body if isinstance(node, ast.If) for inner in node.body}
        for node in ast.walk(tree):
            if isinstance(node, ast.Import | ast.ImportFrom) and id(node) not in top:
                wrong.append(f"{name}:{node.lineno} imports inside")
            if isinstance(node, ast.ImportFrom) and node.level:
                wrong.append(f"{name}:{node.lineno} imports relatively")
    assert wrong == []


def test_imports_make_no_circle() -> None:
    graph = {name: ours(tree) for name, tree in sources().items()}
    done: set[str] = set()

    def walk(name: str, way: tuple[str, ...]) -> None:
        assert name not in way, " → ".join([*way, name])
        if name not in done:
            for other in sorted(graph.get(name, ())):
                walk(other, (*way, name))
            done.add(name)

    for name in graph:
        walk(name, ())


def test_a_package_says_what_it_is_and_nothing_else() -> None:
    for file in (file for room in (*ROOMS, "tests") for file in (ROOT / room).rglob("__init__.py")):
        body = ast.parse(file.read_text(encoding="utf-8")).body
        assert len(body) == 1, file
        assert isinstance(body[0], ast.Expr), file


def test_every_module_says_in_one_sentence_what_it_answers_for() -> None:
    silent = [name for name, tree in sources().items() if not ast.get_docstring(tree)]
    assert silent == []


def test_only_the_database_commits() -> None:
    wrong = [
        f"{name}:{node.lineno}"
        for name, tree in sources().items()
        if name != "kit.database"
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "commit"
    ]
    assert wrong == []


def _attributes(name: str, of: str) -> Iterator[ast.Attribute]:
    for node in ast.walk(sources()[name]):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == of:
            yield node


def test_time_is_read_in_one_place() -> None:
    wrong = [
        f"{name}:{call.lineno}"
        for name in sources()
        if name != "kit.clock"
        for of, attributes in {"datetime": {"now", "utcnow", "today"}, "date": {"today"}, "time": {"time"}}.items()
        for call in _attributes(name, of)
        if call.attr in attributes
    ]
    assert wrong == []


def test_only_the_application_knows_what_the_rooms_give() -> None:
    wrong = [
        f"{name} imports {other}"
        for name, tree in sources().items()
        if name != "app"
        for other in ours(tree)
        if other.split(".")[1:] == ["room"]
    ]
    assert wrong == []


def test_the_floor_is_a_closed_list() -> None:
    found = {name.split(".")[1] for name in sources() if name.startswith("kit.")}
    assert found - PLANNED - ADDED == set()
    decisions = (ROOT / "docs" / "decisions.md").read_text(encoding="utf-8")
    assert {name for name in ADDED if f"`kit/{name}.py`" not in decisions} == set()


def test_names_say_what_a_thing_is() -> None:
    banned = {"utils", "util", "helpers", "helper", "common", "manager", "handler", "handlers", "managers", "misc"}
    assert [name for name in sources() if banned & set(name.split("."))] == []


def templates() -> list[Path]:
    """All templates."""
    return sorted((ROOT / "templates").rglob("*.html"))


def test_every_page_has_a_title() -> None:
    untitled = [
        file.relative_to(ROOT).as_posix()
        for file in templates()
        if re.search(r'{%-? extends "(base|bare)\.html"', text := file.read_text(encoding="utf-8"))
        and not re.search(r"{%-? block title", text)
    ]
    assert untitled == []


def test_pages_carry_no_style_and_no_script_of_their_own() -> None:
    wrong = [
        f"{file.relative_to(ROOT)}: {found.group()}"
        for file in templates()
        for found in re.finditer(
            r"""\sstyle\s*=|\son[a-z]+\s*=\s*["']|<style|<script(?![^>]*\ssrc=)|javascript:""",
            re.sub(r"{#.*?#}", "", file.read_text(encoding="utf-8"), flags=re.DOTALL),
        )
    ]
    assert wrong == []


def test_colours_are_named_in_one_file() -> None:
    colour = re.compile(r"#[0-9a-fA-F]{3,8}\b(?=[;,\s)])|\b(?:rgba?|hsla?|oklch|oklab|lch|lab)\(")
    wrong = [
        f"{file.relative_to(ROOT)}: {found.group()}"
        for file in sorted((ROOT / "static" / "css").glob("*.css"))
        if file.name != "tokens.css"
        for found in colour.finditer(re.sub(r"/\*.*?\*/", "", file.read_text(encoding="utf-8"), flags=re.DOTALL))
    ]
    assert wrong == []


def _pages(app: Flask, world: World) -> list[str]:
    """The address of every page, with somebody's number or whatever else it asks for."""
    found = []
    for rule in app.url_map.iter_rules():
        if "GET" in (rule.methods or set()) and rule.endpoint not in {"static", *WRITE_WHEN_LOOKED_AT}:
            values: dict[str, Any] = {name: world.owner if name == "employee_id" else 1 for name in rule.arguments}
            found.append(url_for(rule.endpoint, **values))
    return sorted(found)


@pytest.mark.parametrize("who", ["owner", "manager", "trainer", "administrator"])
def test_looking_at_a_page_writes_nothing(app: Flask, who: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """No page even asks to write; that the database refuses it otherwise is tested with the floor."""
    with database.writing() as session:
        world = people(session)
    db.session.remove()
    client = sign_in(app, getattr(world, who))
    with app.test_request_context():
        pages = _pages(app, world)
    begun: list[str] = []
    take_turn = database._my_turn

    def counted(engine: Engine) -> AbstractContextManager[None]:
        begun.append("a transaction that writes")
        return take_turn(engine)

    monkeypatch.setattr(database, "_my_turn", counted)
    wrote = []
    for page in pages:
        begun.clear()
        assert client.get(page).status_code != 500, page
        wrote += [page] if begun else []
    assert wrote == []
