"""What the room of courses gives to the whole."""

from courses.cli import create_demo
from courses.events import LessonDone
from courses.kinds import KINDS
from courses.service import finding
from courses.views import hearing, home, learner, paths, trainer
from courses.views.pages import pages
from courses.views.targets import lesson_steps, mentor_steps
from kit.access import SIGNED_IN, Role, any_of
from kit.publishing import Published, Retired
from kit.rooms import Tab
from kit.web import Room
from people.events import Joined, Left, PositionChanged, Withdrawn
from records.events import Entered

LOOKS_AFTER = any_of(Role.MENTOR, Role.MANAGER, Role.ADMINISTRATOR)
WRITES = any_of(Role.TRAINER)
OVERSEES = frozenset({Role.MANAGER, Role.ADMINISTRATOR})

PERMISSIONS = {
    "courses.catalogue": SIGNED_IN,
    "courses.course": SIGNED_IN,
    "courses.glossary": SIGNED_IN,
    "courses.lesson": SIGNED_IN,
    "courses.media": SIGNED_IN,
    "courses.ping": SIGNED_IN,
    "courses.count": SIGNED_IN,
    "courses.path": SIGNED_IN,
    "courses.path_of": LOOKS_AFTER,
    "courses.confirm": LOOKS_AFTER,
    "courses.start_path": LOOKS_AFTER,
    "courses.team_paths": LOOKS_AFTER,
    "courses.team_paths_export": LOOKS_AFTER,
    "courses.editor": WRITES,
    "courses.editor_lesson": WRITES,
    "courses.editor_save": WRITES,
    "courses.editor_preview": WRITES,
    "courses.editor_versions": WRITES,
    "courses.editor_retire": WRITES,
    "courses.editor_discard": WRITES,
    "courses.editor_export": WRITES,
    "courses.editor_import": WRITES,
    "courses.editor_course": WRITES,
    "courses.editor_course_save": WRITES,
}

# the view modules are named so that their routes are known
VIEWS = (learner, paths, trainer)

ROOM = Room(
    name="courses",
    blueprints=[pages],
    permissions=PERMISSIONS,
    tabs=[Tab("courses", "Courses", "book", "courses.catalogue", 20, wide_for=OVERSEES)],
    cards=[home.cards],
    panels=[home.panel],
    steps={"lesson": lesson_steps, "mentor": mentor_steps},
    search=[learner.hits],
    rests_on=[trainer.lessons_resting_on],
    content_kinds=KINDS,
    demo=[create_demo],
    subscribers=[
        (Published, finding.on_published),
        (Retired, finding.on_retired),
        (Joined, hearing.on_joined),
        (PositionChanged, hearing.on_position_changed),
        (Left, hearing.on_left),
        (Withdrawn, hearing.on_withdrawn),
        (Entered, hearing.on_entered),
        (LessonDone, hearing.on_lesson_done),
    ],
)
