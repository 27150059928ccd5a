"""What the room of exams gives to the whole."""

from courses.events import PathStarted
from exams import jobs
from exams.cli import create_demo
from exams.kinds import PAPER
from exams.views import answering, examiner, learner, trainer
from exams.views.home import EXAMINERS, exam_cards, exam_steps, marking_cards, result_cards, team_panel
from exams.views.pages import pages
from kit.access import SIGNED_IN, Role, any_of
from kit.rooms import Tab
from kit.web import Room
from people.events import Withdrawn

EXAMINES = any_of(*EXAMINERS)
OWNS_CONTENT = any_of(Role.TRAINER)

PERMISSIONS = {
    "exams.mine": SIGNED_IN,
    "exams.start": SIGNED_IN,
    "exams.attempt": SIGNED_IN,
    "exams.state": SIGNED_IN,
    "exams.save": SIGNED_IN,
    "exams.submit": SIGNED_IN,
    "exams.result": SIGNED_IN,
    "exams.marking": EXAMINES,
    "exams.desk": EXAMINES,
    "exams.assignments": EXAMINES,
    "exams.assign": EXAMINES,
    "exams.sitting": EXAMINES,
    "exams.sitting_sheet": EXAMINES,
    "exams.release": EXAMINES,
    "exams.papers": OWNS_CONTENT,
    "exams.paper": OWNS_CONTENT,
}

# the view modules are named so that their routes are known
VIEWS = (learner, answering, examiner, trainer)

ROOM = Room(
    name="exams",
    blueprints=[pages],
    permissions=PERMISSIONS,
    tabs=[Tab("exams", "Exams", "clipboard-text", "exams.mine", 30)],
    cards=[exam_cards, marking_cards, result_cards],
    panels=[team_panel],
    steps={"exam": exam_steps},
    content_kinds=[PAPER],
    jobs=[jobs.run],
    demo=[create_demo],
    subscribers=[(PathStarted, jobs.on_path_started), (Withdrawn, jobs.on_withdrawn)],
)
