"""Reading a goods table: rows as the shop keeps them into goods, and what is wrong at which cell; and writing it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from kit.errors import Refused
from kit.sheets.reading import Sheet
from kit.sheets.tables import Record, RowFault, table
from kit.text import number as number_in
from people.goods import Asked, Good, yuan
from people.sheet_rows import Faults, folded, needed, pieces, short

HEADS: Mapping[str, Sequence[str]] = {
    "number": ("货号", "商品货号", "商品编号", "商家编码", "款号", "编码", "sku", "item number", "item no"),
    "name": ("品名", "商品名称", "商品名", "名称", "标题", "name"),
    "category": ("类目", "商品类目", "品类", "分类", "category"),
    "spec": ("规格", "颜色规格", "颜色", "款式", "spec"),
    "material": ("材质/成分", "材质", "成分", "面料", "材料", "material"),
    "size": ("尺寸/容量", "尺寸", "容量", "大小", "size"),
    "fit": ("适用", "适用范围", "适用场景", "可以用于", "fit for"),
    "not_for": ("不适用/禁忌", "不适用", "禁忌", "禁忌事项", "注意事项", "not for"),
    "point_1": ("卖点1", "卖点一", "卖点", "核心卖点"),
    "point_2": ("卖点2", "卖点二"),
    "point_3": ("卖点3", "卖点三"),
    "asked": ("常见问题+答法", "常见问题与答法", "常见问题及答法", "常见问题", "常见问答", "faq"),
    "answers": ("答法", "回答", "标准答法"),
    "price": ("售价", "页面价", "标价", "单价", "日常价", "price"),
    "sale_price": ("活动价", "促销价", "大促价", "sale price"),
    "floor_price": ("客服最低价", "最低价", "底价", "floor price"),
    "shipping": ("发货地/时效", "发货地", "发货时效", "发货", "时效", "shipping"),
    "warranty": ("质保/退换", "质保", "退换", "售后", "售后政策", "warranty"),
    "picture": ("图", "图片", "主图", "商品图", "picture"),
}
NUMBER = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{0,39}")
MOST = 100_000_000
_PAIR = re.compile(r"(?:问|Q)\s*[:：]\s*(.+?)\s*(?:答|A)\s*[:：]\s*(.+?)\s*(?=(?:问|Q)\s*[:：]|$)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class GoodsRow:
    """A good as one row says it."""

    row: int
    good: Good


@dataclass(frozen=True, slots=True)
class GoodsList:
    """A goods table as read: its good rows, what is wrong, which heads were not understood, which are missing."""

    header: int
    rows: tuple[GoodsRow, ...]
    faults: tuple[RowFault, ...]
    unknown_heads: tuple[str, ...]
    # the fields that it has no column for: what was known of them stays
    silent: frozenset[str] = frozenset()

    def to_enter(self) -> tuple[GoodsRow, ...]:
        """Give the rows to enter. Raises Refused when something is wrong or nothing is there."""
        if self.faults:
            raise Refused("%(count)s cells need correcting; nothing was imported.", count=len(self.faults))
        if not self.rows:
            raise Refused("There is no good in this table.")
        return self.rows


def read_goods(sheet: Sheet) -> GoodsList:
    """Read a goods table. Raises Refused when it has no heads for number, name and category."""
    found = table(sheet, HEADS, [("number",), ("name",), ("category",)])
    faults = Faults(found)
    rows = [row for record in found.records if (row := _read_row(record, faults))]
    by_row = {record.row: record for record in found.records}
    first: dict[str, int] = {}
    for row in rows:
        same = first.setdefault(row.good.number.lower(), row.row)
        if same != row.row:
            faults.add(by_row[row.row], "number", Refused("The same stands in row %(row)s.", row=same))
    told = {"points" if key.startswith("point_") else key for key in found.columns}
    return GoodsList(
        found.header, tuple(rows), faults.in_order(), found.unknown, frozenset(set(Good.model_fields) - told)
    )


def _read_row(record: Record, faults: Faults) -> GoodsRow | None:
    before = len(faults.found)

    def text(key: str, most: int = 200) -> str:
        return faults.reading(record, key, lambda cell: short(_even(cell), most), "")

    none: tuple[Asked, ...] = ()

    def several(key: str) -> tuple[str, ...]:
        return faults.reading(record, key, _several, ())

    data: dict[str, Any] = {
        "number": faults.reading(record, "number", read_number, ""),
        "name": faults.reading(record, "name", lambda cell: needed(folded(cell), 100), ""),
        "category": faults.reading(record, "category", lambda cell: needed(folded(cell), 60), ""),
        **{key: text(key) for key in ("spec", "material", "size", "picture")},
        **{key: text(key, 400) for key in ("shipping", "warranty")},
        **{key: several(key) for key in ("fit", "not_for")},
        "points": _read_points(record, faults),
        "asked": faults.reading(record, "asked", lambda cell: read_asked(cell, record["answers"]), none),
        **{key: faults.reading(record, key, read_money, None) for key in ("price", "sale_price", "floor_price")},
    }
    _check_prices(record, faults, data["price"], data["sale_price"], data["floor_price"])
    for both in sorted(set(data["fit"]) & set(data["not_for"])):
        why = Refused("“%(what)s” stands under fit for and under not for.", what=both)
        faults.add(record, "not_for", why)
    return GoodsRow(record.row, Good(**data)) if len(faults.found) == before else None


def _read_points(record: Record, faults: Faults) -> tuple[str, ...]:
    """One cell for each, or all in the first on lines of their own."""
    found: list[str] = []
    for key in ("point_1", "point_2", "point_3"):
        found += faults.reading(record, key, lambda cell: [short(one, 100) for one in re.split(r"[\n；;]", cell)], [])
    return tuple(" ".join(one.split()) for one in found if one.strip())


def _check_prices(record: Record, faults: Faults, price: int | None, sale: int | None, floor: int | None) -> None:
    """What a person may give away is never above what the page asks."""
    for key, lower, upper in (("sale_price", sale, price), ("floor_price", floor, sale if sale is not None else price)):
        if lower is not None and upper is not None and lower > upper:
            why = Refused("This is more than the price above it, %(price)s yuan.", price=yuan(upper))
            faults.add(record, key, why)


def read_number(text: str) -> str:
    """Read an item number, full-width signs folded. Raises Refused."""
    even = folded(text).replace(" ", "").replace("_", "-")
    if not even:
        raise Refused("This must not be empty.")
    if not NUMBER.fullmatch(even):
        raise Refused("An item number has letters, digits and - only, at most 40.")
    return even


def read_money(text: str) -> int | None:
    """Read an amount in yuan as int fen: 89, ¥89.00, 89元; None for an empty cell. Raises Refused."""
    even = folded(text).lstrip("¥￥").removesuffix("/件").strip()
    if not even:
        return None
    found = number_in(even, "元")
    if found is None or found < 0:
        raise Refused("This is not an amount. Write it like 89 or 89.90.")
    fen = found * Decimal(100)
    if fen != fen.to_integral_value():
        raise Refused("An amount has at most two decimals.")
    if fen > MOST:
        raise Refused("This amount is too large.")
    return int(fen)


def read_asked(text: str, answers: str = "") -> tuple[Asked, ...]:
    """Read what buyers ask with its answers: 问：… 答：…, one a line “…？…”, or in two cells. Raises Refused."""
    if not text.strip():
        return ()
    if answers.strip():
        return _paired(text, answers)
    if pairs := _PAIR.findall(text):
        return tuple(Asked(question=_line(question), answer=answer.strip()) for question, answer in pairs)
    lines = [re.fullmatch(r"\s*(.+?[?？])\s*(\S.*?)\s*", line) for line in text.splitlines() if line.strip()]
    if any(line is None for line in lines):
        raise Refused("Write it as 问：… 答：…, one after the other.")
    return tuple(Asked(question=_line(line[1]), answer=line[2]) for line in lines if line)


def _paired(text: str, answers: str) -> tuple[Asked, ...]:
    asked, told = ([one.strip() for one in cell.splitlines() if one.strip()] for cell in (text, answers))
    if len(asked) != len(told):
        raise Refused("There are %(asked)s questions and %(told)s answers.", asked=len(asked), told=len(told))
    return tuple(Asked(question=_line(one), answer=other) for one, other in zip(asked, told, strict=True))


def _line(text: str) -> str:
    return " ".join(text.split())


def _even(text: str) -> str:
    return " ".join(text.split())


def _several(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(short(_line(one), 60) for one in pieces(text)))


def to_rows(goods: Sequence[Good]) -> list[list[str]]:
    """Give goods as the rows of their table, heads included; reading them gives the same goods."""
    return [[names[0] for key, names in HEADS.items() if key != "answers"], *(_cells(good) for good in goods)]


def _cells(good: Good) -> list[str]:
    points = [*good.points, "", "", ""][:3]
    if len(good.points) > 3:
        points[2] = "\n".join(good.points[2:])
    asked = "\n".join(f"问：{one.question} 答：{one.answer}" for one in good.asked)
    money = ["" if fen is None else yuan(fen) for fen in (good.price, good.sale_price, good.floor_price)]
    head = [good.number, good.name, good.category, good.spec, good.material, good.size]
    uses = ["、".join(good.fit), "、".join(good.not_for)]
    return [*head, *uses, *points, asked, *money, good.shipping, good.warranty, good.picture]
