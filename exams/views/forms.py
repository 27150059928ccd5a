"""The forms of exams: what is asked and in which words."""

from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import DateTimeLocalField, IntegerField, SelectField, SelectMultipleField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, NumberRange, Optional

from exams.papers import Paper
from exams.release import Explain, Policy, When
from exams.service.assigning import Meant, Terms
from kit.errors import Refused
from kit.web import in_words


def _number(text: str | None) -> int | None:
    return int(text) if text else None


class AssignForm(FlaskForm):  # type: ignore[misc]  # the library ships no types
    """A paper for an audience, with a window; what is left empty is as the paper says."""

    paper = SelectField(_l("Paper"), [InputRequired(_l("Choose a paper."))])
    team = SelectField(_l("Team, with all below"), [Optional()], coerce=_number)
    position = SelectField(_l("Position"), [Optional()])
    people = SelectMultipleField(_l("People"), [Optional()], coerce=int)
    opens_at = DateTimeLocalField(_l("Opens"), [InputRequired(_l("Say when it opens."))], format="%Y-%m-%dT%H:%M")
    closes_at = DateTimeLocalField(_l("Closes"), [InputRequired(_l("Say when it closes."))], format="%Y-%m-%dT%H:%M")
    minutes = IntegerField(_l("Minutes"), [Optional(), NumberRange(1, 600, _l("From 1 to 600 minutes."))])
    attempts = IntegerField(_l("Attempts"), [Optional(), NumberRange(1, 20, _l("From 1 to 20 attempts."))])
    pass_percent = IntegerField(_l("Pass mark in %"), [Optional(), NumberRange(1, 100, _l("From 1 to 100."))])
    release_when = SelectField(
        _l("The score is shown"),
        choices=[
            SelectChoice(When.AT_ONCE.value, _l("at once")),
            SelectChoice(When.AFTER_WINDOW.value, _l("when the exam has closed")),
            SelectChoice(When.AFTER_REVIEW.value, _l("when I release it")),
        ],
    )
    release_explain = SelectField(
        _l("Explained is"),
        choices=[
            SelectChoice(Explain.WRONG.value, _l("what was wrong")),
            SelectChoice(Explain.ALL.value, _l("everything")),
            SelectChoice(Explain.NEVER.value, _l("nothing")),
        ],
    )

    def audience(self) -> list[Meant]:
        """Whom the form means: team and position together narrow, people are added."""
        position, _, track = (self.position.data or "").partition("/")
        lines = [Meant(employee_id=employee_id) for employee_id in self.people.data or []]
        if self.team.data or position:
            lines.insert(0, Meant(self.team.data or None, position or None, track or None))
        return lines

    def terms(self, paper: Paper, zone: Any) -> Terms:
        """The terms that the form says, its times in the company's zone."""

        def moment(field: datetime) -> datetime:
            return field.replace(tzinfo=zone)

        return Terms(
            paper=paper.id,
            opens_at=moment(self.opens_at.data),
            closes_at=moment(self.closes_at.data),
            minutes=self.minutes.data or paper.minutes,
            attempts=self.attempts.data or paper.attempts,
            pass_percent=self.pass_percent.data or paper.pass_percent,
            policy=Policy.of(self.release_when.data, self.release_explain.data),
        )

    def refuse(self, why: Refused) -> None:
        """Show a refusal above the form."""
        self.form_errors.append(in_words(why))
