"""What the room of questions gives to the whole."""

from kit.publishing import Published, Retired
from kit.web import Room
from quiz.kinds import KINDS
from quiz.service import indexing

ROOM = Room(
    name="quiz",
    content_kinds=KINDS,
    subscribers=[(Published, indexing.on_published), (Retired, indexing.on_retired)],
)
