"""Keep the search over all lessons up to date."""

import re

from sqlalchemy.orm import Session

from courses.kinds import LESSON
from courses.lessons import Lesson
from kit.publishing import Published, Retired
from kit.search import forget, index

_MARKS = re.compile(r"^/{3,}[ \t]*\w*[ \t]*\|?|^#+\s|^>\s?|^\|?[\s:|-]+\|?$|\*\*|`|\|", re.MULTILINE)


def on_published(session: Session, event: Published) -> None:
    """Make a lesson's new version findable."""
    if event.kind == LESSON.name and isinstance(event.struct, Lesson):
        lesson = event.struct
        text = "\n".join((lesson.summary.zh, plain_text(lesson.body), lesson.title.en, lesson.summary.en))
        index(session, LESSON.name, event.key, lesson.title.zh, text, f"/courses/{event.key}")


def on_retired(session: Session, event: Retired) -> None:
    """Let a withdrawn lesson be found no longer."""
    if event.kind == LESSON.name:
        forget(session, LESSON.name, event.key)


def plain_text(body: str) -> str:
    """Give Markdown without its marks."""
    return " ".join(_MARKS.sub(" ", body).split())
