"""The list of staff, and somebody new in it."""

from dataclasses import dataclass

from flask import flash, redirect, render_template, request, url_for
from sqlalchemy import select
from werkzeug.wrappers import Response
from wtforms import SelectChoice

from kit.clock import now
from kit.database import db, writing
from kit.errors import FieldErrors, Refused
from kit.i18n import gettext, lang
from people.models import Employee
from people.service import arranging, overseeing, staffing
from people.service.catalogue import called, choices, positions
from people.sheet_rows import Numbers, folded, pieces, read_number
from people.staff_cells import Post, read_mail, read_phone
from people.views.forms import CareForm, PersonForm
from people.views.pages import me, pages, reason, today

PAGE = 50


@dataclass(frozen=True, slots=True)
class Page:
    """Where in a long list somebody is."""

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
        """The page before."""
        return self.page - 1

    @property
    def next_num(self) -> int:
        """The page after."""
        return self.page + 1


@pages.get("/people")
def staff() -> str:
    """List the people in reach, searched and filtered."""
    session, args = db.session(), request.args
    wanted = overseeing.Filter(
        search=args.get("q", "").strip()[:60],
        team_id=args.get("team", 0, int),
        position=args.get("position", ""),
        active=args.get("left") != "1",
    )
    number = max(1, args.get("page", 1, int))
    people, total = overseeing.page(session, me(), wanted, number, PAGE)
    catalogue = positions(session)
    return render_template(
        "people/staff.html",
        people=[
            (one, "、".join(called(catalogue, post.position, post.track, lang()) for post in one.positions))
            for one in people
        ],
        total=total,
        page=Page(number, max(1, -(-total // PAGE))),
        wanted=wanted,
        teams=overseeing.teams_in_reach(session, me()),
        depth=arranging.depth,
        positions=[(position.id, position.title.in_(lang())) for position in catalogue.values()],
    )


def prepare(form: CareForm) -> None:
    """Offer the teams and positions there are."""
    form.posts.choices = [SelectChoice(*choice) for choice in choices(db.session(), lang())]
    if isinstance(form, PersonForm):
        form.team_id.choices = [
            SelectChoice(team.id, "　" * arranging.depth(team) + team.name) for team in arranging.tree(db.session())
        ]


def read_facts(form: PersonForm) -> staffing.Facts | None:
    """Read the facts of a form; None when something stands under a field."""
    read: dict[str, str] = {}
    for name, reader in (("number", read_number), ("phone", read_phone), ("mail", read_mail)):
        try:
            read[name] = reader(form[name].data or "")
        except Refused as why:
            form.refuse(name, why)
    if form.errors:
        return None
    return staffing.Facts(name=folded(form.name.data), hired_on=form.hired_on.data, team_id=form.team_id.data, **read)


def read_posts(form: CareForm) -> list[Post]:
    """The positions chosen in a form."""
    return [Post(*chosen.partition("/")[::2]) for chosen in form.posts.data or []]


def read_tags(form: CareForm) -> list[str]:
    """The tags of a form."""
    return list(dict.fromkeys(folded(tag)[:40] for tag in pieces(form.tags.data or "")))


def read_mentor(form: CareForm) -> int | None:
    """The mentor of a form, by number or name; refused under the field when nobody or several are meant."""
    typed = (form.mentor.data or "").strip()
    if not typed:
        return None
    people = {one.number: one for one in db.session.scalars(select(Employee).where(Employee.active))}
    try:
        return people[Numbers({number: one.name for number, one in people.items()}).of(typed)].id
    except Refused as why:
        form.refuse("mentor", why)
        return None


def refuse(form: CareForm, why: FieldErrors) -> None:
    """Show the refusals of a use-case under their fields."""
    for name, fault in why.fields.items():
        form.refuse({"team": "team_id"}.get(name, name), fault)


@pages.route("/people/new", methods=["GET", "POST"])
def new_person() -> str | Response | tuple[str, int]:
    """Enter somebody new."""
    form = PersonForm(hired_on=today()) if request.method == "GET" else PersonForm()
    prepare(form)
    if form.validate_on_submit() and (facts := read_facts(form)):
        mentor_id = read_mentor(form)
        if not form.errors and (person_id := _employ(form, facts, mentor_id)):
            flash(gettext("%(name)s is entered. An invitation lets them sign in.", name=facts.name), "good")
            return redirect(url_for("people.person", employee_id=person_id))
    page = render_template("people/person_form.html", form=form, person=None)
    return (page, 422) if form.errors else page


def _employ(form: PersonForm, facts: staffing.Facts, mentor_id: int | None) -> int | None:
    try:
        with writing() as session:
            person = staffing.employ(session, facts, read_posts(form), me(), now())
            staffing.set_mentor(session, person, mentor_id, me(), reason(), now())
            staffing.set_tags(session, person, read_tags(form), me(), reason(), now())
            return person.id
    except FieldErrors as why:
        refuse(form, why)
        return None
