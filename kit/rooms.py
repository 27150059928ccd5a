"""The values by which a room contributes to the whole: cards, tabs, hits, kinds of content."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum
from typing import Any, TypeAlias

from pydantic import TypeAdapter

from kit.content import Struct
from kit.errors import Fault


class Urgency(IntEnum):
    """How near a card is, the most urgent first."""

    LATE = 0
    NOW = 1
    SOON = 2
    NEWS = 3


@dataclass(frozen=True, slots=True)
class Card:
    """One thing on somebody's home page; its texts are already in their language."""

    title: str
    why: str
    url: str
    action: str
    urgency: Urgency = Urgency.SOON
    due: datetime | None = None
    minutes: int | None = None


@dataclass(frozen=True, slots=True)
class Panel:
    """A rendered part of somebody's home page; smaller `order` comes first."""

    order: int
    html: str


@dataclass(frozen=True, slots=True)
class StepTarget:
    """What a step of a learning path leads to; `url` is empty while it cannot be opened yet."""

    title: str
    url: str
    minutes: int | None = None


@dataclass(frozen=True, slots=True)
class Tab:
    """One entry of the navigation; `label` is an English message id, no `roles` means everybody.

    `covers` names endpoints of any room that lie under it; for `wide_for` it stands on wide windows only, on the
    phone in the account's menu: the bar there holds five.
    """

    name: str
    label: str
    icon: str
    endpoint: str
    order: int
    roles: frozenset[str] = frozenset()
    covers: frozenset[str] = frozenset()
    wide_for: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Hit:
    """One finding of the search page."""

    title: str
    excerpt: str
    url: str
    kind: str


@dataclass(frozen=True, slots=True)
class Dependent:
    """A piece of content that rests on a company rule: it reads the value and changes by itself, or is looked at."""

    title: str
    url: str
    kind: str
    by_itself: bool


@dataclass(frozen=True, slots=True)
class Source:
    """One piece of content as read, with the file it came from."""

    key: str
    struct: Struct
    file: str


Library: TypeAlias = Mapping[str, Mapping[str, Source]]
"""Everything read: name of the kind → key → source. A kind that is not there has nothing."""


@dataclass(frozen=True, slots=True, order=True)
class Flaw:
    """Something that a colleague would write better; `accepted` is the author's reason to keep it."""

    file: str
    id: str
    flaw: str
    detail: str
    accepted: str = ""

    def __str__(self) -> str:
        return f"{self.file}: {self.id}: {self.flaw}: {self.detail}"


@dataclass(frozen=True, slots=True)
class Tally:
    """What `content check` counts: name → position → number; fact → taught, asked, exercised → number."""

    counts: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    facts: Mapping[str, Mapping[str, int]] = field(default_factory=dict)


def _no_faults(_: Library) -> list[Fault]:
    return []


def _no_flaws(_: Library) -> list[Flaw]:
    return []


def _no_tally(_: Library) -> Tally:
    return Tally()


@dataclass(frozen=True, slots=True)
class ContentKind:
    """One kind of content: how it is read from files and written to them, and what is checked.

    `read` takes all text files under `folder` (path below it, with `/`, → text) and leaves alone those of
    other kinds; `write` gives the same back. Kinds are loaded by `order`: what is referred to comes first.
    """

    name: str
    folder: str
    struct: type[Struct] | TypeAdapter[Any]
    read: Callable[[Mapping[str, str]], tuple[list[Source], list[Fault]]]
    write: Callable[[Sequence[tuple[str, Any]]], dict[str, str]]
    order: int
    check: Callable[[Library], list[Fault]] = _no_faults
    flaws: Callable[[Library], list[Flaw]] = _no_flaws
    tally: Callable[[Library], Tally] = _no_tally
