"""Platform accounts: which sub-account is whose, and the unknown ones that reports have named."""

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response
from wtforms import SelectChoice

from kit.clock import now
from kit.database import db, writing
from kit.errors import Refused
from kit.i18n import gettext
from kit.web import in_words
from people.account_sheet import AccountRow
from people.service import attributing, overseeing
from people.sheet_rows import folded
from people.views.forms import AccountForm
from people.views.pages import me, pages, today


@pages.route("/accounts", methods=["GET", "POST"])
def accounts() -> str | Response | tuple[str, int]:
    """Show the accounts of the people in reach and the unknown ones; posting adds one."""
    form = AccountForm() if request.method == "POST" else AccountForm(valid_from=today())
    people = overseeing.active_people(db.session(), me())
    form.employee.choices = [SelectChoice(one.id, f"{one.name} · {one.number}") for one in people]
    if form.validate_on_submit() and _added(form):
        flash(gettext("The account is entered."), "good")
        return redirect(url_for("people.accounts"))
    page = render_template(
        "people/accounts.html",
        form=form,
        people=people,
        unknown=attributing.unknown(db.session()),
        accounts=attributing.held(db.session(), [one.id for one in people]),
        today=today(),
    )
    return (page, 422) if form.errors else page


def _added(form: AccountForm) -> bool:
    row = AccountRow(
        0,
        folded(form.platform.data),
        folded(form.store.data),
        folded(form.sub_account.data),
        "",
        form.valid_from.data,
        form.valid_to.data,
    )
    try:
        with writing() as session:
            attributing.add(session, row, overseeing.in_care(session, me(), form.employee.data), me(), now())
    except Refused as why:
        form.refuse("sub_account", why)
        return False
    return True


def _done(said: str, tone: str = "good") -> Response:
    flash(said, tone)
    return redirect(url_for("people.accounts"))


@pages.post("/accounts/<int:account_id>/assign")
def assign_account(account_id: int) -> Response:
    """Say whose an unknown account is."""
    with writing() as session:
        account = attributing.find(session, account_id)
        if account.employee_id:
            overseeing.in_care(session, me(), account.employee_id)
        if not (chosen := request.form.get("employee", 0, int)):
            return _done(gettext("Choose whose it is."), "warn")
        person = overseeing.in_care(session, me(), chosen)
        try:
            attributing.assign(session, account, person, me(), now())
        except Refused as why:
            return _done(in_words(why), "bad")
        name = person.name
    return _done(gettext("It is %(name)s's now, from the first day a report named it.", name=name))


@pages.post("/accounts/<int:account_id>/end")
def end_account(account_id: int) -> Response:
    """Say that today is the last day somebody uses an account."""
    with writing() as session:
        account = attributing.find(session, account_id)
        overseeing.in_care(session, me(), account.employee_id or 0)
        try:
            attributing.end(session, account, today(), me(), now())
        except Refused as why:
            return _done(in_words(why), "bad")
    return _done(gettext("Today is its last day."))
