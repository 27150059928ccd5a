"""Drafts of questions from the goods of a store: wrong options from other rows, limits as statements, figures asked."""

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any, TypeAlias

from kit.content import parse
from kit.text import squeeze
from people.goods import Good, Stocked, yuan
from quiz.questions import QUESTION, Question

BANK = "goods"
"""The bank that accepted drafts are published into."""
OPTIONS = 4
FEWEST = 3
_HELD = ("ml", "l", "毫升", "升")
_MEASURE = re.compile(
    r"(?P<label>[\u4e00-\u9fff]{0,4})\s*(?P<number>\d+(?:\.\d+)?)\s*(?P<unit>ml|mL|ML|毫升|L|l|升|cm|厘米|mm|毫米|kg|g|克)"
)
_Wrong: TypeAlias = tuple[str, str, tuple[str, str]]
"""A wrong option, why it is wrong, and the good and field that say so."""


@dataclass(frozen=True)
class Draft:
    """A question as it could be asked; `rests` names the goods and fields that its key rests on."""

    name: str
    good: str
    version: int
    question: Question
    rests: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class _Case:
    """A good among the others of its category, with what every draft about it needs."""

    one: Stocked
    others: Sequence[Stocked]
    random: Random

    @property
    def good(self) -> Good:
        return self.one.good

    @property
    def source(self) -> str:
        return f"依据：商品资料「{self.good.name}」（{self.good.number}）第 {self.one.version} 版。"

    def pick(self, wordings: Sequence[str]) -> str:
        """Give one of several wordings with the good's name in its place."""
        return self.random.choice(wordings).format(name=self.good.name)


def tag_of(number: str) -> str:
    """Give the tag of the questions about a good."""
    return f"good-{number.lower()}"


def drafts(one: Stocked, goods: Iterable[Stocked], random: Random) -> list[Draft]:
    """Draft the questions about a good, each aspect once; the same goods and dice give the same drafts."""
    others = [
        other
        for other in goods
        if other.key != one.key and other.store == one.store and other.good.category == one.good.category
    ]
    case = _Case(one, sorted(others, key=lambda other: other.key), random)
    found = [_material(case), _use(case), _not_for(case), _permitted(case), _forbidden(case), _in_time(case)]
    return [draft for draft in (*found, *_prices(case), *_size(case)) if draft is not None]


def basis(rests: Mapping[str, Sequence[str]], goods: Mapping[str, Good]) -> str:
    """Give the digest of what a draft rests on; a good that is gone says nothing any more."""
    said = {
        key: {name: _plain(getattr(goods[key], name)) for name in sorted(fields)} if key in goods else None
        for key, fields in sorted(rests.items())
    }
    return hashlib.sha256(json.dumps(said, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def _plain(value: object) -> object:
    return list(value) if isinstance(value, tuple) else value


def _draft(case: _Case, aspect: str, data: Mapping[str, Any], *rests: tuple[str, str]) -> Draft:
    """Build a draft; `rests` are (key of a good, field)."""
    name = f"{case.one.key}-{aspect}".replace("/", "-")
    head = {
        "id": name,
        "use": "open",
        "difficulty": "easy",
        "tags": [tag_of(case.good.number)],
        # what gives another one away does not stand in the same paper
        "family": f"{case.one.key.replace('/', '-')}-{aspect.split('-')[0]}",
    }
    question = parse(QUESTION, {**head, **data}, "goods", name)
    if isinstance(question, list):
        raise ValueError(f"{name}: {question[0]}")
    fields: dict[str, tuple[str, ...]] = {case.one.key: ("name",)}
    for key, field in rests:
        fields[key] = tuple(sorted({*fields.get(key, ()), field}))
    return Draft(name, case.one.key, case.one.version, question, fields)


def _choice(
    case: _Case,
    aspect: str,
    stem: str,
    key: tuple[str, str],
    wrong: Sequence[_Wrong],
    field: str,
) -> Draft | None:
    """Build a single choice of a key and wrong options, each with its explanation; None with too few of them."""
    wrong = wrong[: OPTIONS - 1]
    if len(wrong) < FEWEST - 1:
        return None
    options = [{"text": key[0], "correct": True, "explanation": f"{key[1]}{case.source}"}]
    options += [{"text": text, "explanation": why} for text, why, _ in wrong]
    case.random.shuffle(options)
    data = {"type": "single", "stem": stem, "options": options}
    return _draft(case, aspect, data, (case.one.key, field), *(rest for _, _, rest in wrong))


def _distinct(key: str, options: Sequence[_Wrong]) -> list[_Wrong]:
    """Leave out what says the same as the key or another option, or more or less of it."""
    taken, found = [squeeze(key)], []
    for option in options:
        text = squeeze(option[0])
        if text and not any(text in other or other in text for other in taken):
            taken.append(text)
            found.append(option)
    return found


def _shuffled(case: _Case) -> list[Stocked]:
    return case.random.sample(list(case.others), len(case.others))


def _material(case: _Case) -> Draft | None:
    """Which material: the wrong ones are those of its neighbours in the sheet."""
    good = case.good
    if not good.material:
        return None
    every = [
        (other.good.material, f"这是「{other.good.name}」的材质。", (other.key, "material"))
        for other in _shuffled(case)
    ]
    wrong = _distinct(good.material, every)
    stem = case.pick(
        ("买家问「{name}」是什么材质，怎么答？", "「{name}」是用什么做的？", "下面哪一种是「{name}」的材质？")
    )
    return _choice(case, "material", stem, (good.material, f"材质：{good.material}。"), wrong, "material")


def _use(case: _Case) -> Draft | None:
    """What it is fit for: which good of the category one may recommend, the wrong ones forbid just that."""
    good = case.good
    for use in case.random.sample(list(good.fit), len(good.fit)):
        wrong = _neighbours(case, use, "not_for", "不适用{use}，推荐了就得退。")
        stem = f"买家挑{good.category}，说要用于“{use}”，推荐哪一款？"
        told = f"「{good.name}」适用：{'、'.join(good.fit)}。"
        if draft := _choice(case, "use", stem, (good.name, told), wrong, "fit"):
            return draft
    if not good.fit:
        return None
    key = case.random.choice(good.fit)
    own = [(text, f"资料里写明「{good.name}」不适用{text}。", (case.one.key, "not_for")) for text in good.not_for]
    stem = case.pick(("按商品资料，「{name}」适用下面哪一项？", "下面哪一项可以放心告诉买「{name}」的买家？"))
    return _choice(case, "use", stem, (key, f"适用：{'、'.join(good.fit)}。"), _distinct(key, own), "fit")


def _not_for(case: _Case) -> Draft | None:
    """What it is not for: which good of the category must be warned of, the wrong ones permit just that."""
    good = case.good
    for limit in case.random.sample(list(good.not_for), len(good.not_for)):
        wrong = _neighbours(case, limit, "fit", "适用{use}，不用拦。")
        stem = f"买家说买回去要用于“{limit}”。{good.category}里，哪一款要提醒他不行？"
        told = f"「{good.name}」不适用：{'、'.join(good.not_for)}。"
        if draft := _choice(case, "limit", stem, (good.name, told), wrong, "not_for"):
            return draft
    if not good.not_for:
        return None
    key = case.random.choice(good.not_for)
    own = [(text, f"「{good.name}」适用{text}。", (case.one.key, "fit")) for text in good.fit]
    stem = case.pick(("「{name}」不能用于下面哪一项？", "买「{name}」的买家，哪一项要提醒他别做？"))
    return _choice(case, "limit", stem, (key, f"不适用：{'、'.join(good.not_for)}。"), _distinct(key, own), "not_for")


def _neighbours(case: _Case, use: str, field: str, why: str) -> list[_Wrong]:
    """The other goods of the category whose row says just this under the field."""
    return [
        (other.good.name, f"「{other.good.name}」{why.format(use=use)}", (other.key, field))
        for other in _shuffled(case)
        if squeeze(use) in {squeeze(text) for text in getattr(other.good, field)}
    ]


def _named(text: str, among: Iterable[str]) -> bool:
    return any(squeeze(text) in squeeze(one) or squeeze(one) in squeeze(text) for one in among)


def _permitted(case: _Case) -> Draft | None:
    """A use that is fine as a statement, best one that a neighbour's row forbids."""
    good = case.good
    if not good.fit:
        return None
    traps = [text for text in good.fit if any(_named(text, other.good.not_for) for other in case.others)]
    return _statement(case, "use-may", case.random.choice(traps or list(good.fit)), True)


def _forbidden(case: _Case) -> Draft | None:
    """A limit as a statement, best one that a neighbour's row permits."""
    good = case.good
    if not good.not_for:
        return None
    traps = [text for text in good.not_for if any(_named(text, other.good.fit) for other in case.others)]
    return _statement(case, "limit-not", case.random.choice(traps or list(good.not_for)), False)


def _statement(case: _Case, aspect: str, what: str, answer: bool) -> Draft:
    good = case.good
    stem = case.pick(("买家问「{name}」：", "买「{name}」的买家问："))
    stem += f"“{what}，行吗？”" + case.random.choice(("可以答“行”。", "答“行”就对了。"))
    field = "fit" if answer else "not_for"
    told = f"适用：{'、'.join(good.fit)}。" if answer else f"不适用：{'、'.join(good.not_for)}。答错就成了承诺。"
    data = {"type": "truefalse", "stem": stem, "answer": answer, "explanation": told + case.source}
    return _draft(case, aspect, data, (case.one.key, field))


def _in_time(case: _Case) -> Draft | None:
    """The time of shipping as a statement, with the figure of a neighbour where that is another one."""
    own = re.search(r"\d+\s*(?:小时|天)", case.good.shipping)
    if not own:
        return None
    for other in _shuffled(case):
        found = re.search(r"\d+\s*(?:小时|天)", other.good.shipping)
        if found and squeeze(found[0]) != squeeze(own[0]):
            stem = f"买家问「{case.good.name}」多久发货，可以答“付款后 {found[0]}内”。"
            told = f"「{case.good.name}」是：{case.good.shipping}。{found[0]}的是「{other.good.name}」。"
            data = {"type": "truefalse", "stem": stem, "answer": False, "explanation": told + case.source}
            return _draft(case, "shipping", data, (case.one.key, "shipping"), (other.key, "shipping"))
    return None


def _prices(case: _Case) -> Iterator[Draft]:
    """The price on the page, and the lowest that service may give."""
    good = case.good
    if good.price is not None:
        stem = case.pick(("「{name}」的页面价是多少元？", "买家没看清，「{name}」卖多少元？", "「{name}」标价多少元？"))
        yield _figure(case, "price", stem, yuan(good.price), "元", f"售价 {yuan(good.price)} 元。", "price")
    if good.floor_price is not None:
        stem = case.pick(("买家一再还价，「{name}」单件最低能给到多少元？", "「{name}」的客服最低价是多少元？"))
        told = f"客服最低价 {yuan(good.floor_price)} 元，再低谁也不能自己答应。"
        yield _figure(case, "floor", stem, yuan(good.floor_price), "元", told, "floor_price")


def _size(case: _Case) -> Iterator[Draft]:
    """The first measure that says what it measures."""
    for part in re.split(r"[/、，,；;]", case.good.size):
        found = _MEASURE.fullmatch(part.strip())
        if found is None:
            continue
        unit = found["unit"]
        label = found["label"] or ("容量" if unit.lower() in _HELD else "")
        if label:
            stem = f"「{case.good.name}」的{label}是多少 {unit}？"
            told = f"尺寸/容量：{case.good.size}。报准数，别说“挺大的”。"
            yield _figure(case, "size", stem, found["number"], unit, told, "size")
            return


def _figure(case: _Case, aspect: str, stem: str, answer: str, unit: str, told: str, field: str) -> Draft:
    explanation = told + case.source
    data = {"type": "numeric", "stem": stem, "answer": answer, "unit": unit, "explanation": explanation}
    return _draft(case, aspect, data, (case.one.key, field))
