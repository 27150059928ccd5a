"""The rules in force now, for whoever shows a text that refers to them."""

from sqlalchemy.orm import Session

from kit.publishing import library
from people.rules import KIND, Rule


def in_force(session: Session) -> dict[str, Rule]:
    """Give every rule by its id."""
    return library(session, KIND)


def values(session: Session) -> dict[str, str]:
    """Give the value of every rule by its id."""
    return {id: rule.value for id, rule in in_force(session).items()}
