"""For trainers: the papers, and each as a candidate would see it, without and with the key."""

from random import SystemRandom

from flask import render_template, request

from exams.composing import compose
from exams.lasting import is_monthly, lasts
from exams.service.pools import current_paper, papers, pool_of
from exams.views.pages import pages, rule_words, tongue
from kit.database import db
from kit.errors import Refused
from kit.web import in_words
from quiz.drawing import draw_options
from quiz.questions import options_of
from quiz.service import pools
from quiz.showing import Release, Revealed, revealed


@pages.get("/papers", endpoint="papers")
def paper_list() -> str:
    """List the papers."""
    return render_template("exams/papers.html", papers=papers(db.session()), tongue=tongue())


@pages.get("/papers/<path:key>")
def paper(key: str) -> str:
    """Compose a paper as for a candidate; with `key=1` the key is open."""
    session, with_key = db.session(), request.args.get("key") == "1"
    version, found = current_paper(session, key)
    pool, random, sections, refusal = pool_of(session, found), SystemRandom(), [], ""
    try:
        places = compose(found, pool, random)
    except Refused as refused:
        places, refusal = [], in_words(refused)
    versions = {one.key: one.version_id for one in pool}
    questions = pools.questions(session, {versions[place.key] for place in places})
    for number, section in enumerate(found.sections, 1):
        items: list[tuple[str, Revealed]] = []
        for place in places:
            if place.section != number:
                continue
            question = questions[versions[place.key]]
            order = draw_options(question, random) if found.shuffle_options else ()
            order = order or tuple(range(1, len(options_of(question)) + 1))
            open_ = Release(key=with_key, explanations=with_key, lesson=with_key)
            items.append((place.key, revealed(question, order, place.points, None, open_)))
        sections.append((section, items))
    return render_template(
        "exams/paper.html",
        paper=found,
        version=version,
        sections=sections,
        with_key=with_key,
        lasting=lasts(found, pool),
        monthly=is_monthly(found),
        banks=sorted(found.banks or ()),
        refusal=refusal,
        rule=rule_words(found),
        tongue=tongue(),
    )
