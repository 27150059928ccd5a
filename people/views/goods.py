"""The goods of the shop: the table and a card for each, for everybody; bringing in a table, for who answers for it."""

from collections import defaultdict

from flask import Response as Answer
from flask import flash, redirect, render_template, request, url_for
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from kit.clock import now
from kit.database import db, writing
from kit.errors import Refused
from kit.i18n import gettext
from kit.rooms import Hit
from kit.sheets.reading import read
from kit.sheets.tables import RowFault
from kit.sheets.writing import Page, corrected_copy, write
from kit.web import in_words
from people.goods import categories, yuan
from people.goods_sheet import read_goods, to_rows
from people.models import Employee
from people.service import stocking
from people.views.forms import GoodsUploadForm
from people.views.imports import SHOWN_ROWS, XLSX, column_name, words
from people.views.pages import me, pages

HITS = 10
FIELDS = {
    "number": _l("Item number"),
    "name": _l("Good"),
    "category": _l("Goods category"),
    "spec": _l("Specification"),
    "material": _l("Material"),
    "size": _l("Size"),
    "fit": _l("Fit for"),
    "not_for": _l("Not for"),
    "points": _l("Selling points"),
    "asked": _l("What buyers ask"),
    "price": _l("Price"),
    "sale_price": _l("Sale price"),
    "floor_price": _l("Lowest price service may give"),
    "shipping": _l("Shipping"),
    "warranty": _l("Warranty and returns"),
    "picture": _l("Picture"),
}

pages.add_app_template_filter(yuan, "yuan")


@pages.get("/goods")
def goods() -> str:
    """Show the goods table, searched and filtered; at first that of one's own store."""
    session, wanted = db.session(), request.args
    stores = stocking.stores(session)
    every = stocking.goods(session)
    filled = {one.store for one in every}
    own = stocking.store_of(session, me())
    chosen = wanted.get("store", own.id if own and own.id in filled else 0, type=int)
    shown = stocking.search(session, wanted.get("words", "")[:100], chosen or None, wanted.get("category", ""))
    return render_template(
        "people/goods.html",
        goods=shown,
        stores={store.id: store.name for store in stores if store.id in filled},
        categories=categories(one.good for one in every if chosen in (0, one.store)),
        chosen=chosen,
        words=wanted.get("words", ""),
        category=wanted.get("category", ""),
        total=sum(chosen in (0, one.store) for one in every),
        may_stock=bool(stocking.stocked_by(session, me())),
        fields=FIELDS,
    )


@pages.get("/goods/<int:good_id>")
def good(good_id: int) -> str:
    """Show the card of a good."""
    session = db.session()
    found, item, since = stocking.good(session, good_id)
    return render_template(
        "people/good.html",
        good=found.good,
        found=found,
        since=since,
        retired=item.retired_at,
        store=next((store.name for store in stocking.stores(session) if store.id == found.store), ""),
        may_stock=any(store.id == found.store for store in stocking.stocked_by(session, me())),
        fields=FIELDS,
    )


@pages.post("/goods/<int:good_id>/retire")
def retire_good(good_id: int) -> Response:
    """Take a good out of the sheet."""
    with writing() as session:
        stocking.retire(session, me(), good_id, now())
    flash(gettext("The good is taken out of the sheet."), "good")
    return redirect(url_for("people.good", good_id=good_id))


@pages.route("/goods/imports", methods=["GET", "POST"])
def goods_imports() -> str | Response | tuple[str, int]:
    """Take a goods table, and show what was imported before."""
    session, form = db.session(), GoodsUploadForm()
    form.store.choices = [(store.id, store.name) for store in stocking.stocked_by(session, me())]
    if form.validate_on_submit():
        try:
            return redirect(url_for("people.goods_preview", goods_import_id=_kept(form)))
        except Refused as why:
            form.refuse("file", why)
    page = render_template("people/goods_imports.html", form=form, imports=stocking.newest(db.session(), me()))
    return (page, 422) if form.errors else page


def _kept(form: GoodsUploadForm) -> int:
    """Read the file outside the transaction, keep its rows."""
    sheet = read(form.file.data.read(), form.file.data.filename or "")
    read_goods(sheet)
    with writing() as session:
        return stocking.keep(session, me(), form.store.data, form.file.data.filename or "", sheet, now()).id


@pages.get("/goods/imports/<int:goods_import_id>")
def goods_preview(goods_import_id: int) -> str:
    """Show what would be entered and what is wrong, or what was entered."""
    session = db.session()
    kept = stocking.find(session, me(), goods_import_id)
    found = read_goods(stocking.sheet_of(kept))
    changes = stocking.compare(session, kept.store_id, found)
    faults: dict[int, list[tuple[RowFault, str]]] = defaultdict(list)
    for fault in found.faults:
        faults[fault.row].append((fault, words(fault)))
    return render_template(
        "people/goods_preview.html",
        kept=kept,
        found=found,
        changes=changes[:SHOWN_ROWS],
        counts={what: sum(one.what == what for one in changes) for what in ("new", "changed", "unchanged")},
        faults=dict(list(faults.items())[:SHOWN_ROWS]),
        wrong_rows=len(faults),
        column=column_name,
        fields=FIELDS,
    )


@pages.post("/goods/imports/<int:goods_import_id>/enter")
def enter_goods(goods_import_id: int) -> Response:
    """Enter a goods table, all or nothing."""
    try:
        with writing() as session:
            kept = stocking.find(session, me(), goods_import_id)
            counts = stocking.enter(session, kept, read_goods(stocking.sheet_of(kept)), me(), now())
    except Refused as why:
        if why.status == 404:
            raise
        flash(in_words(why), "bad")
    else:
        flash(gettext("Entered: %(new)s new, %(changed)s changed, %(unchanged)s as before.", **counts), "good")
    return redirect(url_for("people.goods_preview", goods_import_id=goods_import_id))


@pages.get("/goods/imports/<int:goods_import_id>/corrected.xlsx")
def goods_corrected(goods_import_id: int) -> Response:
    """Give the table back with every fault marked in its cell."""
    kept = stocking.find(db.session(), me(), goods_import_id)
    sheet = stocking.sheet_of(kept)
    found = read_goods(sheet)
    data = corrected_copy(sheet, found.faults, found.header, words, gettext("What to correct"))
    return _download(data, f"corrected-goods-{kept.id}.xlsx")


@pages.get("/goods/table.xlsx")
def goods_table() -> Response:
    """Give the goods of a store as a table to correct and bring in again; its heads alone where there is none."""
    store = request.args.get("store", 0, type=int)
    found = [one.good for one in stocking.goods(db.session(), store or None)] if store else []
    return _download(write([Page("商品资料", to_rows(found))]), f"goods-{store}.xlsx")


def _download(data: bytes, name: str) -> Answer:
    return Answer(data, mimetype=XLSX, headers={"Content-Disposition": f"attachment; filename={name}"})


def find_goods(session: Session, _person: Employee, wanted: str) -> list[Hit]:
    """Find goods by anything that their sheet says."""
    return [
        Hit(
            one.good.name,
            " · ".join(part for part in (one.good.number, one.good.material, one.good.size) if part),
            url_for("people.good", good_id=one.id),
            gettext("Goods"),
        )
        for one in stocking.search(session, wanted)[:HITS]
    ]
