"""What the room of questions gives to the whole."""

from kit.access import SIGNED_IN
from kit.publishing import Published, Retired
from kit.web import Room
from quiz.kinds import KINDS
from quiz.service import indexing
from quiz.views import home, learner
from quiz.views.pages import pages

PERMISSIONS = {
    "quiz.check": SIGNED_IN,
    "quiz.check_run": SIGNED_IN,
    "quiz.practice": SIGNED_IN,
}

# the view modules are named so that their routes are known
VIEWS = (learner,)

ROOM = Room(
    name="quiz",
    blueprints=[pages],
    permissions=PERMISSIONS,
    cards=[home.practice_card],
    steps={"check": home.check_steps},
    content_kinds=KINDS,
    subscribers=[(Published, indexing.on_published), (Retired, indexing.on_retired)],
)
