"""The week's shifts of the people in reach."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from babel.dates import get_day_names
from flask import flash, redirect, render_template, request, url_for
from flask_babel import get_locale
from werkzeug.wrappers import Response
from wtforms import SelectChoice

from kit.clock import day_start, local_day, now
from kit.database import db, writing
from kit.errors import Refused
from kit.i18n import gettext
from people.models import Shift
from people.service import overseeing, rostering
from people.views.forms import ShiftForm
from people.views.pages import me, pages, today, zone


@pages.route("/shifts", methods=["GET", "POST"])
def shifts() -> str | Response | tuple[str, int]:
    """Show a week; posting adds a shift."""
    monday = _monday()
    form = ShiftForm() if request.method == "POST" else ShiftForm(day=today(), start=time(9), end=time(18))
    people = overseeing.active_people(db.session(), me())
    form.employee.choices = [SelectChoice(one.id, f"{one.name} · {one.number}") for one in people]
    if form.validate_on_submit() and _added(form):
        flash(gettext("The shift is entered."), "good")
        return redirect(url_for("people.shifts", week=form.day.data.isoformat()))
    until = day_start(monday + timedelta(days=7), zone())
    week = rostering.between(db.session(), me(), day_start(monday, zone()), until)
    names = {one.id: one for one in people}
    by_day: dict[date, list[Shift]] = {monday + timedelta(days=offset): [] for offset in range(7)}
    for shift in week:
        by_day[local_day(shift.starts_at, zone())].append(shift)
    page = render_template(
        "people/shifts.html",
        form=form,
        days=by_day,
        names=names,
        before=monday - timedelta(days=7),
        after=monday + timedelta(days=7),
        today=today(),
        weekdays=get_day_names("abbreviated", locale=get_locale()),
    )
    return (page, 422) if form.errors else page


def _monday() -> date:
    try:
        day = date.fromisoformat(request.args.get("week", ""))
    except ValueError:
        day = today()
    return day - timedelta(days=day.weekday())


def _added(form: ShiftForm) -> bool:
    here = ZoneInfo(zone())
    start = datetime.combine(form.day.data, form.start.data, here)
    end = datetime.combine(form.day.data, form.end.data, here)
    end += timedelta(days=1) if end <= start else timedelta()
    if end - start > timedelta(hours=16):
        form.refuse("end", Refused("A shift has at most 16 hours."))
        return False
    try:
        with writing() as session:
            person = overseeing.in_care(session, me(), form.employee.data)
            rostering.add(session, person, start.astimezone(UTC), end.astimezone(UTC), me(), now())
    except Refused as why:
        form.refuse("start", why)
        return False
    return True


@pages.post("/shifts/<int:shift_id>/remove")
def remove_shift(shift_id: int) -> Response:
    """Take a shift out of the plan."""
    with writing() as session:
        rostering.remove(session, me(), shift_id, now())
    flash(gettext("The shift is removed."), "good")
    return redirect(url_for("people.shifts", week=request.form.get("week")))
