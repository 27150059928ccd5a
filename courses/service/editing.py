"""Trainers at work: drafts, publishing, retiring; nobody's work is overwritten unseen."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from courses.kinds import COURSE, LESSON, PATH
from courses.lessons import Course, Lesson, lesson_key
from courses.paths import LearningPath
from courses.service.catalogue import courses, lessons, paths
from kit.audit import note
from kit.content import parse
from kit.errors import Conflict, Fault, NotFound, Refused
from kit.publishing import ContentDraft, ContentItem, ContentVersion, history, publish, retire, struct_of
from people.models import Employee

Fields = Mapping[str, str]


class FaultyLesson(Refused):
    """What was typed is no lesson or course yet; `faults` says which fields and why."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__("Some fields need another look before this can be published.")
        self.faults = faults


@dataclass(frozen=True)
class Draft:
    """What somebody has typed and not published yet."""

    fields: Fields
    based_on: int
    edited_at: datetime
    editor: str


def current_number(session: Session, kind: str, key: str) -> int:
    """The number of an item's current version, 0 when there is none."""
    item = session.scalar(select(ContentItem).where(ContentItem.kind == kind, ContentItem.key == key))
    return item.current_number if item and item.retired_at is None else 0


def draft_of(session: Session, kind: str, key: str) -> Draft | None:
    """What was typed for an item and is not published yet."""
    found = _draft(session, kind, key)
    if found is None:
        return None
    editor = session.get(Employee, found.edited_by)
    return Draft(json.loads(found.body), found.based_on, found.edited_at, editor.name if editor else "")


def drafts(session: Session, kind: str) -> set[str]:
    """The keys of the items that have a draft."""
    return set(session.scalars(select(ContentDraft.key).where(ContentDraft.kind == kind)))


def save_draft(
    session: Session, kind: str, key: str, fields: Fields, based_on: int, seen: str, by: int, now: datetime
) -> None:
    """Keep what was typed; `seen` names the draft that the form showed. Raises Conflict over somebody else's newer."""
    found = _draft(session, kind, key)
    if found is not None and found.edited_by != by and found.edited_at.isoformat() != seen:
        editor = session.get(Employee, found.edited_by)
        raise Conflict("%(name)s has saved a newer draft meanwhile.", name=editor.name if editor else "–")
    if found is None:
        found = ContentDraft(kind=kind, key=key)
        session.add(found)
    found.body = json.dumps(dict(fields), ensure_ascii=False)
    found.based_on, found.edited_at, found.edited_by = based_on, now, by
    session.flush()


def drop_draft(session: Session, kind: str, key: str) -> None:
    """Throw away what was typed."""
    if found := _draft(session, kind, key):
        session.delete(found)
        session.flush()


def publish_lesson(
    session: Session, course: str, fields: Fields, based_on: int, material: bool, by: int, now: datetime
) -> bool:
    """Make what was typed the lesson's current version; False when it says nothing new.

    Raises FaultyLesson for what cannot be read, Conflict when somebody published since the edit began.
    """
    id = fields.get("id", "")
    key = lesson_key(course, id)
    _refuse_overtaken(session, LESSON.name, key, based_on)
    owner = courses(session).get(course) or _course_of_draft(session, course, id)
    names = owner.lessons if id in owner.lessons else (*owner.lessons, id)
    lesson = read_lesson_form(fields, names.index(id) + 1)
    if isinstance(lesson, list):
        raise FaultyLesson(lesson)
    version = publish(session, LESSON.name, key, lesson, now, by, material)
    if names != owner.lessons or course not in courses(session):
        publish(session, COURSE.name, course, owner.model_copy(update={"lessons": names}), now, by)
        drop_draft(session, COURSE.name, course)
    drop_draft(session, LESSON.name, key)
    if version is not None:
        note(session, "publish", f"lesson:{key}", now, by, number=version.number, material=material)
    return version is not None


def read_lesson_form(fields: Fields, number: int) -> Lesson | list[Fault]:
    """Build the lesson from the fields of the form; or its faults, by field."""
    minutes = fields.get("minutes", "").strip()
    data: dict[str, object] = {
        "id": fields.get("id", ""),
        "number": number,
        "title": {"zh": fields.get("title_zh", ""), "en": fields.get("title_en", "")},
        "summary": {"zh": fields.get("summary_zh", ""), "en": fields.get("summary_en", "")},
        "minutes": int(minutes) if minutes.isdecimal() else minutes,
        "facts": fields.get("facts", "").replace(",", " ").replace("，", " ").split(),
        "platform": fields.get("platform", "any"),
        "body": fields.get("body", ""),
    }
    return parse(Lesson, data, "form", str(data["id"]) or "-")


def lesson_form(lesson: Lesson) -> dict[str, str]:
    """Give the fields of the form that say a lesson."""
    return {
        "id": lesson.id,
        "title_zh": lesson.title.zh,
        "title_en": lesson.title.en,
        "summary_zh": lesson.summary.zh,
        "summary_en": lesson.summary.en,
        "minutes": str(lesson.minutes),
        "facts": " ".join(lesson.facts),
        "platform": lesson.platform,
        "body": lesson.body,
    }


def course_form(course: Course) -> dict[str, str]:
    """Give the fields of the form that say a course, its lessons one a line."""
    return {
        "id": course.id,
        "title_zh": course.title.zh,
        "title_en": course.title.en,
        "summary_zh": course.summary.zh,
        "summary_en": course.summary.en,
        "position": course.position,
        "also_for": " ".join(course.also_for),
        "category": course.category,
        "lessons": "\n".join(course.lessons),
    }


def read_course_form(fields: Fields, lesson_names: tuple[str, ...]) -> Course | list[Fault]:
    """Build the course from the fields of the form; or its faults, by field."""
    data: dict[str, object] = {
        "id": fields.get("id", ""),
        "title": {"zh": fields.get("title_zh", ""), "en": fields.get("title_en", "")},
        "summary": {"zh": fields.get("summary_zh", ""), "en": fields.get("summary_en", "")},
        "position": fields.get("position", ""),
        "also_for": fields.get("also_for", "").replace(",", " ").split(),
        "category": fields.get("category", ""),
        "lessons": list(lesson_names),
    }
    return parse(Course, data, "form", str(data["id"]) or "-")


def _course_of_draft(session: Session, course: str, first_lesson: str) -> Course:
    """A course that is published together with its first lesson."""
    draft = draft_of(session, COURSE.name, course)
    if draft is None:
        raise NotFound("This page does not exist any more.")
    found = read_course_form(draft.fields, (first_lesson,))
    if isinstance(found, list):
        raise FaultyLesson(found)
    return found


def begin_course(session: Session, fields: Fields, by: int, now: datetime) -> None:
    """Keep a new course until its first lesson is published. Raises FaultyLesson, Conflict for a taken id."""
    found = read_course_form(fields, ("first",))
    if isinstance(found, list):
        raise FaultyLesson(found)
    if history(session, COURSE.name, found.id) or _draft(session, COURSE.name, found.id):
        raise Conflict("There is or was a course of this id. An id is never used again.")
    save_draft(session, COURSE.name, found.id, fields, 0, "", by, now)


def publish_course(session: Session, course: str, fields: Fields, based_on: int, by: int, now: datetime) -> bool:
    """Change a course: titles, place in the catalogue, order of its lessons; False when nothing is new."""
    _refuse_overtaken(session, COURSE.name, course, based_on)
    old = courses(session)[course]
    names = tuple(fields.get("lessons", "").split())
    if sorted(names) != sorted(old.lessons):
        raise Refused("The list must name the same lessons as before, each once; only their order can change here.")
    found = read_course_form({**fields, "id": course}, names)
    if isinstance(found, list):
        raise FaultyLesson(found)
    version = publish(session, COURSE.name, course, found, now, by)
    _number_lessons(session, found, by, now)
    return version is not None


def _number_lessons(session: Session, course: Course, by: int, now: datetime) -> None:
    """Let the lessons of a course know their place in it."""
    every = lessons(session)
    for number, name in enumerate(course.lessons, 1):
        lesson = every.get(key := lesson_key(course.id, name))
        if lesson is not None and lesson.number != number:
            publish(session, LESSON.name, key, lesson.model_copy(update={"number": number}), now, by)


def retire_lesson(session: Session, course: str, lesson: str, by: int, now: datetime) -> list[LearningPath]:
    """Offer a lesson no longer: its course and the paths go on without it; gives those paths.

    Raises Refused for the last lesson of a course or the last step of a path.
    """
    key = lesson_key(course, lesson)
    owner = courses(session).get(course)
    if owner is None or lesson not in owner.lessons:
        raise NotFound("This page does not exist any more.")
    rest = tuple(name for name in owner.lessons if name != lesson)
    changed = _without(paths(session), key)
    if not rest or not all(path.steps for path in changed):
        raise Refused("This is the last lesson of its course or path. Publish another one first.")
    shorter = owner.model_copy(update={"lessons": rest})
    publish(session, COURSE.name, course, shorter, now, by)
    for path in changed:
        publish(session, PATH.name, path.id, path, now, by, material=True)
    retire(session, LESSON.name, key, now)
    drop_draft(session, LESSON.name, key)
    _number_lessons(session, shorter, by, now)
    note(session, "retire", f"lesson:{key}", now, by, paths=[path.id for path in changed])
    return changed


def _without(every: Mapping[str, LearningPath], lesson: str) -> list[LearningPath]:
    gone = {f"lesson:{lesson}", f"check:{lesson}"}
    return [
        path.model_copy(update={"steps": tuple(step for step in path.steps if step.name not in gone)})
        for path in every.values()
        if gone & {step.name for step in path.steps}
    ]


def versions(session: Session, key: str) -> list[tuple[ContentVersion, str]]:
    """All versions of a lesson, the newest first, with the names of those who published them."""
    found = history(session, LESSON.name, key)
    wanted = {version.published_by for version in found if version.published_by}
    names = {one.id: one.name for one in session.scalars(select(Employee).where(Employee.id.in_(wanted)))}
    return [(version, names.get(version.published_by or 0, "")) for version in found]


def version_of(session: Session, key: str, number: int) -> Lesson:
    """What a lesson said in one of its versions. Raises NotFound."""
    found = next((one for one in history(session, LESSON.name, key) if one.number == number), None)
    if found is None:
        raise NotFound("There is no such version.")
    return struct_of(found, Lesson)


def _refuse_overtaken(session: Session, kind: str, key: str, based_on: int) -> None:
    now = current_number(session, kind, key)
    if now > based_on:
        raise Conflict(
            "Version %(number)s was published since you began. Compare before you publish yours.", number=now
        )


def _draft(session: Session, kind: str, key: str) -> ContentDraft | None:
    return session.scalar(select(ContentDraft).where(ContentDraft.kind == kind, ContentDraft.key == key))


def refuse_taken(session: Session, course: str, lesson: str) -> None:
    """Raise Conflict when a lesson of this id is, was, or is being written in the course."""
    key = lesson_key(course, lesson)
    if history(session, LESSON.name, key) or _draft(session, LESSON.name, key):
        raise Conflict("There is or was a lesson of this id. An id is never used again.")
