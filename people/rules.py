"""The company's own rules: figures that differ between shops, each in one place, and texts that refer to them."""

import re
from collections.abc import Mapping, Sequence
from typing import Annotated, Any

from pydantic import StringConstraints

from kit.content import Id, Line, Struct, Text, parse, plain, read_toml, write_toml
from kit.errors import Fault
from kit.rooms import ContentKind, Source

FILE = "rules.toml"
REFERENCE = re.compile(r"\{\{([a-z0-9-]+)\}\}")

Day = Annotated[str, StringConstraints(pattern=r"^\d{4}-\d{2}-\d{2}$")]


class Rule(Struct):
    """One figure that the company has set, since when, and what it rests on."""

    id: Id
    title: Text
    value: Line
    unit: Text | None = None
    since: Day
    note: Text


def named_in(text: str) -> set[str]:
    """The rules that a text refers to as {{rule-id}}."""
    return set(REFERENCE.findall(text))


def fill(text: str, values: Mapping[str, str]) -> str:
    """Put the rules' values where a text refers to them; an unknown rule stays as it is written."""
    return REFERENCE.sub(lambda found: values.get(found[1], found[0]), text)


def read(files: Mapping[str, str]) -> tuple[list[Source], list[Fault]]:
    """Read the one file of rules."""
    if FILE not in files:
        return [], []
    data = read_toml(files[FILE], FILE)
    if isinstance(data, list):
        return [], data
    sources: list[Source] = []
    faults: list[Fault] = []
    for number, row in enumerate(data.get("rules", ()), 1):
        name = str(row.get("id", f"rules[{number}]"))
        rule = parse(Rule, row, FILE, name)
        if isinstance(rule, list):
            faults += rule
        elif any(source.key == rule.id for source in sources):
            faults.append(Fault(FILE, name, "id", "stands there twice"))
        else:
            sources.append(Source(rule.id, rule, FILE))
    return sources, faults


def write(rules: Sequence[tuple[str, Any]]) -> dict[str, str]:
    """Write the one file of rules again."""
    rows = [plain(rule) for _, rule in sorted(rules, key=lambda entry: entry[0])]
    return {FILE: write_toml({"rules": rows})} if rows else {}


KIND = ContentKind(name="rule", folder="people/content", struct=Rule, read=read, write=write, order=5)
