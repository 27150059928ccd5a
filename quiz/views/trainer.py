"""The trainer's pages of the banks: what stands in them, one question with its versions, both to take away."""

import io
import zipfile
from dataclasses import dataclass
from math import ceil
from typing import Any

from flask import Response, abort, flash, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from kit.clock import now
from kit.content import plain, write_toml
from kit.database import db, writing
from kit.i18n import gettext
from kit.rooms import Dependent, Hit
from people.models import Employee
from quiz import files
from quiz.questions import Question, options_of
from quiz.service import banks, drafting, editing, lessons
from quiz.service.pools import question_of
from quiz.showing import Release, Revealed, revealed
from quiz.views.forms import DIFFICULTIES, FLAWS, PLATFORMS, TYPES, USES, field_name
from quiz.views.pages import gist, me, pages

PAGE = 30
WORDS = {"types": TYPES, "uses": USES, "difficulties": DIFFICULTIES, "platforms": PLATFORMS, "flaw_names": FLAWS}

pages.add_app_template_filter(field_name, "field_name")


@dataclass(frozen=True)
class Part:
    """One page of a longer list, as the pager wants it."""

    items: list[Any]
    page: int
    pages: int
    total: int

    @property
    def has_prev(self) -> bool:
        """Tell whether there is a page before."""
        return self.page > 1

    @property
    def has_next(self) -> bool:
        """Tell whether there is a page after."""
        return self.page < self.pages

    @property
    def prev_num(self) -> int:
        """The page before."""
        return self.page - 1

    @property
    def next_num(self) -> int:
        """The page after."""
        return self.page + 1


@pages.get("/banks", endpoint="banks")
def banks_page() -> str:
    """List the banks with what they hold and what could be written better."""
    return render_template("quiz/banks.html", banks=banks.summaries(db.session()), **WORDS)


@pages.get("/banks/<bank>")
def bank(bank: str) -> str:
    """Show the questions of a bank, filtered and searched."""
    session = db.session()
    asked = request.args
    wanted = banks.Wanted(
        **{name: asked.get(name, "") for name in ("words", "type", "use", "difficulty", "lesson", "tag")},
        flawed=bool(asked.get("flawed")),
    )
    about = banks.bank_of(session, bank)
    found, every = banks.contents(session, bank, wanted)
    return render_template(
        "quiz/bank.html",
        bank=bank,
        about=about,
        wanted=wanted,
        part=_part(found, asked.get("page", 1, type=int)),
        every=len(every),
        stale=drafting.stale_questions(session),
        tags=sorted({tag for one in every for tag in one.question.tags}),
        lessons=_lessons(session),
        whole=[flaw for flaw in banks.flaws_of(session, bank, banks.standing(session, bank)) if flaw.id == bank],
        **WORDS,
    )


def _part(found: list[Any], page: int) -> Part:
    last = max(1, ceil(len(found) / PAGE))
    page = min(max(page, 1), last)
    return Part(found[(page - 1) * PAGE : page * PAGE], page, last, len(found))


def _lessons(session: Session) -> dict[str, Any]:
    return dict(sorted(lessons.all_titles(session).items()))


@pages.get("/banks/<bank>/questions/<question>")
def question(bank: str, question: str) -> str:
    """Show a question as it is shown, with key, explanations and versions."""
    session = db.session()
    found = editing.versions(session, bank, question)
    item = editing.item_of(session, bank, question)
    newest = question_of(found[0])
    about = banks.bank_of(session, bank)
    return render_template(
        "quiz/question.html",
        bank=bank,
        about=about,
        question=newest,
        opened=as_written(newest),
        versions=found,
        names=_names(session, [version.published_by for version in found]),
        retired=item.retired_at,
        stale=item.key in drafting.stale_questions(session),
        flaws=banks.flaws_if(session, bank, item.key, newest) if item.retired_at is None else [],
        titles=lessons.titles(session, [newest.lesson or ""]),
        **WORDS,
    )


@pages.get("/banks/<bank>/questions/<question>/versions/<int:number>")
def question_version(bank: str, question: str, number: int) -> str:
    """Show an older version and what it changed."""
    session = db.session()
    found = editing.versions(session, bank, question)
    said, changed = editing.earlier(found, number)
    version = next(one for one in found if one.number == number)
    return render_template(
        "quiz/question_version.html",
        bank=bank,
        about=banks.bank_of(session, bank),
        question=said,
        opened=as_written(said),
        version=version,
        names=_names(session, [version.published_by]),
        changed=changed,
        **WORDS,
    )


def as_written(question: Question) -> Revealed:
    """Give a question opened for its author, the options in written order."""
    order = tuple(range(1, len(options_of(question)) + 1))
    return revealed(question, order, 100, None, Release())


def _names(session: Session, ids: list[int | None]) -> dict[int | None, str]:
    return {one: person.name for one in ids if one and (person := session.get(Employee, one))}


@pages.post("/banks/<bank>/questions/<question>/retire")
def question_retire(bank: str, question: str) -> AnyResponse:
    """Draw a question no longer."""
    with writing() as session:
        editing.retire(session, bank, question, me().id, now(), request.form.get("reason", "").strip())
    flash(gettext("Retired. It is drawn no more; what was answered stays."), "good")
    return redirect(url_for("quiz.question", bank=bank, question=question))


@pages.get("/banks/<bank>/export.<form>")
def bank_export(bank: str, form: str) -> Response:
    """Give a bank as .zip of its files, or its questions as one .toml."""
    if form not in {"zip", "toml"}:
        abort(404)
    session = db.session()
    about = banks.bank_of(session, bank)
    found = [(one.key, one.question) for one in banks.standing(session, bank)]
    body: bytes
    if form == "toml":
        body = write_toml({"questions": [plain(one) for _, one in found]}).encode()
    else:
        body = _zipped(files.write_banks([(bank, about)]) | files.write_questions(found))
    kind = {"zip": "application/zip", "toml": "application/toml"}[form]
    return Response(body, mimetype=kind, headers={"Content-Disposition": f'attachment; filename="{bank}.{form}"'})


def _zipped(texts: dict[str, str]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as folder:
        for path, text in texts.items():
            folder.writestr(path, text)
    return held.getvalue()


def hits(session: Session, employee: Any, words: str) -> list[Hit]:
    """Find questions for those who write them; nobody else learns that they exist."""
    if "trainer" not in employee.roles or not words.strip():
        return []
    return [
        Hit(
            title=gist(one.question.stem),
            excerpt=f"{TYPES[one.question.type]} · {one.id}",
            url=url_for("quiz.question", bank=one.key.rpartition("/")[0], question=one.id),
            kind=gettext("Questions"),
        )
        for one in banks.search(session, words, 10)
    ]


def questions_resting_on(session: Session, rule: str) -> list[Dependent]:
    """List the questions whose key rests on a company rule: somebody looks whether it still holds."""
    return [
        Dependent(
            title=gist(one.question.stem),
            url=url_for("quiz.question", bank=one.key.rpartition("/")[0], question=one.id),
            kind=gettext("Questions"),
            by_itself=False,
        )
        for one in banks.resting_on(session, rule)
    ]
