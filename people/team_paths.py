"""Which team a text means: a path from the company down (星桥/旗舰店/售前组) or its last parts."""

import re
from collections.abc import Collection

from kit.errors import Refused
from kit.text import fold
from people.sheet_rows import folded, short

Path = tuple[str, ...]


class TeamPaths:
    """The teams there are and those that a list adds."""

    def __init__(self, teams: Collection[Path], may_add: bool) -> None:
        self._paths: dict[Path, Path] = {}
        self._may_add = may_add
        self._new: dict[Path, None] = {}
        for path in teams:
            self._paths[_folded(path)] = path
        roots = {path[:1] for path in teams}
        self._root: Path = roots.pop() if len(roots) == 1 else ()

    @property
    def new(self) -> tuple[Path, ...]:
        """The paths that are not there yet, parents before children."""
        return tuple(self._new)

    def read(self, text: str) -> Path:
        """Find the team that a cell means, add it where that is allowed; empty if empty. Raises Refused."""
        whole = folded(text)
        if not whole:
            return ()
        strong = _cut(whole, r"[/>\\»→›]")
        if not strong:
            raise Refused("There is no team “%(name)s”.", name=whole)
        for parts in (strong, _cut(whole, r"[/>\\»→›—–-]+")):
            if found := self._found(parts):
                return found
        parts = strong if len(strong) > 1 else _cut(whole, r"\s*[—–]+\s*|\s+-\s+|-(?=[\u4e00-\u9fff])")
        if not self._may_add:
            raise Refused("There is no team “%(name)s”.", name=whole)
        return self._add(self._below(parts))

    def _found(self, parts: Path) -> Path | None:
        """Look for the path, else for the one path that ends so."""
        wanted = _folded(parts)
        if wanted in self._paths:
            return self._paths[wanted]
        if not wanted:
            return None
        ending = [path for key, path in self._paths.items() if key[-len(wanted) :] == wanted]
        if len(ending) > 1:
            shown = "、".join("/".join(path) for path in ending[:5])
            raise Refused("Several teams are called so: %(paths)s. Write the whole path.", paths=shown)
        return ending[0] if ending else None

    def _below(self, parts: Path) -> Path:
        """Hang a new team below the longest known beginning, else below the company."""
        for length in range(len(parts) - 1, 0, -1):
            if parent := self._found(parts[:length]):
                return parent + parts[length:]
        return self._root + parts

    def _add(self, path: Path) -> Path:
        for name in path:
            short(name, 100)
        for length in range(1, len(path) + 1):
            part = path[:length]
            if _folded(part) not in self._paths:
                self._paths[_folded(part)] = part
                self._new[part] = None
        return path


def _cut(text: str, by: str) -> Path:
    return tuple(part.strip() for part in re.split(by, text) if part.strip())


def _folded(path: Path) -> Path:
    return tuple(fold(name) for name in path)
