"""The trainer's pages: all lessons, writing one with its preview beside, versions, course, import and export."""

from collections.abc import Mapping

from flask import Response, flash, jsonify, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from courses.comparing import compare
from courses.kinds import COURSE, LESSON
from courses.lessons import Lesson, file_name, lesson_key, read_lesson, write_lesson
from courses.service import catalogue, editing
from courses.service.editing import FaultyLesson
from courses.views.learner import category_names
from courses.views.media import address
from courses.views.pages import me, pages, shown
from courses.views.targets import lesson_url
from kit import clock
from kit.database import db, writing
from kit.errors import Conflict, Fault, NotFound, Refused
from kit.i18n import gettext, lang
from kit.rooms import Dependent
from kit.web import in_words
from people.rules import named_in

LESSON_FIELDS = ("id", "title_zh", "title_en", "summary_zh", "summary_en", "minutes", "facts", "platform", "body")
COURSE_FIELDS = (
    "id",
    "title_zh",
    "title_en",
    "summary_zh",
    "summary_en",
    "position",
    "also_for",
    "category",
    "lessons",
)
PLATFORMS = ("any", "taobao", "aliexpress", "1688")
NEW = "new"


@pages.get("/courses/edit")
def editor() -> str:
    """List all courses with their lessons, versions and drafts."""
    session = db.session()
    every = catalogue.lessons(session)
    return render_template(
        "courses/editor.html",
        courses=[(one, catalogue.lessons_of(one, every)) for one in catalogue.courses(session).values()],
        drafts=editing.drafts(session, LESSON.name),
        new_courses=[
            (key, draft)
            for key in sorted(editing.drafts(session, COURSE.name))
            if (draft := editing.draft_of(session, COURSE.name, key))
        ],
        new_lessons=sorted(key for key in editing.drafts(session, LESSON.name) if key not in every),
        tongue=lang(),
    )


@pages.get("/courses/edit/<course>/<lesson>")
def editor_lesson(course: str, lesson: str) -> str:
    """Show a lesson, or its draft, to edit; "new" begins another one."""
    session, key = db.session(), lesson_key(course, lesson)
    draft = editing.draft_of(session, LESSON.name, key) if lesson != NEW else None
    published = catalogue.lessons(session).get(key)
    if lesson != NEW and published is None and draft is None:
        raise NotFound(catalogue.GONE)
    blank = {"platform": "any", "minutes": "8"}
    fields = draft.fields if draft else editing.lesson_form(published) if published else blank
    based_on = draft.based_on if draft else editing.current_number(session, LESSON.name, key)
    return _lesson_page(session, course, lesson, fields, based_on)


@pages.post("/courses/edit/<course>/<lesson>")
def editor_save(course: str, lesson: str) -> AnyResponse | tuple[str, int] | str:
    """Keep, show or publish what was typed, as the pressed button says."""
    fields = _given(LESSON_FIELDS)
    fields["id"] = fields["id"] if lesson == NEW else lesson
    based_on = request.form.get("based_on", 0, type=int)
    if request.form.get("do") == "preview":
        return _lesson_page(db.session(), course, lesson, fields, based_on, preview=True)
    try:
        return _keep_or_publish(course, lesson, fields, based_on)
    except Refused as refused:
        if isinstance(refused, Conflict):
            # what is sent next is sent knowing of the newer version, which the page now links
            based_on = editing.current_number(db.session(), LESSON.name, lesson_key(course, fields["id"]))
        if refused.status not in (400, 409):
            raise
        return _lesson_page(db.session(), course, lesson, fields, based_on, refused), refused.status


def _keep_or_publish(course: str, lesson: str, fields: dict[str, str], based_on: int) -> AnyResponse:
    by, now = me().id, clock.now()
    key = lesson_key(course, fields["id"])
    with writing() as session:
        if lesson == NEW:
            editing.refuse_taken(session, course, fields["id"])
        if request.form.get("do") == "publish":
            material = request.form.get("material") == "yes"
            news = editing.publish_lesson(session, course, fields, based_on, material, by, now)
            said = gettext("Published.") if news else gettext("Nothing has changed since the last version.")
        else:
            seen = request.form.get("draft_seen", "")
            editing.save_draft(session, LESSON.name, key, fields, based_on, seen, by, now)
            said = gettext("Draft saved.")
    flash(said)
    return redirect(url_for("courses.editor_lesson", course=course, lesson=fields["id"]))


def _given(names: tuple[str, ...]) -> dict[str, str]:
    return {name: request.form.get(name, "").replace("\r\n", "\n") for name in names}


def _lesson_page(
    session: Session,
    course: str,
    lesson: str,
    fields: Mapping[str, str],
    based_on: int,
    refused: Refused | None = None,
    preview: bool = False,
) -> str:
    key = lesson_key(course, fields.get("id", "") or lesson)
    faults = refused.faults if isinstance(refused, FaultyLesson) else []
    return render_template(
        "courses/edit_lesson.html",
        course=course,
        course_title=_course_title(session, course),
        lesson=lesson,
        fields=fields,
        based_on=based_on,
        draft=editing.draft_of(session, LESSON.name, key),
        number=editing.current_number(session, LESSON.name, key),
        faults=_by_field(faults),
        refused=in_words(refused) if refused else "",
        overtaken=isinstance(refused, Conflict),
        rendered=shown(session, fields.get("body", ""), address) if preview or fields.get("body") else None,
        platforms=PLATFORMS,
    )


def _by_field(faults: list[Fault]) -> dict[str, str]:
    """The faults by field of the form: title.zh stands in title_zh, facts[2] in facts."""
    found: dict[str, str] = {}
    for fault in faults:
        found.setdefault(fault.field.partition("[")[0].replace(".", "_"), fault.reason)
    return found


def _course_title(session: Session, course: str) -> str:
    if found := catalogue.courses(session).get(course):
        return found.title.in_(lang())
    if draft := editing.draft_of(session, COURSE.name, course):
        return draft.fields["title_zh" if lang().startswith("zh") else "title_en"]
    raise NotFound(catalogue.GONE)


@pages.post("/courses/edit/preview")
def editor_preview() -> Response:
    """Show how a text will look: safe HTML and its number of characters."""
    given = request.get_json()
    body = str(given.get("body", "")) if isinstance(given, dict) else ""
    rendered = shown(db.session(), body, address)
    said = gettext("%(num)s characters", num=rendered.characters)
    return jsonify(html=rendered.html, said=said)


@pages.get("/courses/edit/<course>/<lesson>/versions")
def editor_versions(course: str, lesson: str) -> str:
    """List the versions of a lesson, and what changed between two of them."""
    session, key = db.session(), lesson_key(course, lesson)
    found = editing.versions(session, key)
    if not found:
        raise NotFound(catalogue.GONE)
    newest = found[0][0].number
    new = request.args.get("new", newest, type=int)
    old = request.args.get("old", max(new - 1, 1), type=int)
    return render_template(
        "courses/versions.html",
        course=course,
        lesson=lesson,
        course_title=_course_title(session, course),
        title=editing.version_of(session, key, newest).title.in_(lang()),
        versions=found,
        old=old,
        new=new,
        differences=compare(editing.version_of(session, key, old), editing.version_of(session, key, new)),
    )


@pages.post("/courses/edit/<course>/<lesson>/retire")
def editor_retire(course: str, lesson: str) -> AnyResponse:
    """Offer a lesson no longer."""
    with writing() as session:
        changed = editing.retire_lesson(session, course, lesson, me().id, clock.now())
        names = "、".join(path.title.in_(lang()) for path in changed)
    flash(gettext("Retired. Its versions stay in the archive."))
    if names:
        flash(gettext("These paths go on without it: %(paths)s", paths=names), "warn")
    return redirect(url_for("courses.editor"))


@pages.post("/courses/edit/<course>/<lesson>/discard")
def editor_discard(course: str, lesson: str) -> AnyResponse:
    """Throw a lesson's draft away."""
    with writing() as session:
        editing.drop_draft(session, LESSON.name, lesson_key(course, lesson))
    flash(gettext("The draft is gone."))
    return redirect(url_for("courses.editor"))


@pages.get("/courses/edit/<course>/<lesson>/file")
def editor_export(course: str, lesson: str) -> Response:
    """Give a lesson as its Markdown file."""
    found = catalogue.open_lesson(db.session(), course, lesson).lesson
    headers = {"Content-Disposition": f'attachment; filename="{file_name(found)}"'}
    return Response(write_lesson(found), mimetype="text/markdown", headers=headers)


@pages.post("/courses/edit/<course>/import")
def editor_import(course: str) -> AnyResponse:
    """Take a lesson's Markdown file as a draft, to look at before it is published."""
    lesson = _uploaded()
    key = lesson_key(course, lesson.id)
    with writing() as session:
        based_on = editing.current_number(session, LESSON.name, key)
        if not based_on:
            editing.refuse_taken(session, course, lesson.id)
        fields = editing.lesson_form(lesson)
        editing.save_draft(session, LESSON.name, key, fields, based_on, "", me().id, clock.now())
    flash(gettext("The file is kept as a draft. Look through it, then publish."))
    return redirect(url_for("courses.editor_lesson", course=course, lesson=lesson.id))


def _uploaded() -> Lesson:
    file = request.files.get("file")
    if file is None or not file.filename:
        raise Refused("Choose a file first.")
    try:
        text = file.stream.read().decode()
    except UnicodeDecodeError:
        raise Refused("The file is not UTF-8 text.") from None
    found = read_lesson(text, file.filename, 1)
    if isinstance(found, list):
        raise Refused("The file cannot be taken: %(fault)s", fault=found[0])
    return found


@pages.get("/courses/edit/course/<course>")
def editor_course(course: str) -> str:
    """Show a course to edit; "new" begins another one."""
    session = db.session()
    if course == NEW:
        return _course_page(NEW, {"category": "process"}, 0)
    fields = editing.course_form(catalogue.open_course(session, course))
    return _course_page(course, fields, editing.current_number(session, COURSE.name, course))


@pages.post("/courses/edit/course/<course>")
def editor_course_save(course: str) -> AnyResponse | tuple[str, int]:
    """Publish what was changed about a course, or keep a new one until its first lesson."""
    fields, based_on = _given(COURSE_FIELDS), request.form.get("based_on", 0, type=int)
    try:
        with writing() as session:
            if course == NEW:
                editing.begin_course(session, fields, me().id, clock.now())
            else:
                catalogue.open_course(session, course)
                editing.publish_course(session, course, fields, based_on, me().id, clock.now())
    except Refused as refused:
        if refused.status not in (400, 409):
            raise
        return _course_page(course, fields, based_on, refused), refused.status
    if course == NEW:
        flash(gettext("Now write its first lesson. The course appears when that is published."))
        return redirect(url_for("courses.editor_lesson", course=fields["id"], lesson=NEW))
    flash(gettext("Published."))
    return redirect(url_for("courses.editor"))


def _course_page(course: str, fields: Mapping[str, str], based_on: int, refused: Refused | None = None) -> str:
    faults = refused.faults if isinstance(refused, FaultyLesson) else []
    return render_template(
        "courses/edit_course.html",
        course=course,
        fields=fields,
        based_on=based_on,
        faults=_by_field(faults),
        refused=in_words(refused) if refused else "",
        categories=category_names(),
    )


def lessons_resting_on(session: Session, rule: str) -> list[Dependent]:
    """List the lessons whose text reads a company rule: they show its new value by themselves."""
    return [
        Dependent(one.title.in_(lang()), lesson_url(key), gettext("Lesson"), by_itself=True)
        for key, one in sorted(catalogue.lessons(session).items())
        if rule in named_in(one.body)
    ]
