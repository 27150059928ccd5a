"""Shipped content on its way into the database, and back out into files."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from kit import publishing, shipped
from kit.content import digest
from kit.database import Base, Key, db, writing
from kit.errors import Fault
from kit.publishing import Loaded
from kit.rooms import ContentKind, Source

# so many items are published within 200 ms, also on a slow disk: others want to write as well
SLICE = 12


class ContentLoad(Base):
    """One complete load of the shipped files, as they were."""

    __tablename__ = "content_load"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    fingerprint: Mapped[str] = mapped_column(String(64))
    loaded_at: Mapped[datetime]


class FaultyContent(Exception):
    """Content with faults is not loaded."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__("\n".join(str(fault) for fault in faults))
        self.faults = faults


def load(kinds: Sequence[ContentKind], root: Path, now: datetime, force: bool = False) -> Loaded:
    """Publish what is new or changed below the root, slice by slice; raises FaultyContent before the first."""
    reading = shipped.read(kinds, root)
    if faults := shipped.check(kinds, reading):
        raise FaultyContent(faults)
    report = Loaded()
    for kind in sorted(kinds, key=lambda kind: kind.order):
        sources = list(reading.library[kind.name].values())
        fresh = _changed(db.session(), kind, sources)
        waiting = {source.key for source in fresh}
        report.unchanged += [f"{kind.name}:{source.key}" for source in sources if source.key not in waiting]
        for part in _slices(fresh):
            with writing() as session:
                done = publishing.load(session, kind, part, now, force)
            report.published += done.published
            report.unchanged += done.unchanged
            report.kept += done.kept
    return report


def _changed(session: Session, kind: ContentKind, sources: Sequence[Source]) -> list[Source]:
    known = {key: version.digest for key, version in session.execute(publishing.current_versions(kind.name))}
    return [source for source in sources if known.get(source.key) != digest(source.struct)]


def _slices(sources: Sequence[Source]) -> Iterator[Sequence[Source]]:
    for start in range(0, len(sources), SLICE):
        yield sources[start : start + SLICE]


def load_if_new(kinds: Sequence[ContentKind], root: Path, now: datetime) -> Loaded | None:
    """Load the shipped files, unless these very files were the last ones loaded."""
    fingerprint = shipped.fingerprint(kinds, root)
    if db.session.scalar(select(ContentLoad.fingerprint).order_by(ContentLoad.id.desc()).limit(1)) == fingerprint:
        return None
    report = load(kinds, root, now)
    with writing() as session:
        session.add(ContentLoad(fingerprint=fingerprint, loaded_at=now))
    return report


def export(kinds: Sequence[ContentKind]) -> dict[str, str]:
    """Give everything that is published now as files: path → text."""
    content: dict[str, list[tuple[str, Any]]] = {
        kind.name: list(publishing.library(db.session(), kind).items()) for kind in kinds
    }
    return shipped.canonical_files(kinds, content)
