"""The company's rules: everybody reads them, a trainer changes one and sees before what rests on it."""

from datetime import date

from flask import flash, redirect, render_template, url_for
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response
from wtforms import DateField, HiddenField, StringField
from wtforms.validators import InputRequired, Length, ValidationError

from kit.clock import now
from kit.content import parse
from kit.database import db, writing
from kit.errors import Conflict
from kit.i18n import gettext, lang
from kit.rooms import Dependent
from kit.web import rooms
from people.rules import Rule
from people.service import rules as service
from people.service.rules import Said
from people.views.forms import Form
from people.views.pages import me, pages

EMPTY = _l("This must not be empty.")


class RuleForm(Form):
    """What a trainer may change of a rule; its title and its place in the texts stay."""

    value = StringField(_l("Value"), [InputRequired(EMPTY), Length(max=80)])
    unit_zh = StringField(_l("Unit"), [Length(max=20)])
    unit_en = StringField(_l("Unit in English"), [Length(max=20)])
    since = DateField(_l("In force since"), [InputRequired(_l("This is not a date. Write it like 2026-11-03."))])
    note_zh = StringField(_l("What it rests on"), [InputRequired(EMPTY), Length(max=300)])
    note_en = StringField(_l("What it rests on, in English"), [InputRequired(EMPTY), Length(max=300)])
    reason = StringField(
        _l("Reason for the change"), [InputRequired(EMPTY), Length(max=400)], description=_l("Kept with the change.")
    )
    based_on = HiddenField()

    def validate_unit_en(self, field: StringField) -> None:
        """A unit stands in both languages, or in none."""
        if bool(field.data) != bool(self.unit_zh.data):
            raise ValidationError(gettext("Give the unit in both languages, or leave both empty."))

    def read(self, old: Rule) -> Rule | None:
        """Give the rule as it was typed; None when something stands under a field."""
        data = old.model_dump(mode="json") | {
            "value": self.value.data,
            "unit": {"zh": self.unit_zh.data, "en": self.unit_en.data} if self.unit_zh.data else None,
            "since": self.since.data.isoformat(),
            "note": {"zh": self.note_zh.data, "en": self.note_en.data},
        }
        found = parse(Rule, data, "", old.id)
        if not isinstance(found, list):
            return found
        for fault in found:
            field = self._fields.get(fault.field.replace(".", "_"), self.value)
            field.errors = [*field.errors, EMPTY]
        return None


@pages.get("/rules", endpoint="rules")
def rule_list() -> str:
    """Show the figures that the company has set."""
    found = service.in_force(db.session())
    return render_template("people/rules.html", rules=found, tongue=lang())


@pages.route("/rules/<rule>", methods=["GET", "POST"])
def rule(rule: str) -> str | Response | tuple[str, int]:
    """Change one rule, knowing what rests on it."""
    session = db.session()
    said = service.history(session, rule)
    form = _form(said[0])
    if not form.is_submitted():
        return _page(session, form, said)
    typed = form.read(said[0].rule) if form.validate() else None
    if typed is None:
        return _page(session, form, said), 422
    based_on = int(form.based_on.data) if str(form.based_on.data).isdigit() else 0
    try:
        with writing() as change:
            version = service.publish(change, typed, based_on, me().id, now(), form.reason.data.strip())
            number = version.number if version else None
    except Conflict as refused:
        form.refuse("value", refused)
        return _page(db.session(), form, service.history(db.session(), rule)), refused.status
    if number is None:
        flash(gettext("Nothing was changed, so there is no new version."), "warn")
    else:
        flash(gettext("Version %(number)s is published.", number=number), "good")
    return redirect(url_for("people.rule", rule=rule))


def _form(newest: Said) -> RuleForm:
    old = newest.rule
    return RuleForm(
        value=old.value,
        unit_zh=old.unit.zh if old.unit else "",
        unit_en=old.unit.en if old.unit else "",
        since=date.fromisoformat(old.since),
        note_zh=old.note.zh,
        note_en=old.note.en,
        based_on=str(newest.number),
    )


def _page(session: Session, form: RuleForm, said: list[Said]) -> str:
    touched = resting_on(session, said[0].rule.id)
    return render_template(
        "people/rule.html",
        form=form,
        said=said,
        rule=said[0].rule,
        by_itself=[one for one in touched if one.by_itself],
        to_look_at=[one for one in touched if not one.by_itself],
        tongue=lang(),
    )


def resting_on(session: Session, rule: str) -> list[Dependent]:
    """List what rests on a rule, in every room."""
    return [one for room in rooms() for give in room.rests_on for one in give(session, rule)]
