"""The languages people read in: which ones there are and which one this request is answered in."""

from flask import Flask, has_request_context, request, session
from flask_babel import Babel, get_locale
from flask_babel import gettext as _gettext
from flask_babel import ngettext as _ngettext
from flask_login import current_user

from kit.traditional import simplified, traditional

# locale of the catalogue -> tag for HTML and for people's settings
LANGUAGES = {"zh_Hans_CN": "zh-CN", "zh_Hant_TW": "zh-TW", "en": "en"}
NAMES = {"zh-CN": "简体中文", "zh-TW": "繁體中文", "en": "English"}
TAGS = {tag: locale for locale, tag in LANGUAGES.items()}
DEFAULT = "zh_Hans_CN"


def install(app: Flask, zone: str) -> None:
    """Translate every page, message and form into the reader's language."""
    app.config.update(BABEL_DEFAULT_LOCALE=DEFAULT, BABEL_DEFAULT_TIMEZONE=zone)
    Babel(app, locale_selector=choose_locale)
    app.jinja_env.globals.update(lang=lang, content_lang=content_lang, language_names=NAMES)
    app.jinja_env.filters["in_script"] = in_script


def choose_locale() -> str:
    """The catalogue to use: what was switched to, else the employee's setting, else Simplified Chinese."""
    if not has_request_context():
        return DEFAULT
    chosen = session.get("language") or getattr(current_user, "language", None)
    if chosen in TAGS:
        return TAGS[chosen]
    accepted = request.accept_languages.best_match(["zh-CN", "zh", "zh-TW", "zh-HK", "en"])
    return {"zh-TW": "zh_Hant_TW", "zh-HK": "zh_Hant_TW", "en": "en"}.get(accepted or "", DEFAULT)


def lang() -> str:
    """The language tag of this answer: zh-CN, zh-TW or en."""
    return LANGUAGES.get(str(get_locale() or DEFAULT), "zh-CN")


def content_lang() -> str:
    """The language tag of Chinese content on this page: zh-TW for its readers, else zh-CN."""
    return "zh-TW" if lang() == "zh-TW" else "zh-CN"


def in_script(text: str) -> str:
    """Chinese content in the characters of this page's reader; what is stored stays Simplified."""
    return traditional(text) if lang() == "zh-TW" else text


def as_kept(text: str) -> str:
    """What this page's reader typed to look for, in the characters that content is kept in."""
    return simplified(text) if lang() == "zh-TW" else text


def gettext(message: str, **values: object) -> str:
    """A message in the reader's language, with its %(name)s places filled."""
    return str(_gettext(message, **values))


def ngettext(one: str, many: str, num: int, **values: object) -> str:
    """A message that counts, in the reader's language; the number fills %(num)s."""
    return str(_ngettext(one, many, num, **values))
