"""The shipped courses and paths as this room reads them."""

from functools import cache
from pathlib import Path

from courses.kinds import KINDS
from kit.rooms import Source

FOLDER = Path(__file__).parents[2] / "courses" / "content"


@cache
def files() -> dict[str, str]:
    """All shipped text files by their path below the folder."""
    return {file.relative_to(FOLDER).as_posix(): file.read_text() for file in FOLDER.rglob("*.*")}


@cache
def library() -> dict[str, dict[str, Source]]:
    """Everything shipped, by kind and key; no fault is let pass."""
    found: dict[str, dict[str, Source]] = {}
    for kind in KINDS:
        sources, faults = kind.read(files())
        assert not faults, faults
        found[kind.name] = {source.key: source for source in sources}
    return found
