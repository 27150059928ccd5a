"""The goods of the stores: looked up by everybody, brought in from the store's table by those who answer for it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from kit import publishing
from kit.access import Role
from kit.audit import note
from kit.content import digest
from kit.errors import Conflict, NotFound
from kit.events import publish as tell
from kit.publishing import ContentItem, ContentVersion, struct_of
from kit.sheets.reading import Row, Sheet
from people.events import GoodsChanged
from people.goods import KIND, Good, Stocked, changed, key_of, says
from people.goods_sheet import GoodsList
from people.models import Employee, GoodsImport, Team
from people.service.reach import managed_paths


@dataclass(frozen=True, slots=True)
class Change:
    """What entering one row would do; `fields` are those that would say something else."""

    row: int
    good: Good
    what: Literal["new", "changed", "unchanged"]
    fields: tuple[str, ...] = ()


def goods(session: Session, store_id: int | None = None) -> list[Stocked]:
    """Give the goods of a store, or of all stores, by category and number."""
    query = publishing.current_versions(KIND)
    if store_id is not None:
        query = query.where(ContentItem.key.startswith(f"{store_id}/"))
    found = [_stocked(key, version) for key, version in session.execute(query)]
    return sorted(found, key=lambda one: (one.store, one.good.category, one.good.number))


def _stocked(key: str, version: ContentVersion) -> Stocked:
    return Stocked(version.item_id, key, version.number, struct_of(version, Good))


def search(session: Session, words: str, store_id: int | None = None, category: str = "") -> list[Stocked]:
    """Give the goods that say the words, of a store and a category where these are given."""
    return [one for one in goods(session, store_id) if category in ("", one.good.category) and says(one.good, words)]


def good(session: Session, good_id: int) -> tuple[Stocked, ContentItem, datetime]:
    """Give a good, retired or not, with its item and since when it says this; raises NotFound."""
    item = session.get(ContentItem, good_id)
    if item is None or item.kind != KIND:
        raise NotFound("There is no such good.")
    version = publishing.history(session, KIND, item.key)[0]
    return _stocked(item.key, version), item, version.published_at


def stores(session: Session) -> list[Team]:
    """The teams that have goods of their own: those right below the company; the company where there are none."""
    root = select(Team.id).where(Team.parent_id.is_(None))
    found = list(session.scalars(select(Team).where(Team.parent_id.in_(root)).order_by(Team.id)))
    return found or list(session.scalars(select(Team).where(Team.parent_id.is_(None))))


def store_of(session: Session, employee: Employee) -> Team | None:
    """The store that somebody works in; None for those of the company as a whole."""
    return next((store for store in stores(session) if employee.team.path.startswith(store.path)), None)


def stocked_by(session: Session, actor: Employee) -> list[Team]:
    """The stores whose goods somebody answers for: trainers and administrators all, managers their own."""
    found = stores(session)
    if actor.roles & {Role.TRAINER, Role.ADMINISTRATOR}:
        return found
    paths = managed_paths(actor)
    return [store for store in found if any(store.path.startswith(path) for path in paths)]


def store_to_stock(session: Session, actor: Employee, store_id: int | None) -> Team:
    """Give a store whose goods somebody answers for; raises NotFound for any other."""
    for store in stocked_by(session, actor):
        if store.id == store_id:
            return store
    raise NotFound("There is no such store among yours.")


def keep(
    session: Session, actor: Employee, store_id: int | None, file_name: str, sheet: Sheet, now: datetime
) -> GoodsImport:
    """Keep a goods table as it came, to be previewed. Raises NotFound for a store of somebody else."""
    kept = GoodsImport(
        at=now,
        by_id=actor.id,
        store_id=store_to_stock(session, actor, store_id).id,
        file_name=file_name[:200],
        sheet=[(row.number, list(row.cells)) for row in sheet.rows],
        counts={},
    )
    session.add(kept)
    session.flush()
    return kept


def find(session: Session, actor: Employee, import_id: int) -> GoodsImport:
    """Give an import of a store that the actor answers for; raises NotFound."""
    found = session.get(GoodsImport, import_id)
    if found is None:
        raise NotFound("There is no such import.")
    store_to_stock(session, actor, found.store_id)
    return found


def newest(session: Session, actor: Employee, limit: int = 20) -> list[GoodsImport]:
    """The tables that were entered for the actor's stores, the newest first."""
    mine = [store.id for store in stocked_by(session, actor)]
    entered = select(GoodsImport).where(GoodsImport.entered_at.is_not(None), GoodsImport.store_id.in_(mine))
    return list(session.scalars(entered.order_by(GoodsImport.id.desc()).limit(limit)))


def sheet_of(kept: GoodsImport) -> Sheet:
    """The rows as they came."""
    return Sheet(kept.file_name.rpartition(".")[0] or "Sheet", tuple(Row(n, tuple(cells)) for n, cells in kept.sheet))


def compare(session: Session, store_id: int, found: GoodsList) -> list[Change]:
    """Say what entering the rows would change, by item number; what the table has no column for stays."""
    known = {one.key: one.good for one in goods(session, store_id)}
    changes = []
    for row in found.rows:
        old = known.get(key_of(store_id, row.good.number))
        if old is None:
            changes.append(Change(row.row, row.good, "new"))
            continue
        new = row.good.model_copy(update={name: getattr(old, name) for name in found.silent})
        same = digest(old) == digest(new)
        changes.append(Change(row.row, new, "unchanged" if same else "changed", tuple(changed(old, new))))
    return changes


def enter(session: Session, kept: GoodsImport, found: GoodsList, by: Employee, now: datetime) -> dict[str, int]:
    """Enter a table all or nothing; says how many goods were new, changed, unchanged.

    Raises Refused when something in it is wrong, Conflict when it was entered before.
    """
    found.to_enter()
    session.refresh(kept, with_for_update=True)
    if kept.entered_at is not None:
        raise Conflict("This list was imported already.")
    changes = compare(session, kept.store_id, found)
    counts = {what: sum(one.what == what for one in changes) for what in ("new", "changed", "unchanged")}
    stock(session, kept.store_id, [one.good for one in changes if one.what != "unchanged"], by.id, now)
    kept.entered_at, kept.counts = now, counts
    note(session, "goods imported", f"team:{kept.store_id}", now, by.id, goods=counts)
    session.flush()
    return counts


def stock(session: Session, store_id: int, new: Sequence[Good], by: int | None, now: datetime) -> None:
    """Publish what is new about the goods of a store, and tell it once."""
    keys = []
    for one in new:
        key = key_of(store_id, one.number)
        if publishing.publish(session, KIND, key, one, now, by) is not None:
            keys.append(key)
    if keys:
        tell(session, GoodsChanged(store_id, tuple(keys)))


def retire(session: Session, actor: Employee, good_id: int, now: datetime) -> None:
    """Take a good out of the sheet of its store; its versions stay. Raises NotFound for stores of others."""
    found, item, _ = good(session, good_id)
    store_to_stock(session, actor, found.store)
    if item.retired_at is not None:
        return
    publishing.retire(session, KIND, item.key, now)
    note(session, "good retired", f"good:{item.key}", now, actor.id)
    tell(session, GoodsChanged(found.store, (item.key,)))
