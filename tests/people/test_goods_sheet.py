"""A goods table is read as shops keep it: heads under many names, money as int fen, every fault at its cell."""

from pathlib import Path

import pytest

from kit.errors import Refused
from kit.sheets.reading import Row, Sheet, read
from kit.sheets.writing import Page, write
from people import goods
from people.goods import Asked, Good, changed, key_of, says, yuan
from people.goods_sheet import read_asked, read_goods, read_money, to_rows

HEADS = (
    "货号",
    "品名",
    "类目",
    "材质",
    "尺寸",
    "适用",
    "不适用/禁忌",
    "卖点1",
    "常见问题+答法",
    "售价",
    "活动价",
    "客服最低价",
)
MUG = (
    "SL-M01",
    "山岚马克杯",
    "杯具",
    "高温瓷",
    "380 ml",
    "微波炉、洗碗机",
    "明火",
    "不烫手",
    "问：能微波吗？答：能",
    "89",
    "79",
    "72",
)


def sheet(*rows: tuple[str, ...]) -> Sheet:
    return Sheet("商品", tuple(Row(number, cells) for number, cells in enumerate(rows, 1)))


def test_a_row_becomes_a_good() -> None:
    (row,) = read_goods(sheet(HEADS, MUG)).rows
    assert row.good == Good(
        number="SL-M01",
        name="山岚马克杯",
        category="杯具",
        material="高温瓷",
        size="380 ml",
        fit=("微波炉", "洗碗机"),
        not_for=("明火",),
        points=("不烫手",),
        asked=(Asked(question="能微波吗？", answer="能"),),
        price=8900,
        sale_price=7900,
        floor_price=7200,
    )


def test_heads_are_known_under_other_names_and_in_other_orders() -> None:
    heads = ("商品名称（必填）", "商品编号*", "标价", "底价", "分类", "口味")
    found = read_goods(sheet(("本店商品", "", "", "", "", ""), heads, ("杯", "A1", "¥8.90", "８元", "杯具", "甜")))
    (row,) = found.rows
    assert (row.good.number, row.good.price, row.good.floor_price) == ("A1", 890, 800)
    assert found.unknown_heads == ("口味",)


@pytest.mark.parametrize(
    ("column", "cell", "why"),
    [
        ("货号", "", "This must not be empty."),
        ("货号", "杯 1", "letters, digits"),
        ("品名", "", "This must not be empty."),
        ("类目", "", "This must not be empty."),
        ("售价", "八十九", "not an amount"),
        ("售价", "8.999", "two decimals"),
        ("售价", "-1", "not an amount"),
        ("活动价", "99", "more than the price above it, 89 yuan"),
        ("客服最低价", "80", "more than the price above it, 79 yuan"),
        ("不适用/禁忌", "微波炉", "under fit for and under not for"),
        ("常见问题+答法", "随便写写", "问："),
    ],
)
def test_a_fault_is_told_at_its_cell(column: str, cell: str, why: str) -> None:
    at = HEADS.index(column)
    found = read_goods(sheet(HEADS, (*MUG[:at], cell, *MUG[at + 1 :])))
    assert [(fault.row, fault.column) for fault in found.faults] == [(2, at + 1)]
    assert why in str(found.faults[0])
    assert found.rows == ()
    with pytest.raises(Refused):
        found.to_enter()


def test_one_item_number_stands_once() -> None:
    (fault,) = read_goods(sheet(HEADS, MUG, ("sl-m01", *MUG[1:]))).faults
    assert (fault.row, fault.column, str(fault)) == (3, 1, "The same stands in row 2.")


def test_a_table_without_its_heads_or_rows_is_refused() -> None:
    with pytest.raises(Refused, match="货号"):
        read_goods(sheet(("品名", "类目"), ("杯", "杯具")))
    with pytest.raises(Refused, match="no good"):
        read_goods(sheet(HEADS)).to_enter()


@pytest.mark.parametrize(
    ("text", "answers", "pairs"),
    [
        ("问：能烤吗？答：不能\n问：带盖吗 答：不带", "", [("能烤吗？", "不能"), ("带盖吗", "不带")]),
        ("能烤吗？不能。\n带盖吗？不带。", "", [("能烤吗？", "不能。"), ("带盖吗？", "不带。")]),
        ("能烤吗\n带盖吗", "不能\n不带", [("能烤吗", "不能"), ("带盖吗", "不带")]),
        ("", "", []),
    ],
)
def test_questions_of_buyers_are_read_in_three_ways(text: str, answers: str, pairs: list[tuple[str, str]]) -> None:
    assert [(one.question, one.answer) for one in read_asked(text, answers)] == pairs


def test_questions_without_as_many_answers_are_refused() -> None:
    with pytest.raises(Refused):
        read_asked("能烤吗\n带盖吗", "不能")


def test_money_is_whole_fen() -> None:
    assert [read_money(text) for text in ("89", "￥1,234.50", "8.9元", "")] == [8900, 123450, 890, None]
    assert [yuan(fen) for fen in (8900, 890, 5, 0)] == ["89", "8.90", "0.05", "0"]


def test_the_demo_company_has_thirty_goods_that_survive_their_own_table() -> None:
    text = Path("people/demo_goods.toml").read_text(encoding="utf-8")
    found, faults = goods.read({"demo_goods.toml": text}, "demo_goods.toml")
    assert (len(found), faults) == (30, [])
    again = read_goods(read(write([Page("商品资料", to_rows(found))]), "goods.xlsx"))
    assert again.faults == ()
    assert [row.good for row in again.rows] == found


def test_a_good_is_found_by_all_words_and_its_changes_are_named() -> None:
    (row,) = read_goods(sheet(HEADS, MUG)).rows
    assert says(row.good, "微波炉 山岚")
    assert not says(row.good, "微波炉 砂锅")
    assert changed(row.good, row.good.model_copy(update={"price": 9900})) == ["price"]
    assert key_of(3, "SL-M01") == "3/sl-m01"
