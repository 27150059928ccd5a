"""The rules in force now, for whoever shows a text that refers to them, and how a trainer changes one."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from kit import publishing
from kit.audit import AuditEntry, note
from kit.errors import Conflict, NotFound
from kit.publishing import ContentItem, ContentVersion, library, struct_of
from people.models import Employee
from people.rules import KIND, Rule

PUBLISHED = "rule.published"


@dataclass(frozen=True, slots=True)
class Said:
    """What a rule said from some moment on, by whom and why; nobody's name where it was shipped."""

    number: int
    rule: Rule
    at: datetime
    by: str
    reason: str


def in_force(session: Session) -> dict[str, Rule]:
    """Give every rule by its id."""
    return library(session, KIND)


def values(session: Session) -> dict[str, str]:
    """Give the value of every rule by its id."""
    return {id: rule.value for id, rule in in_force(session).items()}


def history(session: Session, rule: str) -> list[Said]:
    """Give all that a rule has said, the newest first; raises NotFound."""
    versions = publishing.history(session, KIND.name, rule)
    if not versions:
        raise NotFound("There is no such company rule.")
    notes = session.scalars(
        select(AuditEntry).where(AuditEntry.subject == _subject(rule), AuditEntry.action == PUBLISHED)
    )
    reasons = {entry.details.get("number"): entry.reason for entry in notes}
    return [
        Said(one.number, struct_of(one, Rule), one.published_at, _name(session, one), reasons.get(one.number, ""))
        for one in versions
    ]


def _name(session: Session, version: ContentVersion) -> str:
    person = session.get(Employee, version.published_by) if version.published_by else None
    return person.name if person else ""


def publish(session: Session, rule: Rule, based_on: int, by: int, now: datetime, reason: str) -> ContentVersion | None:
    """Let a rule say something new from now on; None when it says so already.

    Raises NotFound for a rule that there is not, Conflict when somebody has changed it since `based_on`.
    """
    item = session.scalar(
        select(ContentItem).where(ContentItem.kind == KIND.name, ContentItem.key == rule.id).with_for_update()
    )
    if item is None:
        raise NotFound("There is no such company rule.")
    if item.current_number != based_on:
        raise Conflict("Somebody else has published version %(number)s since.", number=item.current_number)
    old = struct_of(publishing.current(session, KIND.name, rule.id), Rule)
    version = publishing.publish(session, KIND.name, rule.id, rule, now, by)
    if version is not None:
        note(session, PUBLISHED, _subject(rule.id), now, by, reason, number=version.number, old=old.value)
    return version


def _subject(rule: str) -> str:
    return f"rule:{rule}"
