"""The pages of learning paths: one's own, a mentee's with what to confirm, and the table of the teams."""

from dataclasses import dataclass
from datetime import date

from flask import Response, flash, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from courses.paths import LearningPath, PathProgress
from courses.service import paths, team
from courses.service.catalogue import paths as published_paths
from courses.stages import Stage, stages
from courses.views.pages import me, pages, today
from courses.views.targets import targets
from kit import clock
from kit.database import db, writing
from kit.errors import Refused
from kit.i18n import gettext, lang
from kit.rooms import StepTarget
from kit.sheets.writing import Cell, write
from kit.sheets.writing import Page as SheetPage
from kit.web import in_words
from people.models import Employee
from people.service.reach import mentee
from records.service.reading import Entry

PAGE = 50
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class Dot:
    """One dot of the line on top."""

    label: str
    state: str
    url: str = ""


@pages.get("/path")
def path() -> str:
    """Show one's own learning path."""
    return _path_page(db.session(), me(), confirming=False)


@pages.get("/path/<int:employee_id>")
def path_of(employee_id: int) -> str:
    """Show the path of somebody whom one mentors or manages, with what waits for confirmation."""
    session = db.session()
    return _path_page(session, mentee(session, me(), employee_id), confirming=employee_id != me().id)


@pages.post("/path/<int:employee_id>/confirm")
def confirm(employee_id: int) -> AnyResponse | tuple[str, int]:
    """Enter that a step at work is done, or not yet."""
    given = request.form
    try:
        with writing() as session:
            step = paths.confirm(
                session,
                session.get_one(Employee, me().id),
                employee_id,
                path=given.get("path", ""),
                step=given.get("step", ""),
                passed=given.get("passed") == "yes",
                comment=given.get("comment", ""),
                now=clock.now(),
                today=today(),
            )
            name = step.title.in_(lang())
    except Refused as refused:
        if refused.status != 400:
            raise
        session = db.session()
        person = mentee(session, me(), employee_id)
        return _path_page(
            session, person, True, given.get("step", ""), given.get("comment", ""), in_words(refused)
        ), 400
    said = (
        gettext("Confirmed: %(step)s") if given.get("passed") == "yes" else gettext("Noted as not yet done: %(step)s")
    )
    flash(said % {"step": name})
    return redirect(url_for("courses.path_of", employee_id=employee_id))


@pages.post("/path/<int:employee_id>/start")
def start_path(employee_id: int) -> AnyResponse:
    """Put somebody in reach on a path by hand."""
    with writing() as session:
        actor = session.get_one(Employee, me().id)
        paths.start_by_hand(session, actor, employee_id, request.form.get("path", ""), _first_day(), today())
    flash(gettext("The path has begun."))
    return redirect(url_for("courses.path_of", employee_id=employee_id))


def _first_day() -> date | None:
    try:
        return date.fromisoformat(request.form.get("started_on", ""))
    except ValueError:
        return None


def _path_page(
    session: Session, person: Employee, confirming: bool, step: str = "", comment: str = "", fault: str = ""
) -> str:
    day = today()
    found = paths.progress_of(session, person.id, day)
    return render_template(
        "courses/path.html",
        person=person,
        own=person.id == me().id,
        confirming=confirming,
        paths=[(one, stages(one, day), dots(one, day)) for one in found],
        startable=_startable(session, person, found) if confirming else [],
        targets=targets(session, person, found),
        judged=_judged(session, person),
        refused={"step": step, "comment": comment, "fault": fault},
        today=day,
        days=days,
        tongue=lang(),
    )


def dots(mine: PathProgress, day: date) -> list[Dot]:
    """The weeks of a path as dots."""
    return [Dot(_short(one), one.state) for one in stages(mine, day)]


def _short(stage: Stage) -> str:
    if stage.first_day == stage.last_day:
        return gettext("day %(day)s", day=stage.first_day)
    return gettext("days %(first)s–%(last)s", first=stage.first_day, last=stage.last_day)


def days(stage: Stage) -> str:
    """The days of a stage in words."""
    if stage.first_day == stage.last_day:
        return gettext("Day %(day)s", day=stage.first_day)
    return gettext("Day %(first)s–%(last)s", first=stage.first_day, last=stage.last_day)


def _startable(session: Session, person: Employee, found: list[PathProgress]) -> list[LearningPath]:
    running = {one.path.id for one in found}
    return [one for one in published_paths(session).values() if one.id not in running]


def _judged(session: Session, person: Employee) -> dict[str, tuple[Entry, str]]:
    """The newest judgement per mentor's step, with the name of who judged."""
    entries = paths.comments_on(session, person.id)
    judges = {judge for entry in entries.values() for judge in entry.judged_by}
    names = {judge: found.name for judge in judges if (found := session.get(Employee, judge))}
    return {
        subject: (entry, "、".join(names.get(judge, "") for judge in entry.judged_by))
        for subject, entry in entries.items()
    }


@dataclass(frozen=True)
class Page:
    """One page of a long table, as the pager shows it."""

    page: int
    pages: int

    @property
    def has_prev(self) -> bool:
        """True when there is a page before."""
        return self.page > 1

    @property
    def has_next(self) -> bool:
        """True when there is a page after."""
        return self.page < self.pages

    @property
    def prev_num(self) -> int:
        """The number of the page before."""
        return self.page - 1

    @property
    def next_num(self) -> int:
        """The number of the page after."""
        return self.page + 1


@pages.get("/team/paths")
def team_paths() -> str:
    """Show everybody on a path, late ones first."""
    session, team_id = db.session(), request.args.get("team", type=int)
    found = team.table(session, me(), today(), team_id)
    rows = _named(found, request.args.get("name", ""))
    page = Page(max(request.args.get("page", 1, type=int), 1), -(-len(rows) // PAGE))
    shown = rows[(page.page - 1) * PAGE : page.page * PAGE]
    return render_template(
        "courses/team_paths.html",
        rows=shown,
        total=len(rows),
        late=sum(row.days_late > 0 for row in rows),
        teams=found.teams,
        team_id=team_id,
        name=request.args.get("name", ""),
        page=page,
        targets=targets(session, me(), [row.progress for row in shown]),
        tongue=lang(),
    )


def _named(found: team.Table, name: str) -> list[team.Row]:
    wanted = name.strip().casefold()
    return [row for row in found.rows if wanted in row.name.casefold() or wanted in row.number.casefold()]


@pages.get("/team/paths.xlsx")
def team_paths_export() -> Response:
    """Give the same table as a spreadsheet."""
    session, day = db.session(), today()
    found = team.table(session, me(), day, request.args.get("team", type=int))
    rows = _named(found, request.args.get("name", ""))
    called = targets(session, me(), [row.progress for row in rows])
    table: list[list[Cell]] = [
        _heads(),
        *([*_cells(row), *_next_cells(row, called)] for row in rows),
    ]
    body = write([SheetPage(gettext("Learning paths"), table)])
    name = f"paths-{day.isoformat()}.xlsx"
    return Response(body, mimetype=XLSX, headers={"Content-Disposition": f'attachment; filename="{name}"'})


def _heads() -> list[Cell]:
    who = [
        gettext("No."),
        gettext("Person"),
        gettext("Team"),
        gettext("Mentor"),
        gettext("Path"),
        gettext("Day of the path"),
    ]
    return [
        *who,
        *(gettext("Steps done"), gettext("Steps"), gettext("Days late"), gettext("Next step"), gettext("Due")),
    ]


def _cells(row: team.Row) -> list[Cell]:
    mine = row.progress
    numbers: list[Cell] = [row.day, row.done, len(mine.steps), row.days_late]
    return [row.number, row.name, row.team, row.mentor, mine.path.title.in_(lang()), *numbers]


def _next_cells(row: team.Row, called: dict[str, StepTarget]) -> list[Cell]:
    coming = row.progress.next
    if coming is None or row.completed:
        return ["", ""]
    return [called[coming.step.name].title, coming.due_on.isoformat()]
