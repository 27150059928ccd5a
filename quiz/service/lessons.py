"""What a check must know of the lesson it belongs to, without knowing the room of courses."""

import json

from sqlalchemy import select
from sqlalchemy.orm import Session

from kit.content import Text
from kit.publishing import current_versions


def title_of(session: Session, lesson: str) -> Text | None:
    """Give the title of a lesson; None when there is no such lesson any more."""
    return titles(session, [lesson]).get(lesson)


def titles(session: Session, lessons: list[str]) -> dict[str, Text]:
    """Give the titles of lessons that are not retired, by key."""
    found = current_versions("lesson").subquery()
    rows = session.execute(select(found.c.key, found.c.body).where(found.c.key.in_(lessons)))
    return {row.key: Text(**json.loads(row.body)["title"]) for row in rows}


def all_titles(session: Session) -> dict[str, Text]:
    """Give the titles of all lessons that are not retired, by key."""
    found = current_versions("lesson").subquery()
    rows = session.execute(select(found.c.key, found.c.body))
    return {row.key: Text(**json.loads(row.body)["title"]) for row in rows}
