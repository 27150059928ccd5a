"""The forms of people: what is asked and in which words."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import (
    BooleanField,
    DateField,
    PasswordField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    StringField,
    TimeField,
)
from wtforms.validators import InputRequired, Length, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from kit.errors import Refused
from kit.web import in_words


class Form(FlaskForm):  # type: ignore[misc]  # the library ships no types
    """A form that can take up the refusal of a use-case under one of its fields."""

    def refuse(self, name: str, why: Refused) -> None:
        """Show a refusal under a field."""
        field = self[name]
        field.errors = [*field.errors, in_words(why)]


class SignInForm(Form):
    """Who signs in, with what."""

    employee_no = StringField(
        _l("Employee number or phone"), [InputRequired(_l("Enter your number or phone.")), Length(max=64)]
    )
    password = PasswordField(_l("Password"), [InputRequired(_l("Enter your password.")), Length(max=200)])
    stay = BooleanField(_l("Stay signed in on this device"))


class FirstPasswordForm(Form):
    """A first password of one's own."""

    new = PasswordField(_l("New password"), [InputRequired(_l("Choose a password."))])
    again = PasswordField(_l("The same once more"), [InputRequired(_l("Type the password once more."))])


class PasswordForm(FirstPasswordForm):
    """A new password in place of the old one."""

    old = PasswordField(_l("Present password"), [InputRequired(_l("Enter your present password."))])


class Checkboxes(SelectMultipleField):  # type: ignore[misc]
    """Several choices as a list of boxes."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class CareForm(Form):
    """What a manager may set for people in reach."""

    posts = Checkboxes(_l("Positions"))
    mentor = StringField(_l("Their mentor"), [Length(max=100)], description=_l("Number or name; empty for nobody."))
    tags = StringField(_l("Tags"), [Length(max=400)], description=_l("Several are set apart by commas."))
    reason = StringField(_l("Reason"), [Length(max=400)], description=_l("Kept with the change; may stay empty."))


class PersonForm(CareForm):
    """All that stands in somebody's file, for administrators."""

    number = StringField(_l("Employee number"), [InputRequired(_l("This must not be empty."))])
    name = StringField(_l("Full name"), [InputRequired(_l("This must not be empty.")), Length(max=100)])
    phone = StringField(_l("Phone"), [Length(max=30)], description=_l("May be used to sign in."))
    mail = StringField(_l("Mail"), [Length(max=200)])
    hired_on = DateField(_l("Hired on"), [InputRequired(_l("This is not a date. Write it like 2026-11-03."))])
    team_id = SelectField(_l("Team"), coerce=int)


class ShiftForm(Form):
    """One shift of one person; an end before the start is after midnight."""

    employee = SelectField(_l("Who"), coerce=int)
    day = DateField(_l("Day"), [InputRequired(_l("This is not a date. Write it like 2026-11-03."))])
    start = TimeField(_l("Starts at"), [InputRequired(_l("This is not a time. Write it like 09:00."))])
    end = TimeField(_l("Ends at"), [InputRequired(_l("This is not a time. Write it like 09:00."))])


class AccountForm(Form):
    """A sub-account in somebody's hands."""

    platform = StringField(_l("Platform"), [InputRequired(_l("This must not be empty.")), Length(max=40)])
    store = StringField(_l("Store"), [InputRequired(_l("This must not be empty.")), Length(max=100)])
    sub_account = StringField(_l("Sub-account"), [InputRequired(_l("This must not be empty.")), Length(max=100)])
    employee = SelectField(_l("Used by"), coerce=int)
    valid_from = DateField(_l("First day"), [InputRequired(_l("This is not a date. Write it like 2026-11-03."))])
    valid_to = DateField(_l("Last day"), [Optional()], description=_l("Empty while it is in use."))


class UploadForm(Form):
    """A list to import."""

    kind = SelectField(
        _l("What it holds"),
        choices=[
            SelectChoice("staff", _l("Staff list")),
            SelectChoice("accounts", _l("Platform accounts")),
            SelectChoice("shifts", _l("Shifts")),
        ],
    )
    file = FileField(
        _l("File"), [FileRequired(_l("Choose a file."))], description=_l(".xlsx, .xls or .csv, as it is; at most 5 MB.")
    )


class GoodsUploadForm(Form):
    """A goods table to import."""

    store = SelectField(_l("Store"), coerce=int)
    file = FileField(
        _l("File"), [FileRequired(_l("Choose a file."))], description=_l(".xlsx, .xls or .csv, as it is; at most 5 MB.")
    )
