"""The forms of people: what is asked and in which words."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, PasswordField, StringField
from wtforms.validators import InputRequired, Length

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
