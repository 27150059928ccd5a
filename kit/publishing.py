"""Published content in the database: stable items, immutable numbered versions, drafts beside them."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import Any, TypeVar, cast

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column
from sqlalchemy.sql import Select

from kit.content import Struct, canonical, digest, restore
from kit.database import Base, Key
from kit.errors import NotFound
from kit.events import publish as tell
from kit.rooms import ContentKind, Source

S = TypeVar("S", bound=Struct)


class ContentItem(Base):
    """A piece of content under its stable key; what it says stands in its versions."""

    __tablename__ = "content_item"
    __table_args__ = (UniqueConstraint("kind", "key"),)

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))
    key: Mapped[str] = mapped_column(String(200))
    current_number: Mapped[int] = mapped_column(default=0)
    retired_at: Mapped[datetime | None]


class ContentVersion(Base):
    """What an item said from some moment on; never changed, triggers refuse it."""

    __tablename__ = "content_version"
    __table_args__ = (
        UniqueConstraint("item_id", "number"),
        Index("ix_content_version_digest", "digest"),
    )

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("content_item.id"))
    number: Mapped[int]
    digest: Mapped[str] = mapped_column(String(64))
    body: Mapped[str] = mapped_column(Text)
    material: Mapped[bool]
    source: Mapped[str] = mapped_column(String(10))  # shipped | browser
    published_at: Mapped[datetime]
    published_by: Mapped[int | None] = mapped_column(Key)


class ContentDraft(Base):
    """An unpublished edit of an item, or of one that does not exist yet."""

    __tablename__ = "content_draft"
    __table_args__ = (UniqueConstraint("kind", "key"),)

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))
    key: Mapped[str] = mapped_column(String(200))
    body: Mapped[str] = mapped_column(Text)
    # the version that was current when the edit began: 0 for a new item
    based_on: Mapped[int]
    edited_at: Mapped[datetime]
    edited_by: Mapped[int] = mapped_column(Key)


@dataclass(frozen=True)
class Published:
    """An item of some kind has a new current version."""

    kind: str
    key: str
    version_id: int
    struct: Struct
    material: bool


@dataclass(frozen=True)
class Retired:
    """An item is no longer offered; its versions stay."""

    kind: str
    key: str


@dataclass
class Loaded:
    """What loading shipped content did, by `kind:key`."""

    published: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)  # edited in the browser, left alone


@lru_cache(maxsize=20_000)
def _restored(struct: Any, _digest: str, body: str) -> Struct:
    return cast(Struct, restore(struct, body))


def struct_of(version: ContentVersion, struct: type[S]) -> S:
    """Read what a version says; kept in memory, since a version never changes."""
    return cast(S, _restored(struct, version.digest, version.body))


def current_versions(kind: str) -> Select[str, ContentVersion]:
    """Select key and current version of every item of a kind that is not retired."""
    return (
        select(ContentItem.key, ContentVersion)
        .join(
            ContentVersion,
            (ContentVersion.item_id == ContentItem.id) & (ContentVersion.number == ContentItem.current_number),
        )
        .where(ContentItem.kind == kind, ContentItem.retired_at.is_(None))
        .order_by(ContentItem.key)
    )


def current(session: Session, kind: str, key: str) -> ContentVersion:
    """Give the current version of an item; raises NotFound, also for a retired one."""
    found = session.execute(current_versions(kind).where(ContentItem.key == key)).first()
    if found is None:
        raise NotFound("This page does not exist any more.")
    return found[1]


def library(session: Session, kind: ContentKind) -> dict[str, Any]:
    """Give the current struct of every item of a kind, by key."""
    return {
        key: struct_of(version, cast(type[Struct], kind.struct))
        for key, version in session.execute(current_versions(kind.name))
    }


def publish(
    session: Session,
    kind: str,
    key: str,
    struct: Struct,
    now: datetime,
    by: int | None = None,
    material: bool = False,
) -> ContentVersion | None:
    """Make the struct the item's next version and current; None when it says nothing new."""
    item = session.scalar(select(ContentItem).where(ContentItem.kind == kind, ContentItem.key == key))
    if item is None:
        item = ContentItem(kind=kind, key=key, current_number=0)
        session.add(item)
        session.flush()
    newest = _version(session, item, item.current_number)
    if newest is not None and newest.digest == digest(struct) and item.retired_at is None:
        return None
    version = ContentVersion(
        item_id=item.id,
        number=_last_number(session, item) + 1,
        digest=digest(struct),
        body=canonical(struct),
        material=material or newest is None,
        source="shipped" if by is None else "browser",
        published_at=now,
        published_by=by,
    )
    session.add(version)
    item.current_number, item.retired_at = version.number, None
    session.flush()
    tell(session, Published(kind, key, version.id, struct, version.material))
    return version


def retire(session: Session, kind: str, key: str, now: datetime) -> None:
    """Offer an item no longer; whatever used one of its versions keeps it."""
    item = session.scalar(select(ContentItem).where(ContentItem.kind == kind, ContentItem.key == key))
    if item is None:
        raise NotFound("This page does not exist any more.")
    item.retired_at = now
    session.flush()
    tell(session, Retired(kind, key))


def load(session: Session, kind: ContentKind, sources: Iterable[Source], now: datetime, force: bool) -> Loaded:
    """Publish shipped content that is new or changed; what was edited in the browser is kept unless forced."""
    report, sources = Loaded(), list(sources)
    these = ContentItem.key.in_([source.key for source in sources])
    newest = {row.key: row.ContentVersion for row in session.execute(current_versions(kind.name).where(these))}
    retired = set(
        session.scalars(
            select(ContentItem.key).where(ContentItem.kind == kind.name, ContentItem.retired_at.is_not(None), these)
        )
    )
    for source in sources:
        name, old = f"{kind.name}:{source.key}", newest.get(source.key)
        if old is not None and old.digest == digest(source.struct):
            report.unchanged.append(name)
        elif not force and (source.key in retired or (old is not None and old.source == "browser")):
            report.kept.append(name)
        else:
            publish(session, kind.name, source.key, source.struct, now)
            report.published.append(name)
    return report


def history(session: Session, kind: str, key: str) -> list[ContentVersion]:
    """Give all versions of an item, the newest first."""
    return list(
        session.scalars(
            select(ContentVersion)
            .join(ContentItem, ContentItem.id == ContentVersion.item_id)
            .where(ContentItem.kind == kind, ContentItem.key == key)
            .order_by(ContentVersion.number.desc())
        )
    )


def _version(session: Session, item: ContentItem, number: int) -> ContentVersion | None:
    return session.scalar(
        select(ContentVersion).where(ContentVersion.item_id == item.id, ContentVersion.number == number)
    )


def _last_number(session: Session, item: ContentItem) -> int:
    numbers = select(ContentVersion.number).where(ContentVersion.item_id == item.id)
    return session.scalar(numbers.order_by(ContentVersion.number.desc()).limit(1)) or 0
