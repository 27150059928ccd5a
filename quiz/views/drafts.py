"""Reviewing the questions drafted from the goods: one after the other, by a key or a button each."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from kit.clock import now
from kit.database import db, writing
from kit.errors import Conflict
from kit.i18n import gettext, ngettext
from kit.publishing import history
from kit.rooms import Card, Urgency
from kit.web import in_words
from people.goods import KIND
from people.service import stocking
from people.views.goods import FIELDS
from quiz.goods_drafts import BANK
from quiz.kinds import QUESTIONS
from quiz.service import banks, drafting
from quiz.service.pools import question_of
from quiz.views.pages import me, pages
from quiz.views.trainer import WORDS, as_written

DONE = {
    "accept": _l("Published into the bank."),
    "skip": _l("Set aside. It is drawn nowhere."),
    "retire": _l("Retired. It is drawn no more; what was answered stays."),
    "back": _l("Back among those that wait."),
}


@pages.get("/banks/goods/drafts", endpoint="drafts")
def drafts_page() -> str:
    """Show the draft to look at now; with ?state=aside those that were set aside."""
    session = db.session()
    aside = request.args.get("state") == drafting.ASIDE
    row = None if aside else drafting.next_to_review(session)
    return render_template(
        "quiz/drafts.html",
        counts=drafting.counts(session),
        aside=[(one, drafting.question_of(one), drafting.seen(one)) for one in drafting.set_aside(session)]
        if aside
        else None,
        row=row,
        shown=_shown(session, row) if row else None,
        bank=BANK,
        about=banks.bank_of(session, BANK),
        fields=FIELDS,
        **WORDS,
    )


def _shown(session: Session, row: Any) -> dict[str, Any]:
    """What a trainer looks at: the draft with its key, what the sheet says, and what is published now."""
    question = drafting.question_of(row)
    versions = history(session, QUESTIONS.name, row.question) if row.question else []
    good = history(session, KIND, row.good)[0]
    return {
        "question": question,
        "opened": as_written(question),
        "seen": drafting.seen(row),
        "good": stocking.good(session, good.item_id)[0],
        "rests": sorted(row.rests.get(row.good, ())),
        "now": as_written(question_of(versions[0])) if versions and row.state == drafting.STALE else None,
        "flaws": banks.flaws_if(session, BANK, f"{BANK}/{question.id}", question),
    }


@pages.post("/banks/goods/drafts/<int:draft_id>")
def decide_draft(draft_id: int) -> Response:
    """Do with a draft what was chosen, and go on to the next."""
    what = request.form.get("do", "")
    try:
        with writing() as session:
            drafting.decide(session, draft_id, what, request.form.get("seen", ""), me().id, now())
    except Conflict as refused:
        flash(in_words(refused), "warn")
    else:
        flash(DONE[what], "good")
    return redirect(url_for("quiz.drafts", state="aside" if what == "back" else None))


def review_card(session: Session, employee: Any) -> list[Card]:
    """Tell trainers how many drafts wait for them, and which questions may have become wrong."""
    if "trainer" not in employee.roles:
        return []
    found = drafting.counts(session)
    cards = []
    if found.stale:
        title = ngettext(
            "One question about a good may be wrong now", "%(num)d questions about goods may be wrong now", found.stale
        )
        why = gettext("the goods table says something else since")
        cards.append(
            Card(title, why, url_for("quiz.drafts"), gettext("Look at them"), Urgency.NOW, minutes=found.stale)
        )
    if found.waiting:
        title = ngettext("One drafted question waits for you", "%(num)d drafted questions wait for you", found.waiting)
        why = gettext("made from the goods table; one key each")
        minutes = min(15, 1 + found.waiting // 6)
        cards.append(Card(title, why, url_for("quiz.drafts"), gettext("Review"), Urgency.NEWS, minutes=minutes))
    return cards
