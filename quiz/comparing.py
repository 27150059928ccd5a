"""What differs between two versions of a question, field by field."""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from kit.content import Struct, plain


@dataclass(frozen=True, slots=True)
class Difference:
    """One field before and after; empty where it was not there. Paths count from 1: options[1].text."""

    path: str
    before: str
    after: str

    @property
    def pieces(self) -> list[tuple[Literal["same", "gone", "new"], str]]:
        """The text in pieces: what stayed, what went, what came."""
        found: list[tuple[Literal["same", "gone", "new"], str]] = []
        match = SequenceMatcher(None, self.before, self.after, autojunk=False)
        for what, at, to, new_at, new_to in match.get_opcodes():
            if what == "equal":
                found.append(("same", self.before[at:to]))
                continue
            found += [("gone", self.before[at:to])] if to > at else []
            found += [("new", self.after[new_at:new_to])] if new_to > new_at else []
        return found


def differences(old: Struct, new: Struct) -> list[Difference]:
    """List the fields that two versions say differently, in the order of the newer one."""
    before, after = dict(_leaves(plain(old))), dict(_leaves(plain(new)))
    paths = [*after, *(path for path in before if path not in after)]
    return [
        Difference(path, before.get(path, ""), after.get(path, ""))
        for path in paths
        if before.get(path) != after.get(path)
    ]


def _leaves(value: object, path: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from _leaves(inner, f"{path}.{name}" if path else name)
    elif isinstance(value, list) and any(isinstance(one, dict) for one in value):
        for number, inner in enumerate(value, 1):
            yield from _leaves(inner, f"{path}[{number}]")
    elif isinstance(value, list):
        yield path, "、".join(str(one) for one in value)
    else:
        yield path, str(value).lower() if isinstance(value, bool) else str(value)
