"""What the room of questions gives to the whole."""

from kit.access import SIGNED_IN, Role, any_of
from kit.publishing import Published, Retired
from kit.rooms import Tab
from kit.web import Room
from people.events import GoodsChanged
from quiz.cli import create_demo
from quiz.kinds import KINDS
from quiz.service import drafting, indexing
from quiz.views import drafts, editor, home, learner, trainer
from quiz.views.pages import pages

PERMISSIONS = {
    "quiz.check": SIGNED_IN,
    "quiz.check_run": SIGNED_IN,
    "quiz.practice": SIGNED_IN,
    **dict.fromkeys(
        (
            "quiz.banks",
            "quiz.bank",
            "quiz.bank_export",
            "quiz.bank_import",
            "quiz.question",
            "quiz.question_new",
            "quiz.question_edit",
            "quiz.question_version",
            "quiz.question_retire",
            "quiz.drafts",
            "quiz.decide_draft",
        ),
        any_of(Role.TRAINER),
    ),
}

# the view modules are named so that their routes are known
VIEWS = (drafts, editor, learner, trainer)

ROOM = Room(
    name="quiz",
    blueprints=[pages],
    permissions=PERMISSIONS,
    tabs=[Tab("quiz", "Questions", "list-check", "quiz.banks", 45, frozenset({Role.TRAINER}))],
    cards=[home.practice_card, drafts.review_card],
    steps={"check": home.check_steps},
    search=[trainer.hits],
    rests_on=[trainer.questions_resting_on],
    content_kinds=KINDS,
    demo=[create_demo],
    subscribers=[
        (Published, indexing.on_published),
        (Retired, indexing.on_retired),
        (Published, drafting.on_question_published),
        (Retired, drafting.on_question_retired),
        (GoodsChanged, drafting.on_goods_changed),
    ],
)
