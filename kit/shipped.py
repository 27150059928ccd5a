"""Content as files: read below the rooms' folders, checked, counted, written back in canonical form."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from kit.errors import Fault
from kit.rooms import ContentKind, Flaw, Library, Source

FACTS = tuple(f"F{number:02d}" for number in range(1, 25))
COUNTS = ("lessons", "questions", "check_questions", "papers", "tasks_by_kind")
COVERED = ("taught", "asked", "exercised")
TEXT_FILES = {".toml", ".md"}


@dataclass(frozen=True)
class Reading:
    """All that was read; sources and faults name their file from the root."""

    library: Library
    faults: list[Fault]


@dataclass(frozen=True)
class Report:
    """What `flask content check` says."""

    faults: list[Fault]
    flaws: list[Flaw]
    accepted: list[Flaw]
    counts: Mapping[str, Mapping[str, int]]
    facts: Mapping[str, Mapping[str, int]]

    def plain(self) -> dict[str, Any]:
        """The report as plain data, for JSON."""
        return asdict(self)


def read(kinds: Sequence[ContentKind], root: Path) -> Reading:
    """Read every kind below the root; a file that no kind reads is a fault."""
    library: dict[str, dict[str, Source]] = {}
    faults: list[Fault] = []
    texts = {folder: _texts(root / folder) for folder in {kind.folder for kind in kinds}}
    for kind in sorted(kinds, key=lambda kind: kind.order):
        good = {path: text for path, text in texts[kind.folder].items() if text is not None}
        sources, wrong = kind.read(good)
        faults += [replace(fault, file=f"{kind.folder}/{fault.file}") for fault in wrong]
        library[kind.name], twice = _by_key(replace(one, file=f"{kind.folder}/{one.file}") for one in sources)
        faults += twice
    files = {f"{folder}/{path}": text for folder, found in texts.items() for path, text in found.items()}
    faults += [Fault(file, "-", "-", "is not UTF-8 text") for file, text in files.items() if text is None]
    known = {source.file for found in library.values() for source in found.values()} | {one.file for one in faults}
    faults += [Fault(file, "-", "-", "is read by no kind of content") for file in files if file not in known]
    return Reading(library, sorted(set(faults)))


def _texts(folder: Path) -> dict[str, str | None]:
    """Give the text of every file below a folder; None for one that cannot be decoded."""
    found: dict[str, str | None] = {}
    for file in sorted(folder.rglob("*")):
        if file.suffix in TEXT_FILES and file.is_file():
            try:
                found[file.relative_to(folder).as_posix()] = file.read_text(encoding="utf-8")
            except UnicodeDecodeError:
                found[file.relative_to(folder).as_posix()] = None
    return found


def _by_key(sources: Iterable[Source]) -> tuple[dict[str, Source], list[Fault]]:
    found: dict[str, Source] = {}
    faults: list[Fault] = []
    for source in sources:
        if source.key in found:
            faults.append(Fault(source.file, source.key, "id", f"is already used in {found[source.key].file}"))
        else:
            found[source.key] = source
    return found, faults


def check(kinds: Sequence[ContentKind], reading: Reading) -> list[Fault]:
    """List what is wrong, in single files and between them."""
    return sorted({*reading.faults, *(fault for kind in kinds for fault in kind.check(reading.library))})


def report(kinds: Sequence[ContentKind], reading: Reading) -> Report:
    """Check everything and count it; every fact and every count is there, if need be with nothing."""
    flaws = [flaw for kind in kinds for flaw in kind.flaws(reading.library)]
    counts: dict[str, Counter[str]] = {name: Counter() for name in COUNTS}
    facts: dict[str, Counter[str]] = {fact: Counter(dict.fromkeys(COVERED, 0)) for fact in FACTS}
    for tally in (kind.tally(reading.library) for kind in kinds):
        for name, by_position in tally.counts.items():
            counts.setdefault(name, Counter()).update(by_position)
        for fact, covered in tally.facts.items():
            facts.setdefault(fact, Counter(dict.fromkeys(COVERED, 0))).update(covered)
    return Report(
        faults=check(kinds, reading),
        flaws=sorted(flaw for flaw in flaws if not flaw.accepted),
        accepted=sorted(flaw for flaw in flaws if flaw.accepted),
        counts={name: dict(sorted(found.items())) for name, found in counts.items()},
        facts={fact: dict(found) for fact, found in facts.items()},
    )


def canonical_files(kinds: Sequence[ContentKind], content: Mapping[str, Sequence[tuple[str, Any]]]) -> dict[str, str]:
    """Give the canonical files of content (kind → keys with structs): path from the root → text."""
    return {
        f"{kind.folder}/{path}": text
        for kind in kinds
        for path, text in kind.write(sorted(content.get(kind.name, ()), key=lambda one: one[0])).items()
    }


def write_files(root: Path, files: Mapping[str, str]) -> None:
    """Write files below the root, with their folders."""
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")


def changes(kinds: Sequence[ContentKind], reading: Reading, root: Path) -> dict[str, str | None]:
    """Give the files that are not in canonical form: path → what it should say, None where it should go."""
    content = {name: [(key, source.struct) for key, source in found.items()] for name, found in reading.library.items()}
    wanted = canonical_files(kinds, content)
    now = {source.file for found in reading.library.values() for source in found.values()}
    stale: dict[str, str | None] = dict.fromkeys(sorted(now - set(wanted)))
    return stale | {
        path: text for path, text in sorted(wanted.items()) if path not in now or _differs(root / path, text)
    }


def _differs(file: Path, text: str) -> bool:
    return file.read_bytes() != text.encode()


def fingerprint(kinds: Sequence[ContentKind], root: Path) -> str:
    """Give a digest of all content files as they lie there, to know whether they changed."""
    found = hashlib.sha256(repr(sorted(kind.name for kind in kinds)).encode())
    for folder in sorted({kind.folder for kind in kinds}):
        for file in sorted((root / folder).rglob("*")):
            if file.suffix in TEXT_FILES and file.is_file():
                found.update(f"{file.relative_to(root).as_posix()}\0{file.stat().st_size}\0".encode())
                found.update(file.read_bytes())
    return found.hexdigest()
