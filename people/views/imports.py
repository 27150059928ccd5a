"""Importing lists: upload, look at what is read and what is wrong, enter, correct, undo."""

from collections import defaultdict

from flask import Response as Answer
from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from kit.clock import now
from kit.database import db, writing
from kit.errors import Refused
from kit.i18n import gettext, lang
from kit.sheets.reading import read
from kit.sheets.tables import RowFault
from kit.sheets.writing import Page, corrected_copy, write
from kit.web import in_words
from people.account_sheet import HEADS as ACCOUNT_HEADS
from people.models import StaffImport
from people.service import importing
from people.service.catalogue import called, positions
from people.service.importing import Place
from people.shift_sheet import HEADS as SHIFT_HEADS
from people.staff_sheet import HEADS as STAFF_HEADS
from people.views.forms import UploadForm
from people.views.pages import me, pages, today, zone
from people.views.person import role_names

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SHOWN_ROWS = 200
HEADS = {importing.STAFF: STAFF_HEADS, importing.ACCOUNTS: ACCOUNT_HEADS, importing.SHIFTS: SHIFT_HEADS}
SAMPLES = {
    importing.STAFF: ["E1024", "林晓雨", "13800138000", "", "2026-11-03", "旗舰店/售前组", "客服", "售前"],
    importing.ACCOUNTS: ["淘宝", "星桥旗舰店", "星桥旗舰店:小雨", "E1024", "2026-11-03", ""],
    importing.SHIFTS: ["E1024", "2026-11-03", "09:00", "18:00", ""],
}  # fmt: skip


def words(fault: RowFault) -> str:
    """Why a cell cannot be taken, in the reader's language."""
    return in_words(Refused(fault.reason, **fault.values))


def place() -> Place:
    """What reading a list depends on here and now."""
    return Place(today(), zone())


@pages.route("/imports", methods=["GET", "POST"])
def imports() -> str | Response | tuple[str, int]:
    """Take a list, and show what was imported before."""
    form = UploadForm(kind=request.args.get("kind", importing.STAFF)) if request.method == "GET" else UploadForm()
    if form.validate_on_submit():
        try:
            return redirect(url_for("people.import_preview", import_id=_kept(form)))
        except Refused as why:
            form.refuse("file", why)
    page = render_template("people/imports.html", form=form, imports=importing.newest(db.session()))
    return (page, 422) if form.errors else page


def _kept(form: UploadForm) -> int:
    """Read the file outside the transaction, keep its rows."""
    sheet = read(form.file.data.read(), form.file.data.filename or "")
    importing.read(db.session(), form.kind.data, sheet, place())
    with writing() as session:
        return importing.keep(session, form.kind.data, form.file.data.filename or "", sheet, me(), now()).id


@pages.get("/imports/<int:import_id>")
def import_preview(import_id: int) -> str:
    """Show what would be entered and what is wrong, or what was entered."""
    session = db.session()
    kept = importing.find(session, import_id)
    if kept.entered_at:
        people = importing.entered_people(session, kept)
        return render_template("people/import_done.html", kept=kept, people=people)
    found = importing.read(session, kept.kind, importing.sheet_of(kept), place())
    faults: dict[int, list[tuple[RowFault, str]]] = defaultdict(list)
    for fault in found.faults:
        faults[fault.row].append((fault, words(fault)))
    catalogue = positions(session)
    return render_template(
        "people/import_preview.html",
        kept=kept,
        found=found,
        rows=found.rows[:SHOWN_ROWS],
        faults=dict(list(faults.items())[:SHOWN_ROWS]),
        wrong_rows=len(faults),
        good=len(importing.good_rows(found, True)),
        column=column_name,
        called=lambda post: called(catalogue, post.position, post.track, lang()),
        roles=role_names(),
    )


def column_name(number: int) -> str:
    """What a spreadsheet calls a column: A, B, … AA."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


@pages.post("/imports/<int:import_id>/enter")
def enter_import(import_id: int) -> Response:
    """Enter a list, all of it or only its good rows."""
    try:
        with writing() as session:
            kept = importing.find(session, import_id)
            count = importing.enter(session, kept, request.form.get("partly") == "1", place(), me(), now())
    except Refused as why:
        flash(in_words(why), "bad")
    else:
        flash(gettext("%(count)s rows are imported.", count=count), "good")
    return redirect(url_for("people.import_preview", import_id=import_id))


@pages.get("/imports/<int:import_id>/corrected.xlsx")
def corrected(import_id: int) -> Response:
    """Give the list back with every fault marked in its cell."""
    kept = importing.find(db.session(), import_id)
    sheet = importing.sheet_of(kept)
    found = importing.read(db.session(), kept.kind, sheet, place())
    data = corrected_copy(sheet, found.faults, found.header, words, gettext("What to correct"))
    return _download(data, f"corrected-{kept.id}.xlsx")


def _download(data: bytes, name: str) -> Answer:
    return Answer(data, mimetype=XLSX, headers={"Content-Disposition": f"attachment; filename={name}"})


@pages.get("/imports/sample-<kind>.xlsx")
def import_sample(kind: str) -> Response:
    """Give an empty list with the heads that are understood, and one row to show how."""
    if kind not in HEADS:
        raise Refused("Choose what the list holds.")
    heads = [names[0] for names in HEADS[kind].values()]
    return _download(write([Page("Sheet1", [heads, SAMPLES[kind]])]), f"sample-{kind}.xlsx")


@pages.post("/imports/<int:import_id>/undo")
def undo_import(import_id: int) -> Response:
    """Take back what an import entered."""
    try:
        with writing() as session:
            kept: StaffImport = importing.find(session, import_id)
            importing.undo(session, kept, me(), now())
    except Refused as why:
        flash(in_words(why), "bad")
    else:
        flash(gettext("The import is undone."), "good")
    return redirect(url_for("people.import_preview", import_id=import_id))
