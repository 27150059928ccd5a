"""The catalogue of positions: what each answers for, its tracks, and under which names lists know it."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from kit.content import FactId, Id, Line, Struct, Text, parse, plain, read_toml, write_toml
from kit.errors import Fault
from kit.rooms import ContentKind, Library, Source
from kit.text import fold
from people.staff_cells import Post

FILE = "positions.toml"
COMMON = "common"


class Track(Struct):
    """A direction inside a position: pre-sale, after-sale, cross-border."""

    id: Id
    title: Text
    aliases: tuple[Line, ...] = ()


class Position(Struct):
    """A job in the company: what it answers for and how it is called."""

    id: Id
    title: Text
    summary: Text
    facts: tuple[FactId, ...] = ()
    aliases: tuple[Line, ...] = ()
    tracks: tuple[Track, ...] = ()
    duties: tuple[Text, ...]

    def track(self, id: str) -> Track | None:
        """Give the track of this id, None when the position has none such."""
        return next((track for track in self.tracks if track.id == id), None)

    def called(self, track: str, lang: str) -> str:
        """Name the position with one of its tracks, as 客服（售前）."""
        found = self.track(track)
        if found is None:
            return self.title.in_(lang)
        if lang.startswith("zh"):
            return f"{self.title.in_(lang)}（{found.title.in_(lang)}）"
        return f"{self.title.en} ({found.title.en})"


def names(catalogue: Iterable[Position]) -> dict[str, Post]:
    """Every name a list may use for a position, or for a position with its track (售前客服, 客服售前, …)."""
    found: dict[str, Post] = {}
    for position in catalogue:
        called = (position.id, position.title.zh, position.title.en, *position.aliases)
        for name in called:
            found.setdefault(fold(name), Post(position.id))
        for track in position.tracks:
            post = Post(position.id, track.id)
            for own in track.aliases:
                found.setdefault(fold(own), post)
            for name in called[1:]:
                for way in (f"{track.title.zh}{name}", f"{name}{track.title.zh}", f"{name}({track.title.zh})"):
                    found.setdefault(fold(way), post)
    return found


def track_names(catalogue: Iterable[Position]) -> dict[str, dict[str, str]]:
    """The tracks of each position by any of their names."""
    return {
        position.id: {
            name: track.id
            for track in position.tracks
            for name in (track.id, track.title.zh, track.title.en, *track.aliases)
        }
        for position in catalogue
    }


def read(files: Mapping[str, str]) -> tuple[list[Source], list[Fault]]:
    """Read the one file of positions."""
    if FILE not in files:
        return [], []
    data = read_toml(files[FILE], FILE)
    if isinstance(data, list):
        return [], data
    sources: list[Source] = []
    faults: list[Fault] = []
    for raw in data.get("positions", []):
        found = parse(Position, raw, FILE, str(raw.get("id", "-")))
        if isinstance(found, list):
            faults += found
        else:
            sources.append(Source(found.id, found, FILE))
    return sources, faults


def write(items: Sequence[tuple[str, Any]]) -> dict[str, str]:
    """Write all positions into their one file."""
    return (
        {FILE: write_toml({"positions": [plain(struct) for _, struct in sorted(items, key=lambda item: item[0])]})}
        if items
        else {}
    )


def check(library: Library) -> list[Fault]:
    """Find ids and names that stand for two things."""
    faults: list[Fault] = []
    owners: dict[str, str] = {}
    for key, source in library.get("position", {}).items():
        position: Any = source.struct
        if key == COMMON:
            faults.append(Fault(source.file, key, "id", "is reserved for what concerns everybody"))
        for name in {fold(name) for name in (position.title.zh, position.title.en, *position.aliases)}:
            if owners.setdefault(name, key) != key:
                faults.append(Fault(source.file, key, "aliases", f"“{name}” also means {owners[name]}"))
        ids = [track.id for track in position.tracks]
        faults += [
            Fault(source.file, key, "tracks", f"“{id}” stands twice") for id in sorted(set(ids)) if ids.count(id) > 1
        ]
    return faults


POSITION = ContentKind(
    name="position", folder="people/content", struct=Position, read=read, write=write, order=10, check=check
)
