"""The form of a question: what an author types, and each fault back at its field."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    FieldList,
    Form,
    FormField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Optional

from kit.content import parse, plain
from kit.errors import Fault
from kit.i18n import gettext
from quiz.questions import QUESTION, Question

TYPES = {
    "single": _l("Single choice"),
    "multiple": _l("Multiple choice"),
    "truefalse": _l("True or false"),
    "fill": _l("Fill in"),
    "numeric": _l("Calculation"),
    "short": _l("Case answer"),
}
USES = {"check": _l("checks"), "open": _l("practice and exams"), "exam": _l("exams only")}
DIFFICULTIES = {"easy": _l("easy"), "medium": _l("medium"), "hard": _l("hard")}
TRUTHS = {"true": _l("right"), "false": _l("wrong")}
PLATFORMS = {"any": _l("any platform"), "taobao": "淘系", "aliexpress": "AliExpress", "1688": "1688"}
FLAWS = {
    "key-longest": _l("the key is the longest option"),
    "all-of-the-above": _l("“all of the above”"),
    "shared-run": _l("stem and key share words"),
    "uneven-options": _l("uneven number of options"),
    "near-duplicate": _l("nearly the same as another question"),
    "key-longest-share": _l("too often the key is the longest"),
    "key-position": _l("keys stand too often at one place"),
    "too-many-accepted": _l("too many accepted flaws"),
}
ACCEPTABLE = ("key-longest", "all-of-the-above", "shared-run", "uneven-options", "near-duplicate")
ROWS = {"single": "options", "multiple": "options", "fill": "blanks", "short": "criteria"}
MOST_ROWS = {"options": 8, "blanks": 12, "criteria": 12}

# reasons that the core gives, in the words of an author
REASONS = {
    "is empty": _l("Write something here."),
    "must be one line": _l("Keep this on one line."),
    "a check question belongs to a lesson": _l("A check question needs the lesson it belongs to."),
    "two options say the same": _l("Two options say the same."),
    "exactly one option is correct in a single choice": _l("Mark exactly one option as correct."),
    "at least two options are correct and at least one is wrong in a multiple choice": _l(
        "Mark at least two options as correct and leave at least one wrong."
    ),
    "the tolerance is not negative": _l("The tolerance cannot be negative."),
}
BY_FIELD = {
    "id": _l("Lower-case letters, digits and hyphens only, for example late-parcel-01."),
    "tags": _l("Lower-case words with hyphens, separated by spaces: bad-review form-a."),
    "family": _l("Lower-case letters, digits and hyphens only."),
    "facts": _l("Facts look like F09, separated by spaces."),
    "rules": _l("Lower-case names of company rules, separated by spaces: first-response-seconds."),
    "answer": _l("Write a number with digits only, like 3.00."),
    "tolerance": _l("Write a number with digits only, like 0.01."),
    "use": _l("Choose where it is asked."),
    "options": _l("A choice has 2 to 8 options."),
    "share": _l("A whole number from 1 to 1000."),
}


def _choices(words: Mapping[str, Any]) -> list[SelectChoice]:
    return [SelectChoice(value, label) for value, label in words.items()]


FIELD_NAMES = {
    "stem": _l("Question"),
    "options": _l("Option"),
    "text": "",
    "correct": _l("correct"),
    "explanation": _l("Explanation"),
    "use": _l("Asked in"),
    "difficulty": _l("Difficulty"),
    "lesson": _l("Lesson"),
    "platform": _l("Platform"),
    "tags": _l("Tags"),
    "facts": _l("Facts"),
    "rules": _l("Company rules"),
    "family": _l("Family"),
    "red_line": _l("red line"),
    "blanks": _l("Blanks"),
    "accepted": _l("Wordings that count, one a line"),
    "answer": _l("Right answer"),
    "tolerance": _l("Tolerance"),
    "unit": _l("Unit"),
    "sample": _l("Model answer"),
    "criteria": _l("Marked by"),
    "share": _l("Share"),
    "accepted_flaws": _l("Flaw to keep"),
    "reason": _l("Why it stays"),
}


class OptionForm(Form):  # type: ignore[misc]  # the library ships no types
    """One option of a choice."""

    text = TextAreaField(_l("Option"))
    correct = BooleanField(_l("correct"))
    explanation = TextAreaField(_l("Why it is right or wrong"))


class BlankForm(Form):  # type: ignore[misc]  # the library ships no types
    """One blank of a text."""

    accepted = TextAreaField(_l("Wordings that count, one a line"))


class CriterionForm(Form):  # type: ignore[misc]  # the library ships no types
    """One thing that a case answer is marked for."""

    text = TextAreaField(_l("What the answer must contain"))
    share = IntegerField(_l("Share"), [Optional()])


class AcceptedForm(Form):  # type: ignore[misc]  # the library ships no types
    """A flaw that the author keeps."""

    flaw = SelectField(_l("Flaw to keep"), choices=_choices({"": "—"} | {name: FLAWS[name] for name in ACCEPTABLE}))
    reason = StringField(_l("Why it stays"))


class QuestionForm(FlaskForm):  # type: ignore[misc]  # the library ships no types
    """A question of any type; the page shows the fields of its type."""

    id = StringField(_l("Name in the bank"))
    use = SelectField(_l("Asked in"), choices=_choices(USES), default="open")
    difficulty = SelectField(_l("Difficulty"), choices=_choices(DIFFICULTIES), default="medium")
    lesson = SelectField(_l("Lesson that teaches it"))
    platform = SelectField(_l("Platform"), choices=_choices(PLATFORMS), default="any")
    tags = StringField(_l("Tags"))
    facts = StringField(_l("Facts"))
    rules = StringField(_l("Company rules"), description=_l("The rules that the key rests on, separated by spaces."))
    family = StringField(_l("Family"))
    red_line = BooleanField(_l("Red line: must be right to pass"))
    stem = TextAreaField(_l("Question"))
    options = FieldList(FormField(OptionForm))
    truth = RadioField(
        _l("The statement is"), choices=_choices({"true": _l("right"), "false": _l("wrong")}), default="true"
    )
    blanks = FieldList(FormField(BlankForm))
    answer = StringField(_l("Right answer"))
    tolerance = StringField(_l("Tolerance"), default="0")
    unit = StringField(_l("Unit"))
    sample = TextAreaField(_l("Model answer"))
    criteria = FieldList(FormField(CriterionForm))
    explanation = TextAreaField(_l("Explanation"))
    accepted = FieldList(FormField(AcceptedForm))
    reason = StringField(_l("Reason for the change"))
    based_on = HiddenField(default="0")

    def typed(self, type: str) -> dict[str, Any]:
        """Give what was typed as the data of a question."""
        data: dict[str, Any] = {"id": _line(self.id.data), "type": type, "use": self.use.data}
        data |= {"difficulty": self.difficulty.data, "stem": _text(self.stem.data), "platform": self.platform.data}
        data |= {"tags": _words(self.tags.data), "facts": _words(self.facts.data), "rules": _words(self.rules.data)}
        data["red_line"] = self.red_line.data
        data |= {name: value for name in ("lesson", "family") if (value := _line(self[name].data))}
        kept = [row for row in self.accepted.data if row["flaw"]]
        data["accepted_flaws"] = [{"flaw": row["flaw"], "reason": _line(row["reason"])} for row in kept]
        return data | self._of_type(type)

    def _of_type(self, type: str) -> dict[str, Any]:
        explanation = {"explanation": _text(self.explanation.data)}
        match type:
            case "single" | "multiple":
                rows = self.options.data
                return {
                    "options": [
                        row | {"text": _text(row["text"]), "explanation": _text(row["explanation"])} for row in rows
                    ]
                }
            case "truefalse":
                return {"answer": self.truth.data == "true"} | explanation
            case "fill":
                blanks = [{"accepted": _lines(row["accepted"])} for row in self.blanks.data]
                return {"blanks": blanks} | explanation
            case "numeric":
                named = {name: _line(self[name].data) for name in ("answer", "tolerance", "unit")}
                return named | {"tolerance": named["tolerance"] or "0"} | explanation
            case _:
                criteria = [{"text": _text(row["text"]), "share": row["share"]} for row in self.criteria.data]
                return {"sample": _text(self.sample.data), "criteria": criteria} | explanation

    def read(self, type: str) -> Question | None:
        """Give the question that was typed; None when something stands under a field."""
        found = parse(QUESTION, self.typed(type), "", "")
        if not isinstance(found, list):
            return found
        self.take_up(found, type)
        return None

    def take_up(self, faults: Sequence[Fault], type: str) -> None:
        """Show each fault under its field, in words that say what to do."""
        for fault in faults:
            place = self._place(fault.field, type)
            target = self
            for step in place[:-1]:
                target = target[step]
            field = target[place[-1]] if place else None
            if field is None or isinstance(field, FieldList):
                self.form_errors.append(in_author_words(fault))
            else:
                field.errors = [*field.errors, in_author_words(fault)]

    def _place(self, path: str, type: str) -> list[Any]:
        """Find the field for options[1].text, blanks[2].accepted[1], accepted_flaws[1].reason or answer."""
        steps = re.findall(r"[a-z_]+|\d+", path)
        if not steps or not hasattr(self, name := {"accepted_flaws": "accepted"}.get(steps[0], steps[0])):
            return []
        if name == "answer" and type == "truefalse":
            return ["truth"]
        if name not in (*MOST_ROWS, "accepted") or len(steps) < 2:
            return [name]
        row, inner = int(steps[1]) - 1, [step for step in steps[2:3] if step.isalpha()]
        if row >= len(self[name].entries):
            return [name]
        return [name, row, inner[0] if inner else {"blanks": "accepted"}.get(name, "text")]

    def rows(self, type: str) -> FieldList | None:
        """Give the list of fields that grows and shrinks in this type."""
        return self[ROWS[type]] if type in ROWS else None

    def change_rows(self, type: str, deed: str) -> bool:
        """Add or remove a row when a button asked for it; True when it did."""
        rows = self.rows(type)
        if rows is None or not (found := re.fullmatch(r"(add|remove)(?:-(\d+))?", deed)):
            return False
        data = list(rows.data)
        if found[1] == "add":
            if len(data) < MOST_ROWS[ROWS[type]]:
                rows.append_entry()
            return True
        if found[2] and 0 <= int(found[2]) < len(data):
            del data[int(found[2])]
        while rows.entries:
            rows.pop_entry()
        for row in data:
            rows.append_entry(row)
        return True


def form_for(type: str, lessons: Sequence[tuple[str, str]], question: Question | None, version: int) -> QuestionForm:
    """Give the form of a question: as sent, else filled from the version it starts from."""
    form = QuestionForm(data=_filled(question) | {"based_on": str(version)})
    now = form.lesson.data or ""
    form.lesson.choices = _choices({"": "—"} | ({now: now} if now else {}) | dict(lessons))
    rows = form.rows(type)
    if rows is not None and not form.is_submitted():
        while len(rows.entries) < (4 if ROWS[type] == "options" else 1):
            rows.append_entry()
    if not form.accepted.entries:
        form.accepted.append_entry()
    return form


def _filled(question: Question | None) -> dict[str, Any]:
    if question is None:
        return {}
    data = plain(question)
    data |= {name: " ".join(getattr(question, name)) for name in ("tags", "facts", "rules")}
    data["accepted"] = data.pop("accepted_flaws", [])
    if "blanks" in data:
        data["blanks"] = [{"accepted": "\n".join(blank["accepted"])} for blank in data["blanks"]]
    if question.type == "truefalse":
        data["truth"] = "true" if question.answer else "false"
    return data


def in_author_words(fault: Fault) -> str:
    """Say a fault in words that tell the author what to do."""
    if fault.reason in REASONS:
        return str(REASONS[fault.reason])
    if blanks := re.fullmatch(r"the stem shows (\d+) blanks \(____\), here are (\d+)", fault.reason):
        return gettext(
            "The question shows %(shown)s blanks (____), here are %(here)s.", shown=blanks[1], here=blanks[2]
        )
    steps = re.findall(r"[a-z_]+", fault.field)
    for step in reversed(steps):
        if step in BY_FIELD:
            return str(BY_FIELD[step])
    return gettext("This does not fit: %(reason)s", reason=fault.reason)


def field_name(path: str) -> str:
    """Name the field of a path like options[2].explanation as the form does."""
    steps = re.findall(r"[a-z_]+|\d+", path)
    return " ".join(str(FIELD_NAMES.get(step, step)) for step in steps)


def _line(text: str | None) -> str:
    return " ".join((text or "").split())


def _text(text: str | None) -> str:
    return (text or "").replace("\r\n", "\n").strip()


def _lines(text: str | None) -> list[str]:
    return [line.strip() for line in (text or "").splitlines() if line.strip()]


def _words(text: str | None) -> list[str]:
    return re.split(r"[\s,，、;；]+", text.strip()) if text and text.strip() else []
