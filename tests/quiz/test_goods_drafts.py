"""Questions are drafted from the goods alone: right by the sheet, the same each time, with options of other rows."""

from pathlib import Path
from random import Random
from typing import Any

import pytest

from people import goods
from people.goods import Good, Stocked, key_of
from quiz.goods_drafts import Draft, basis, drafts
from quiz.marking import mark
from quiz.questions import Numeric, SingleChoice, TrueFalse
from quiz.responses import Typed

STORE = 2


def stocked(*found: Good, version: int = 1) -> list[Stocked]:
    return [Stocked(number, key_of(STORE, one.number), version, one) for number, one in enumerate(found, 1)]


def good(number: str, name: str, **more: Any) -> Good:
    return Good(number=number, name=name, category=more.pop("category", "杯具"), **more)


MUG = good("M1", "素面杯", material="高温瓷", size="380 ml", fit=("微波炉",), not_for=("明火",), price=8900)
GOLD = good("M2", "金边杯", material="骨瓷", fit=("手洗",), not_for=("微波炉",), floor_price=9200)
STEEL = good("M3", "钢杯", material="不锈钢", fit=("明火",), not_for=("微波炉",), shipping="付款后 24 小时内发出")
CLAY = good("M4", "陶杯", material="粗陶", fit=("明火",), not_for=("洗碗机",), shipping="付款后 48 小时内发出")
TOWEL = good("T1", "毛巾", category="毛巾", material="棉", fit=("机洗",), not_for=("漂白",))
SHEET = stocked(MUG, GOLD, STEEL, CLAY, TOWEL)


def of(name: str, sheet: list[Stocked] = SHEET) -> dict[str, Draft]:
    """The drafts about one good, by aspect."""
    one = next(one for one in sheet if one.good.name == name)
    prefix = f"{one.key.replace('/', '-')}-"
    return {draft.name.removeprefix(prefix): draft for draft in drafts(one, sheet, Random(1))}


def options(draft: Draft) -> dict[str, bool]:
    assert isinstance(draft.question, SingleChoice)
    return {option.text: option.correct for option in draft.question.options}


def test_wrong_materials_are_those_of_other_rows_of_the_category() -> None:
    assert options(of("素面杯")["material"]) == {"高温瓷": True, "骨瓷": False, "不锈钢": False, "粗陶": False}


def test_who_may_be_recommended_stands_among_goods_that_forbid_it() -> None:
    found = of("素面杯")["use"]
    assert options(found) == {"素面杯": True, "金边杯": False, "钢杯": False}
    assert "微波炉" in found.question.stem


def test_what_must_be_warned_of_stands_among_goods_that_permit_it() -> None:
    found = of("素面杯")["limit"]
    assert options(found) == {"素面杯": True, "钢杯": False, "陶杯": False}
    assert "明火" in found.question.stem


def test_limits_become_statements_best_those_that_a_neighbour_contradicts() -> None:
    found = of("素面杯")
    permitted, forbidden = found["use-may"].question, found["limit-not"].question
    assert isinstance(permitted, TrueFalse)
    assert isinstance(forbidden, TrueFalse)
    assert (permitted.answer, "微波炉" in permitted.stem) == (True, True)
    assert (forbidden.answer, "明火" in forbidden.stem) == (False, True)


def test_prices_and_sizes_are_asked_as_figures() -> None:
    price, size = of("素面杯")["price"].question, of("素面杯")["size"].question
    assert isinstance(price, Numeric)
    assert isinstance(size, Numeric)
    assert (price.answer, price.unit, size.answer, size.unit) == ("89", "元", "380", "ml")
    assert mark(price, Typed("89元"), 100).right
    assert "floor" in of("金边杯")


@pytest.mark.parametrize(
    ("size", "asked"),
    [
        ("口径 18 cm / 900 ml", "18"),
        ("2.5 L", "2.5"),
        ("140 × 180 cm", None),
        ("直径 24 cm", "24"),
        ("均码", None),
    ],
)
def test_a_size_is_asked_where_it_says_what_it_measures(size: str, asked: str | None) -> None:
    found = of("杯", stocked(good("M9", "杯", size=size))).get("size")
    answer = found.question.answer if found and isinstance(found.question, Numeric) else None
    assert answer == asked


def test_a_time_of_shipping_is_asked_with_a_neighbours_figure() -> None:
    found = of("钢杯")["shipping"].question
    assert isinstance(found, TrueFalse)
    assert (found.answer, "48 小时" in found.stem) == (False, True)


def test_too_few_neighbours_make_no_choice() -> None:
    assert set(of("毛巾")) == {"use-may", "limit-not"}


def test_an_explanation_names_the_good_and_its_version() -> None:
    sheet = stocked(MUG, GOLD, STEEL, CLAY, version=3)
    for draft in of("素面杯", sheet).values():
        question = draft.question
        told = (
            next(option.explanation for option in question.options if option.correct)
            if isinstance(question, SingleChoice)
            else getattr(question, "explanation", "")
        )
        assert "素面杯" in told
        assert "M1" in told
        assert "第 3 版" in told
        assert question.tags == ("good-m1",)
        assert (draft.good, draft.version) == ("2/m1", 3)


def test_the_same_sheet_and_dice_give_the_same_drafts() -> None:
    for one in SHEET:
        assert drafts(one, SHEET, Random("x")) == drafts(one, list(reversed(SHEET)), Random("x"))


def test_a_draft_rests_on_what_it_asks_and_on_nothing_else() -> None:
    said = {one.key: one.good for one in SHEET}
    material, price = of("素面杯")["material"], of("素面杯")["price"]
    dearer = said | {"2/m1": MUG.model_copy(update={"price": 9900})}
    assert basis(price.rests, dearer) != basis(price.rests, said)
    assert basis(material.rests, dearer) == basis(material.rests, said)
    other = said | {"2/m2": GOLD.model_copy(update={"material": "高温瓷"})}
    assert basis(material.rests, other) != basis(material.rests, said)
    without = {key: one for key, one in said.items() if key != "2/m1"}
    assert basis(price.rests, without) != basis(price.rests, said)


def test_every_choice_drafted_for_the_demo_company_has_one_key_by_its_sheet() -> None:
    text = Path("people/demo_goods.toml").read_text(encoding="utf-8")
    sheet = stocked(*goods.read({"demo_goods.toml": text}, "demo_goods.toml")[0])
    found = [(one.good, draft) for one in sheet for draft in drafts(one, sheet, Random(one.key))]
    assert len(found) > 150
    by_name = {one.good.name: one.good for one in sheet}
    for one, draft in found:
        if "推荐哪一款" in draft.question.stem:
            use = draft.question.stem.split("“")[1].split("”")[0]
            assert {text: use in by_name[text].fit for text in options(draft)} == options(draft)
        if draft.name.endswith("material"):
            assert options(draft)[one.material]
