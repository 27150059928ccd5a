"""The trainer's forms: write a question, see it as shown with its flaws, publish; take in a file."""

from flask import flash, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from kit.clock import now
from kit.database import db, writing
from kit.errors import Conflict, NotFound
from kit.i18n import gettext, lang
from kit.web import in_words
from quiz.questions import Question, key_of
from quiz.service import banks, drafting, editing, lessons
from quiz.service.pools import question_of
from quiz.views.forms import ROWS, TYPES, QuestionForm, form_for
from quiz.views.pages import me, pages
from quiz.views.trainer import WORDS, as_written

LARGEST = 2_000_000


@pages.route("/banks/<bank>/new/<type>", methods=["GET", "POST"])
def question_new(bank: str, type: str) -> str | Response | tuple[str, int]:
    """Write a new question."""
    if type not in TYPES:
        raise NotFound("There is no such type of question.")
    return _edit(bank, type, None, 0, request.args.get("draft", type=int))


@pages.route("/banks/<bank>/questions/<question>/edit", methods=["GET", "POST"])
def question_edit(bank: str, question: str) -> str | Response | tuple[str, int]:
    """Write the next version of a question."""
    found = editing.versions(db.session(), bank, question)[0]
    said = question_of(found)
    return _edit(bank, said.type, said, found.number, request.args.get("draft", type=int))


def _edit(
    bank: str, type: str, old: Question | None, version: int, draft: int | None
) -> str | Response | tuple[str, int]:
    """Take the form of a question; a draft is what it starts from, and is settled by publishing it."""
    session = db.session()
    banks.bank_of(session, bank)
    start = drafting.question_of(drafting.find(session, draft)) if draft else old
    choices = [(key, title.in_(lang())) for key, title in sorted(lessons.all_titles(session).items())]
    form = form_for(type, choices, start, version)
    if old is not None:
        form.id.data = old.id
    if not form.is_submitted():
        return _page(session, bank, type, form, old, start)
    deed = request.form.get("do", "publish")
    if form.change_rows(type, deed):
        return _page(session, bank, type, form, old, None)
    valid, said = form.validate(), form.read(type)
    said = said if valid else None
    if said is None or deed != "publish":
        page = _page(session, bank, type, form, old, said, refused=said is None)
        return page if said is not None else (page, 422)
    return _publish(bank, form, old, said, draft)


def _publish(
    bank: str, form: QuestionForm, old: Question | None, said: Question, draft: int | None
) -> str | Response | tuple[str, int]:
    based_on = int(form.based_on.data) if str(form.based_on.data).isdigit() else 0
    try:
        with writing() as session:
            version = editing.publish(session, bank, said, based_on, me().id, now(), (form.reason.data or "").strip())
            number = version.number if version else None
            if draft:
                drafting.settle(session, draft, said, me().id, now())
    except Conflict as refused:
        form.form_errors.append(in_words(refused))
        return _page(db.session(), bank, said.type, form, old, said, refused=True), 409
    if number is None:
        flash(gettext("Nothing was changed, so there is no new version."), "warn")
    else:
        flash(gettext("Version %(number)s is published.", number=number), "good")
    if draft:
        return redirect(url_for("quiz.drafts"))
    return redirect(url_for("quiz.question", bank=bank, question=said.id))


def _page(
    session: Session,
    bank: str,
    type: str,
    form: QuestionForm,
    old: Question | None,
    said: Question | None,
    refused: bool = False,
) -> str:
    return render_template(
        "quiz/question_edit.html",
        bank=bank,
        about=banks.bank_of(session, bank),
        type=type,
        form=form,
        refused=refused,
        rows=ROWS.get(type),
        old=old,
        opened=as_written(said) if said else None,
        flaws=banks.flaws_if(session, bank, key_of(bank, said), said) if said else [],
        **WORDS,
    )


@pages.route("/banks/<bank>/import", methods=["GET", "POST"])
def bank_import(bank: str) -> str | Response | tuple[str, int]:
    """Take in a .toml file of questions: first what it would change, then publish."""
    about = banks.bank_of(db.session(), bank)
    text, refusal = "", ""
    if request.method == "POST":
        text, refusal = _sent()
    if request.form.get("do") == "publish" and not refusal:
        try:
            with writing() as session:
                count = editing.take_in(session, bank, text, request.form.get("seen", ""), me().id, now())
        except Conflict as refused:
            refusal = in_words(refused)
        else:
            flash(gettext("%(count)s questions published.", count=count), "good")
            return redirect(url_for("quiz.bank", bank=bank))
    preview = editing.preview(db.session(), bank, text) if text else None
    page = render_template(
        "quiz/bank_import.html", bank=bank, about=about, text=text, refusal=refusal, preview=preview, **WORDS
    )
    return (page, 422) if refusal or (preview and preview.faults) else page


def _sent() -> tuple[str, str]:
    """Give the text that was sent, as a file or from the preview; or what is wrong with it."""
    sent = request.files.get("file")
    if sent is None or not sent.filename:
        text = request.form.get("text", "")
        return text, "" if text.strip() else gettext("Choose a .toml file first.")
    data = sent.stream.read(LARGEST + 1)
    if len(data) > LARGEST:
        return "", gettext("This file is too large.")
    try:
        return data.decode("utf-8-sig"), ""
    except UnicodeDecodeError:
        return "", gettext("This file is not UTF-8 text.")
