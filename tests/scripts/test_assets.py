"""The front end is put together whole, hashed by content, and says what is wrong with it."""

import json
import re
from pathlib import Path

import pytest

from scripts import assets

STYLE = Path("static/css")


def published(tmp_path: Path, **files: str) -> dict[str, str]:
    sent = {name.replace("__", "/").replace("_", "."): text.encode() for name, text in files.items()}
    return assets.publish(sent, tmp_path / "dist")


def test_the_manifest_leads_from_names_to_hashed_copies_with_packed_siblings(tmp_path: Path) -> None:
    manifest = published(tmp_path, css__app_css="a{b:c}")
    hashed = tmp_path / manifest["css/app.css"]
    assert re.fullmatch(r"dist/css/app\.[0-9a-f]{12}\.css", manifest["css/app.css"])
    assert hashed.read_text() == "a{b:c}"
    assert hashed.with_name(hashed.name + ".gz").is_file()
    assert hashed.with_name(hashed.name + ".br").is_file()
    assert json.loads((tmp_path / "dist/manifest.json").read_text()) == manifest


def test_a_changed_file_gets_a_new_name_and_the_old_copy_goes(tmp_path: Path) -> None:
    before = tmp_path / published(tmp_path, css__app_css="a{b:c}")["css/app.css"]
    after = tmp_path / published(tmp_path, css__app_css="a{b:d}")["css/app.css"]
    assert before != after
    assert not before.exists()
    assert after.exists()


def test_a_lean_style_says_the_same_without_comments() -> None:
    style = "/* why */\n.a, .b:hover { color: var(--ink); width: calc(1px + 2px); }\n.c :is(a) { top: 0 }"
    assert assets.lean(style) == ".a,.b:hover{color:var(--ink);width:calc(1px + 2px)}.c :is(a){top:0}"


def test_an_unknown_icon_is_named(tmp_path: Path) -> None:
    with pytest.raises(assets.Unfit, match="'no-such'"):
        assets.sprite(["no-such"], tmp_path)


def test_a_module_that_imports_another_is_refused(tmp_path: Path) -> None:
    (tmp_path / "page.js").write_text('import { a } from "./app.js";\n')
    with pytest.raises(assets.Unfit, match=r"page\.js"):
        assets.sources(tmp_path)


def test_colours_are_written_in_the_tokens_alone() -> None:
    for file in STYLE.glob("*.css"):
        if file.name != "tokens.css":
            rules = re.sub(r"/\*.*?\*/", "", file.read_text(), flags=re.DOTALL)
            assert not re.findall(r"#[0-9a-fA-F]{3,8}\b|\b(?:rgb|hsl|oklch)a?\(", rules), file


def _light(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    r, g, b = (p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def _contrast(one: str, other: str) -> float:
    low, high = sorted((_light(one), _light(other)))
    return (high + 0.05) / (low + 0.05)


TEXT = [(ink, ground) for ink in ("ink", "muted") for ground in ("paper", "surface", "soft")]
TEXT += [(tone, ground) for tone in ("jade", "vermilion", "amber") for ground in ("paper", "surface", f"{tone}-soft")]
TEXT += [("on-jade", "jade"), ("on-jade", "jade-deep"), ("on-vermilion", "vermilion"), ("jade-deep", "paper")]


def _themes() -> list[dict[str, str]]:
    blocks = re.findall(r"\{([^{}]*--paper[^{}]*)\}", (STYLE / "tokens.css").read_text())
    return [dict(re.findall(r"--([\w-]+): (#\w{6})", block)) for block in blocks]


@pytest.mark.parametrize("theme", _themes())
def test_text_can_be_read_and_edges_can_be_seen(theme: dict[str, str]) -> None:
    assert all(_contrast(theme[ink], theme[ground]) >= 4.5 for ink, ground in TEXT)
    assert all(_contrast(theme["edge"], theme[ground]) >= 3 for ground in ("paper", "surface"))


def test_both_ways_into_the_dark_have_the_same_colours() -> None:
    _, by_device, by_choice, _ = _themes()
    assert by_device == by_choice
