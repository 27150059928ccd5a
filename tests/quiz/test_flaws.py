"""Questions that give themselves away are named, one by one and as a bank."""

from collections.abc import Sequence
from random import Random
from typing import Any

import pytest

from kit.rooms import Flaw
from quiz.flaws import Item, chi_square_tail, clearly_longest, evenness, of_bank, shared_runs
from quiz.questions import Question
from tests.quiz.samples import multiple, options, single, truefalse

LENGTH = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥"


def flaws(*questions: Question) -> list[Flaw]:
    return of_bank("b", "b/bank.toml", [Item("b/single.toml", f"b/{one.id}", one) for one in questions])


def names(*questions: Question) -> list[str]:
    return [flaw.flaw for flaw in flaws(*questions)]


def worded(keys: str, *texts: str, **changed: Any) -> dict[str, Any]:
    return changed | {
        "options": [
            {"text": text, "correct": letter in keys, "explanation": "because"}
            for letter, text in zip("ABCDE", texts, strict=False)
        ]
    }


def bank(keys: Sequence[str], make: Any = single) -> list[Question]:
    """Make unlike questions whose keys stand where `keys` say."""
    random = Random(3)
    return [
        make(
            id=f"q{number}",
            stem="".join(chr(random.randrange(0x4E00, 0x9000)) for _ in range(30)),
            options=options(key),
        )
        for number, key in enumerate(keys)
    ]


def test_good_questions_have_no_flaws() -> None:
    assert names(*bank("ABCD" * 6), truefalse()) == []


@pytest.mark.parametrize(("key", "wrong", "flawed"), [(10, 8, False), (11, 8, True), (8, 11, False), (5, 4, False)])
def test_a_key_is_too_long_beyond_five_quarters_of_the_next(key: int, wrong: int, flawed: bool) -> None:
    asked = single(**worded("B", LENGTH[-wrong:], LENGTH[:key], "一二三", "四五"))
    assert (clearly_longest(asked) is not None) == flawed


def test_in_a_multiple_choice_all_keys_or_one_may_be_too_long() -> None:
    both = multiple(**worded("AB", LENGTH[:12], LENGTH[4:16], "一二三四五六", "七八"))
    one = multiple(**worded("AB", LENGTH[:12], "甲子年", "一二三四五六", "七八"))
    fine = multiple(**worded("AB", LENGTH[:12], "甲子年", "一二三四五六七八九十", "七八"))
    assert [clearly_longest(asked) is not None for asked in (both, one, fine)] == [True, True, False]


@pytest.mark.parametrize(
    "text", ["以上都对", "以上选项都不对", "以上皆是。", "都不对", "All of the above", "none of the above."]
)
def test_all_of_the_above_is_a_flaw(text: str) -> None:
    assert "all-of-the-above" in names(single(**worded("B", "甲", "乙", "丙", text)))


def test_a_sentence_about_what_stands_above_is_none() -> None:
    assert "all-of-the-above" not in names(single(**worded("B", "甲", "乙", "200 元以上的订单", "两个都对半开")))


def test_words_shared_by_stem_and_key_alone_give_the_key_away() -> None:
    stem = "买家说**外包装 破损**，怎么登记？"
    assert shared_runs(single(stem=stem, **worded("B", "商品原因", "登记外包装破损", "买家原因", "换货"))) == [
        "外包装破损"
    ]


@pytest.mark.parametrize(
    "texts",
    [
        ("外包装破损是商品原因", "登记外包装破损", "丙", "丁"),
        ("甲", "登记包装破", "丙", "丁"),
        ("外包装破损", "乙", "丙", "丁"),
    ],
)
def test_words_that_another_option_has_too_or_that_are_short_do_not_count(texts: tuple[str, ...]) -> None:
    assert shared_runs(single(stem="买家说外包装破损，怎么登记？", **worded("B", *texts))) == []


def test_punctuation_does_not_make_a_run() -> None:
    assert shared_runs(single(stem="他说：“亲，……”", **worded("B", "甲", "回：“亲，……”", "丙", "丁"))) == []


def test_a_question_with_fewer_options_than_the_others_stands_out() -> None:
    odd = single(id="odd", options=options("A", 3), stem="一个完全不同的问题在这里")
    found = [flaw for flaw in flaws(*bank("ABCD"), odd) if flaw.flaw == "uneven-options"]
    assert [(flaw.id, flaw.detail) for flaw in found] == [("b/odd", "3 options, the others have 4")]


def test_near_duplicates_name_each_other() -> None:
    stem = "买家十一月十四日签收，十七日评价盒子压坏了，投诉原因应当怎样登记才对？"
    one, two = single(id="one", stem=stem), single(id="two", stem=stem.replace("十四", "十五"))
    found = [flaw for flaw in flaws(one, two, *bank("AC")) if flaw.flaw == "near-duplicate"]
    assert [(flaw.id, flaw.detail[:10]) for flaw in found] == [("b/two", "like b/one")]


def test_near_duplicates_are_found_among_thousands() -> None:
    random = Random(9)
    many = bank(["ABCD"[number % 4] for number in range(3000)])
    copy = random.choice(many)
    again = copy.model_copy(update={"id": "again", "stem": copy.stem[:-1] + "。"})
    found = [flaw for flaw in flaws(*many, again) if flaw.flaw == "near-duplicate"]
    assert [flaw.detail.split()[1] for flaw in found] == [f"b/{copy.id}"]


def test_the_key_may_not_be_the_longest_more_often_than_chance() -> None:
    long = [
        single(**worded("B", "一二三四", "一二三四五", "六七八九", "甲乙丙丁", id=f"q{n}", stem=chr(0x4E00 + n) * 9))
        for n in range(9)
    ]
    fair = bank("ABCD" * 4)
    assert "key-longest-share" in names(*long)
    assert "key-longest-share" not in names(*fair)


@pytest.mark.parametrize(("keys", "flawed"), [("ABCD" * 5, False), ("B" * 16 + "ACD" * 3, True), ("AAB", False)])
def test_keys_that_favour_a_place_are_a_flaw_of_the_bank(keys: str, flawed: bool) -> None:
    assert ("key-position" in names(*bank(keys))) == flawed


def test_statements_that_are_nearly_all_right_are_a_flaw_of_the_bank() -> None:
    said = [truefalse(id=f"q{n}", stem=chr(0x4E00 + n) * 9, answer=n > 0) for n in range(12)]
    assert "key-position" in names(*said)


def test_an_accepted_flaw_carries_its_reason_but_only_for_itself() -> None:
    accepted = [{"flaw": "all-of-the-above", "reason": "It quotes a form."}]
    asked = single(**worded("B", "甲", LENGTH, "丙", "以上都对", accepted_flaws=accepted))
    found = {flaw.flaw: flaw.accepted for flaw in flaws(asked)}
    assert found["all-of-the-above"] == "It quotes a form."
    assert found["key-longest"] == ""


@pytest.mark.parametrize(("size", "flawed"), [(50, False), (49, True)])
def test_at_most_two_percent_of_a_bank_are_accepted(size: int, flawed: bool) -> None:
    accepted = [{"flaw": "shared-run", "reason": "It cannot be said otherwise."}]
    many = bank(["ABCD"[number % 4] for number in range(size - 1)])
    found = names(*many, single(id="kept", stem="独此一家别无分号", accepted_flaws=accepted))
    assert ("too-many-accepted" in found) == flawed


@pytest.mark.parametrize(
    ("value", "freedom", "tail"),
    [(3.841, 1, 0.05), (5.991, 2, 0.05), (7.815, 3, 0.05), (11.345, 3, 0.01), (13.277, 4, 0.01), (16.812, 6, 0.01),
     (18.475, 7, 0.01), (0.0, 3, 1.0)],
)  # fmt: skip
def test_the_tail_of_chi_square_agrees_with_the_printed_table(value: float, freedom: int, tail: float) -> None:
    assert chi_square_tail(value, freedom) == pytest.approx(tail, abs=5e-5)


def test_too_few_keys_say_nothing_about_places() -> None:
    assert evenness([7, 0, 0, 0]) == 1.0
