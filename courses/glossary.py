"""The trade's terms, each spelled one way: what they mean, and the spellings that no content may use."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from kit.content import Id, Line, Struct, Text, parse, plain, read_toml, write_toml
from kit.errors import Fault
from kit.rooms import ContentKind, Flaw, Library, Source

FILE = "glossary.toml"
SPELLED = ("course", "lesson", "path", "bank", "question", "paper", "rule")


class Term(Struct):
    """One term: its name, its meaning in a sentence, and the other spellings of it that are not used."""

    id: Id
    name: Text
    meaning: Text
    avoid: tuple[Line, ...] = ()


def read(files: Mapping[str, str]) -> tuple[list[Source], list[Fault]]:
    """Read the one file of terms."""
    if FILE not in files:
        return [], []
    data = read_toml(files[FILE], FILE)
    if isinstance(data, list):
        return [], data
    sources: list[Source] = []
    faults: list[Fault] = []
    for number, row in enumerate(data.get("terms", ()), 1):
        name = str(row.get("id", f"terms[{number}]"))
        term = parse(Term, row, FILE, name)
        if isinstance(term, list):
            faults += term
        elif any(source.key == term.id for source in sources):
            faults.append(Fault(FILE, name, "id", "stands there twice"))
        else:
            sources.append(Source(term.id, term, FILE))
    return sources, faults


def write(terms: Sequence[tuple[str, Any]]) -> dict[str, str]:
    """Write the one file of terms again."""
    rows = [plain(term) for _, term in sorted(terms, key=lambda entry: entry[0])]
    return {FILE: write_toml({"terms": rows})} if rows else {}


def check(library: Library) -> list[Fault]:
    """List the spellings that one term avoids and another one is called, or contains."""
    terms = list(_terms(library))
    return [
        Fault(source.file, term.id, "avoid", f"{variant} stands in the name of {other.id}")
        for source, term in terms
        for variant in term.avoid
        for _, other in terms
        if variant in other.name.zh
    ]


def find_flaws(library: Library) -> list[Flaw]:
    """List where content of any room spells a term in a way that is not used."""
    avoided = {variant: term.name.zh for _, term in _terms(library) for variant in term.avoid}
    return [
        Flaw(source.file, source.key, "term", f"says {variant}, the glossary says {name}")
        for kind in SPELLED
        for source in library.get(kind, {}).values()
        for text in ["\n".join(_texts(plain(source.struct)))]
        for variant, name in avoided.items()
        if variant in text
    ]


def _terms(library: Library) -> Iterator[tuple[Source, Term]]:
    for source in library.get("term", {}).values():
        if isinstance(source.struct, Term):
            yield source, source.struct


def _texts(data: object) -> Iterator[str]:
    """Give every text inside plain data."""
    if isinstance(data, str):
        yield data
    for inner in data.values() if isinstance(data, dict) else data if isinstance(data, list) else ():
        yield from _texts(inner)


KIND = ContentKind(
    name="term",
    folder="courses/content",
    struct=Term,
    read=read,
    write=write,
    order=15,
    check=check,
    flaws=find_flaws,
)
