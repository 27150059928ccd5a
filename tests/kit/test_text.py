"""Texts that people hold for the same are the same, and Chinese words are found."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kit.text import (
    common_runs,
    fold,
    jaccard,
    letters,
    number,
    squeeze,
    tokens,
    trigrams,
    visible_length,
)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ＡＢＣ", "abc"),
        ("４８ 小时", "48  小时"),
        ("“好”，行。", '"好",行.'),
        ("Straße", "STRASSE"),
        ("\u3000a\n", "a"),
    ],
)
def test_width_case_and_space_make_no_difference(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@given(st.text())
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


def test_answers_ignore_every_space() -> None:
    assert squeeze(" 48 小 时 ") == "48小时"


def test_words_of_two_characters_are_found_in_a_sentence() -> None:
    assert tokens("售后退换，用 WeChat 联系") == ["售后", "后退", "退换", "用", "wechat", "联系"]


def test_a_number_beside_chinese_is_a_word_of_its_own() -> None:
    assert tokens("满199减15元") == ["满", "199", "减", "15", "元"]


def test_likeness_is_the_share_in_common() -> None:
    assert jaccard(trigrams("今天补发"), trigrams("今天，补发！")) == 1.0
    assert jaccard(trigrams("今天补发"), trigrams("明天退款")) == 0.0
    assert jaccard(frozenset(), frozenset()) == 0.0


def test_letters_leave_punctuation_out() -> None:
    assert letters("“亲，3 天内。”") == "亲3天内"


def test_common_runs_are_as_long_as_they_get() -> None:
    assert common_runs("客服今天补发单号", "我今天补发单号给您", 4) == ["今天补发单号"]
    assert common_runs("补发", "补发", 4) == []


@given(st.text("ab", max_size=12), st.text("ab", max_size=12))
def test_common_runs_are_in_both_texts(one: str, other: str) -> None:
    runs = common_runs(one, other, 3)
    assert all(run in one and run in other and len(run) >= 3 for run in runs)
    assert bool(runs) == any(one[at : at + 3] in other for at in range(len(one) - 2))


def test_markdown_marks_are_not_seen() -> None:
    assert visible_length("> **红线** 一条") == 4


@pytest.mark.parametrize(
    ("text", "unit", "value"),
    [("1,446", "", "1446"), ("１，４４６ 元", "元", "1446"), ("3.00％", "%", "3.00"), ("-.5", "", "-0.5"),
     ("+3", "", "3"), ("3。5", "", "3.5"), ("187", "元", "187"), ("12 Kg", "kg", "12")],
)  # fmt: skip
def test_numbers_are_read_as_people_write_them(text: str, unit: str, value: str) -> None:
    assert number(text, unit) == Decimal(value)


@pytest.mark.parametrize("text", ["", ".", "-", "12a", "1,23", "1 446,5", "1.2.3", "元", "三", "1e5"])
def test_what_is_no_number_is_none(text: str) -> None:
    assert number(text, "元") is None
