"""Content is read strictly, every fault with its path, and keeps one canonical form."""

import tomllib
from typing import Annotated, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import Field

from kit.content import (
    Key,
    Line,
    Prose,
    Struct,
    Text,
    canonical,
    digest,
    parse,
    plain,
    read_front_matter,
    read_toml,
    restore,
    write_front_matter,
    write_toml,
)
from kit.errors import Fault


class Leaf(Struct):
    text: Prose
    green: bool = False


class Tree(Struct):
    name: Line
    title: Text
    key: Key = "a/b"
    leaves: tuple[Leaf, ...] = ()
    height: int | None = None


OAK: dict[str, Any] = {"name": "oak", "title": {"zh": "橡树", "en": "Oak"}, "leaves": [{"text": "one\ntwo"}]}

words = st.text(st.characters(codec="utf-8"), max_size=30)
unix_words = words.map(lambda text: text.replace("\r", ""))
plain_values = st.recursive(
    st.booleans() | st.integers(-(2**60), 2**60) | unix_words,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(unix_words, inner, max_size=4),
    max_leaves=20,
)


def tree(**changed: Any) -> Tree:
    found = parse(Tree, OAK | changed, "trees.toml", "oak")
    assert isinstance(found, Tree)
    return found


def test_toml_arrays_become_tuples_though_the_struct_is_strict() -> None:
    assert tree().leaves == (Leaf(text="one\ntwo"),)


def test_every_fault_is_listed_with_its_path() -> None:
    faults = parse(
        Tree,
        {"name": 3, "title": {"zh": "树"}, "leaves": [{"text": "x"}, {"text": " ", "size": 1}], "key": "A b"},
        "trees.toml",
        "oak",
    )
    assert isinstance(faults, list)
    assert [fault.field for fault in faults] == [
        "name",
        "title.en",
        "key",
        "leaves[2].text",
        "leaves[2].size",
    ]
    assert str(faults[1]) == "trees.toml: oak: title.en: Field required"


def test_a_text_speaks_both_languages() -> None:
    assert [tree().title.in_(lang) for lang in ("zh_Hans_CN", "zh", "en", "fr")] == [
        "橡树",
        "橡树",
        "Oak",
        "Oak",
    ]


def test_space_around_a_text_and_windows_line_ends_make_no_other_version() -> None:
    assert digest(tree()) == digest(tree(name=" oak\n", leaves=[{"text": "\none\r\ntwo \n"}]))


def test_a_list_with_a_wrong_item_is_not_called_too_short_as_well() -> None:
    class Grove(Struct):
        trees: Annotated[tuple[Leaf, ...], Field(min_length=1)]

    assert parse(Grove, {"trees": [{"text": " "}]}, "f", "i") == [Fault("f", "i", "trees[1].text", "is empty")]
    found = parse(Grove, {"trees": []}, "f", "i")
    assert isinstance(found, list)
    assert [fault.field for fault in found] == ["trees"]


def test_a_line_is_one_line() -> None:
    assert parse(Tree, OAK | {"name": "a\nb"}, "f", "i") == [Fault("f", "i", "name", "must be one line")]


def test_the_canonical_form_has_sorted_keys_and_leaves_defaults_out() -> None:
    assert canonical(tree(key="a/b")) == (
        '{"leaves":[{"text":"one\\ntwo"}],"name":"oak","title":{"en":"Oak","zh":"橡树"}}'
    )


def test_the_canonical_form_gives_the_struct_back() -> None:
    assert restore(Tree, canonical(tree(height=3))) == tree(height=3)


def test_content_holds_no_floats() -> None:
    class Loose(Struct):
        size: tuple[float, ...]

    with pytest.raises(TypeError, match="never as floats"):
        canonical(Loose(size=(1.5,)))


def test_toml_is_written_as_people_write_it() -> None:
    leaves = [{"text": "长" * 60, "green": True}, {"text": "x" * 60}]
    assert write_toml(plain(tree(leaves=leaves))) == (
        'name = "oak"\n'
        'title = { zh = "橡树", en = "Oak" }\n'
        f'\n[[leaves]]\ntext = "{"长" * 60}"\ngreen = true\n'
        f'\n[[leaves]]\ntext = "{"x" * 60}"\n'
    )


@given(st.dictionaries(unix_words, plain_values, max_size=5))
def test_written_toml_reads_back_the_same(data: dict[str, Any]) -> None:
    assert tomllib.loads(write_toml(data)) == data


def test_what_is_no_toml_is_a_fault_with_its_line() -> None:
    faults = read_toml("a = 1\nb = x\n", "trees.toml")
    assert isinstance(faults, list)
    assert "line 2" in faults[0].reason


def test_front_matter_and_body_part_at_the_second_fence() -> None:
    found = read_front_matter('\ufeff+++\r\nname = "oak"\r\n+++\r\n\r\n## One\r\n+++\r\n', "oak.md")
    assert found == ({"name": "oak"}, "## One\n+++")


def test_a_lesson_without_front_matter_is_a_fault() -> None:
    for text in ("# Just text", "+++\nname = 1\n", "first\n+++\n+++\n"):
        assert isinstance(read_front_matter(text, "oak.md"), list)


def test_broken_front_matter_is_a_fault() -> None:
    assert isinstance(read_front_matter("+++\nname =\n+++\nbody", "oak.md"), list)


@given(words)
def test_front_matter_survives_writing(body: str) -> None:
    head = plain(tree())
    written = write_front_matter(head, body)
    found = read_front_matter(written, "oak.md")
    assert isinstance(found, tuple)
    assert found[0] == head
    assert write_front_matter(*found) == written
