"""The blueprint that all pages of quiz hang on, who is asking, and how stems are written."""

import re
from typing import cast

from flask import Blueprint
from flask_login import current_user
from markupsafe import Markup

from kit.i18n import gettext, in_script
from kit.markup import inline
from people.models import Employee
from quiz.questions import BLANK

TELLING = 14

pages = Blueprint("quiz", __name__)


def me() -> Employee:
    """The employee who sends this request; only behind the guard, which has let nobody else pass."""
    return cast(Employee, current_user)


@pages.app_template_filter("inline")
def inline_html(text: str) -> Markup:
    """Write an option or an explanation."""
    return Markup(inline(in_script(text)))


@pages.app_template_filter("stem")
def stem_html(text: str) -> Markup:
    """Write a stem: its case on a soft ground, its blanks with their numbers."""
    places = iter(range(1, 100))
    html = BLANK.sub(lambda _: _blank(next(places)), inline(in_script(text)))
    html = html.replace("<blockquote>", '<blockquote class="given">')
    return Markup(html.replace('class="table-wrap"', 'class="table-wrap given prose"'))


def _blank(place: int) -> str:
    return f'<span class="chip">{gettext("blank %(place)s", place=place)}</span>'


@pages.app_template_filter("gist")
def gist(stem: str, longest: int = 32) -> str:
    """Give in one short line what a stem asks, with its case only where it says too little alone."""
    paragraphs = [part for part in in_script(stem).split("\n\n") if not part.lstrip().startswith("|")]
    asked = _plain([part for part in paragraphs if not part.lstrip().startswith(">")][-1:])
    line = asked if len(asked) >= TELLING else _plain([*paragraphs[-1:], *paragraphs[:-1]])
    return line if len(line) <= longest else line[:longest] + "…"


def _plain(paragraphs: list[str]) -> str:
    return " ".join(re.sub(r"[*`>]", "", " ".join(paragraphs)).split())
