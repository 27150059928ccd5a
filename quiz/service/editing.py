"""Changing a bank in the browser: publish the next version of a question, retire it, take in a file."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from kit import publishing
from kit.audit import note
from kit.content import digest
from kit.errors import Conflict, Fault, NotFound
from kit.publishing import ContentItem, ContentVersion
from quiz import files
from quiz.comparing import Difference, differences
from quiz.kinds import QUESTIONS
from quiz.questions import Question, key_of
from quiz.service.banks import Standing, standing
from quiz.service.lessons import all_titles
from quiz.service.pools import question_of

IMPORT = "import.toml"


def item_of(session: Session, bank: str, question: str) -> ContentItem:
    """Give a question's item, retired or not; raises NotFound."""
    key = f"{bank}/{question}"
    found = session.scalar(select(ContentItem).where(ContentItem.kind == QUESTIONS.name, ContentItem.key == key))
    if found is None:
        raise NotFound("There is no such question in this bank.")
    return found


def versions(session: Session, bank: str, question: str) -> list[ContentVersion]:
    """Give all versions of a question, the newest first; raises NotFound."""
    item_of(session, bank, question)
    return publishing.history(session, QUESTIONS.name, f"{bank}/{question}")


def publish(
    session: Session, bank: str, question: Question, based_on: int, by: int, now: datetime, reason: str
) -> ContentVersion | None:
    """Publish a question; `based_on` is the version it was made from, 0 for a new one. None: it says nothing new.

    Raises Conflict when the name is taken or somebody has published since.
    """
    key = key_of(bank, question)
    item = session.scalar(
        select(ContentItem).where(ContentItem.kind == QUESTIONS.name, ContentItem.key == key).with_for_update()
    )
    if item is not None and not based_on:
        raise Conflict("This name is taken, perhaps by a retired question. Choose another one.")
    if item is not None and item.current_number != based_on:
        raise Conflict("Somebody else has published version %(number)s since.", number=item.current_number)
    version = publishing.publish(session, QUESTIONS.name, key, question, now, by)
    if version is not None:
        note(session, "question.published", f"question:{key}", now, by, reason, number=version.number)
    return version


def retire(session: Session, bank: str, question: str, by: int, now: datetime, reason: str) -> None:
    """Draw a question no longer; raises NotFound. Papers and runs that hold it keep it."""
    item = item_of(session, bank, question)
    if item.retired_at is not None:
        return
    publishing.retire(session, QUESTIONS.name, item.key, now)
    note(session, "question.retired", f"question:{item.key}", now, by, reason)


@dataclass(frozen=True)
class Change:
    """What taking in a file would do to one question."""

    key: str
    question: Question
    what: Literal["new", "changed", "back", "unchanged"]
    differences: tuple[Difference, ...] = ()


@dataclass(frozen=True)
class Preview:
    """What a file holds for a bank; `seen` names the state of the bank it was compared with."""

    faults: list[Fault]
    changes: list[Change]
    seen: str


def preview(session: Session, bank: str, text: str) -> Preview:
    """Say what taking in a file of questions would change, and what is wrong in it."""
    found = standing(session, bank)
    sources, faults = files.read_questions({f"{bank}/{IMPORT}": text, f"{bank}/{files.BANK_FILE}": ""})
    lessons = all_titles(session)
    old = {one.key: one for one in found}
    retired = _retired(session, bank)
    changes = []
    for source in sources:
        question: Question = source.struct  # type: ignore[assignment]  # read_questions reads nothing else
        if question.lesson is not None and question.lesson not in lessons:
            faults.append(Fault(source.file, question.id, "lesson", f"there is no lesson {question.lesson}"))
        changes.append(_change(source.key, question, old.get(source.key), retired))
    return Preview(sorted(faults), changes, state(found))


def _change(key: str, question: Question, old: Standing | None, retired: set[str]) -> Change:
    if old is None:
        return Change(key, question, "back" if key in retired else "new")
    if digest(old.question) == digest(question):
        return Change(key, question, "unchanged")
    return Change(key, question, "changed", tuple(differences(old.question, question)))


def _retired(session: Session, bank: str) -> set[str]:
    query = select(ContentItem.key).where(
        ContentItem.kind == QUESTIONS.name, ContentItem.retired_at.is_not(None), ContentItem.key.startswith(f"{bank}/")
    )
    return set(session.scalars(query))


def state(found: Sequence[Standing]) -> str:
    """Name the state of a bank, to notice that it has changed since."""
    return sha256(" ".join(str(one.version_id) for one in found).encode()).hexdigest()[:16]


def take_in(session: Session, bank: str, text: str, seen: str, by: int, now: datetime) -> int:
    """Publish what a file changes, all or nothing; gives how many. Raises Conflict when the bank changed since."""
    found = preview(session, bank, text)
    if found.faults:
        raise Conflict("The file still has faults. Nothing was changed.")
    if found.seen != seen:
        raise Conflict("The bank has changed since. Look at the changes once more.")
    changed = [one for one in found.changes if one.what != "unchanged"]
    for one in changed:
        publishing.publish(session, QUESTIONS.name, one.key, one.question, now, by)
    if changed:
        note(session, "bank.imported", f"bank:{bank}", now, by, questions=[one.key for one in changed])
    return len(changed)


def earlier(found: Sequence[ContentVersion], number: int) -> tuple[Question, list[Difference]]:
    """Give what a version says and what it changed; raises NotFound."""
    by_number = {version.number: version for version in found}
    if number not in by_number:
        raise NotFound("There is no such version.")
    question = question_of(by_number[number])
    before = [version for version in found if version.number < number]
    return question, differences(question_of(before[0]), question) if before else []
