"""The right answers, from the content files: a story knows them as a well-prepared person does, not from the server."""

import re
import tomllib
from functools import cache
from typing import Any

from playwright.sync_api import Locator

from tests.journeys.house import ROOT

STEM = """one => { const copy = one.querySelector('.stem').cloneNode(true);
copy.querySelectorAll('.chip').forEach(chip => chip.remove()); return copy.textContent }"""


def bare(text: str) -> str:
    """The letters and digits of a text, without the marks that Markdown and the page put between them."""
    return re.sub(r"[\W_]", "", text)


@cache
def questions() -> dict[str, dict[str, Any]]:
    """Every shipped question by the letters of its stem."""
    found = {}
    for file in sorted((ROOT / "quiz" / "content").glob("*/*.toml")):
        for question in tomllib.loads(file.read_text(encoding="utf-8")).get("questions", ()):
            found[bare(question["stem"])] = question
    return found


def key_of(card: Locator) -> dict[str, Any]:
    """The question that a card on the page asks."""
    return questions()[bare(card.evaluate(STEM))]


def fields_of(card: Locator) -> dict[str, list[str]]:
    """What a right answer fills in on a card: name of the field → values."""
    key, inputs = key_of(card), card.locator("input:not([type=hidden]), textarea")
    first = str(inputs.first.get_attribute("name"))
    if key["type"] in ("single", "multiple"):
        right = {bare(option["text"]) for option in key["options"] if option.get("correct")}
        labels = card.locator("label.option").all()
        chosen = [label for label in labels if bare(label.locator("[lang]").inner_text()) in right]
        return {first: [str(label.locator("input").get_attribute("value")) for label in chosen]}
    if key["type"] == "truefalse":
        return {first: ["true" if key["answer"] else "false"]}
    if key["type"] == "fill":
        names = [str(one.get_attribute("name")) for one in inputs.all()]
        return {name: [blank["accepted"][0]] for name, blank in zip(names, key["blanks"], strict=True)}
    return {first: [key["answer"] if key["type"] == "numeric" else key["sample"].strip()]}


def answer(card: Locator) -> None:
    """Answer a card rightly, as a person does."""
    choices = card.locator("label.option").count()
    for name, values in fields_of(card).items():
        for value in values:
            if choices:
                card.locator(f"label:has([name='{name}'][value='{value}'])").click()
            else:
                card.locator(f"[name='{name}']").fill(value)
