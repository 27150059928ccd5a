"""The positions that are published now, and how somebody's job is called."""

from collections.abc import Mapping

from sqlalchemy.orm import Session

from kit.publishing import library
from people.models import Employee
from people.positions import POSITION, Position


def positions(session: Session) -> Mapping[str, Position]:
    """Every position of the catalogue, by id."""
    return library(session, POSITION)


def titles(session: Session, person: Employee, lang: str) -> str:
    """Name the positions that somebody holds, tracks left out."""
    catalogue = positions(session)
    held = dict.fromkeys(called(catalogue, post.position, "", lang) for post in person.positions)
    return "、".join(held)


def called(catalogue: Mapping[str, Position], position: str, track: str, lang: str) -> str:
    """Name a position with its track; its id where it has been withdrawn."""
    found = catalogue.get(position)
    return found.called(track, lang) if found else position


def choices(session: Session, lang: str) -> list[tuple[str, str]]:
    """Every position and every position with a track, as (`position/track`, name), to choose from."""
    listed = []
    for position in positions(session).values():
        listed.append((position.id, position.called("", lang)))
        listed += [(f"{position.id}/{track.id}", position.called(track.id, lang)) for track in position.tracks]
    return listed
