"""The blueprint that all pages of exams hang on, who is asking, and words that several pages use."""

from datetime import datetime
from typing import cast
from zoneinfo import ZoneInfo

from flask import Blueprint, current_app
from flask_login import current_user

from exams.papers import Paper
from exams.release import Explain, Policy, When
from kit.i18n import gettext, lang
from kit.points import show
from people.models import Employee

pages = Blueprint("exams", __name__)


def me() -> Employee:
    """The employee who sends this request; only behind the guard, which has let nobody else pass."""
    return cast(Employee, current_user._get_current_object())


def tongue() -> str:
    """The key of the reader's language in stored titles."""
    return "zh" if lang().startswith("zh") else "en"


def zone() -> ZoneInfo:
    """The company's zone."""
    return ZoneInfo(current_app.config["SETTINGS"].zone)


def here(moment: datetime) -> datetime:
    """A moment as the company's clocks show it, without a zone: for fields of forms and sheets."""
    return moment.astimezone(zone()).replace(tzinfo=None)


def rule_words(paper: Paper) -> str:
    """How multiple choices are marked, in one line."""
    match paper.multiple_rule:
        case "half":
            share = show(paper.multiple_part).rstrip("0").rstrip(".")
            if paper.multiple_part == 5_000:
                return gettext("all right: full points; some of the right: half; one wrong: none")
            return gettext("all right: full points; some of the right: %(share)s %%; one wrong: none", share=share)
        case "all":
            return gettext("all right: full points; anything else: none")
        case "proportional":
            return gettext("points for each right option; one wrong: none")
        case "right-minus-wrong":
            return gettext("right options less wrong ones, never below none")


def policy_words(policy: Policy) -> str:
    """When candidates learn what, in one sentence."""
    when = {
        When.AT_ONCE: gettext("The score is shown as soon as it is there."),
        When.AFTER_WINDOW: gettext("The score is shown when the exam has closed for everybody."),
        When.AFTER_REVIEW: gettext("The score is shown when the examiner releases it."),
    }[policy.when]
    what = {
        Explain.NEVER: gettext("Answers are not explained."),
        Explain.WRONG: gettext("What was wrong is explained."),
        Explain.ALL: gettext("Every question is explained."),
    }[policy.explain]
    return f"{when} {what}" if not lang().startswith("zh") else f"{when}{what}"
