"""What the room of courses gives to the whole."""

from courses.events import LessonDone
from courses.kinds import KINDS
from courses.service import finding
from courses.views import hearing
from kit.publishing import Published, Retired
from kit.web import Room
from people.events import Joined, Left, PositionChanged
from records.events import Entered

ROOM = Room(
    name="courses",
    content_kinds=KINDS,
    subscribers=[
        (Published, finding.on_published),
        (Retired, finding.on_retired),
        (Joined, hearing.on_joined),
        (PositionChanged, hearing.on_position_changed),
        (Left, hearing.on_left),
        (Entered, hearing.on_entered),
        (LessonDone, hearing.on_lesson_done),
    ],
)
