"""The cells of a staff list: phone, mail, hire date, permission roles, positions, tags as people write them."""

import re
from collections.abc import Mapping
from datetime import date, timedelta
from typing import NamedTuple

from kit.access import Role
from kit.errors import Refused
from kit.sheets.tables import read_day
from kit.text import fold
from people.sheet_rows import folded, pieces, short

ROLES: Mapping[str, Role] = {
    name: role
    for role, names in {
        Role.EMPLOYEE: ("员工", "普通员工", "employee"),
        Role.MENTOR: ("带教人", "带教", "师傅", "导师", "mentor"),
        Role.MANAGER: ("主管", "组长", "经理", "店长", "老板", "负责人", "manager"),
        Role.TRAINER: ("培训", "培训师", "讲师", "trainer"),
        Role.PAYROLL: ("人事", "hr", "薪酬", "payroll"),
        Role.ADMINISTRATOR: ("管理员", "系统管理员", "administrator"),
    }.items()
    for name in names
}

_MOBILE = re.compile(r"(?:\+?86|0086)?(1[3-9]\d{9})", re.ASCII)
_ABROAD = re.compile(r"\+(?!86)[1-9]\d{6,14}", re.ASCII)
_SHORTENED = re.compile(r"\d(?:\.\d+)?E\+\d+", re.IGNORECASE)
_MAIL = re.compile(r"[^@\s,;<>\"]{1,64}@[a-z0-9-]+(?:\.[a-z0-9-]+)+", re.IGNORECASE)


class Post(NamedTuple):
    """A position, with its track (empty: none)."""

    position: str
    track: str = ""


def read_phone(text: str) -> str:
    """Read a phone number: 11 digits of a mobile, or + and the number abroad; empty if empty. Raises Refused."""
    even = re.sub(r"[\s()·.-]", "", folded(text)) if not _SHORTENED.fullmatch(folded(text)) else folded(text)
    if not even:
        return ""
    if found := _MOBILE.fullmatch(even):
        return found[1]
    if _ABROAD.fullmatch(even):
        return even
    if _SHORTENED.fullmatch(even):
        raise Refused("The spreadsheet has shortened this number. Set the column to text and enter it again.")
    if re.fullmatch(r"1\d+", even) and len(even) != 11:
        raise Refused("A mobile number has 11 digits, this one has %(count)s.", count=len(even))
    raise Refused("This is not a mobile number.")


def read_mail(text: str) -> str:
    """Read a mail address; empty if empty. Raises Refused."""
    even = folded(text)
    if even and (len(even) > 200 or not _MAIL.fullmatch(even)):
        raise Refused("This is not a mail address.")
    return even


def read_hired(text: str, today: date) -> date | None:
    """Read a hire date, at most a year ahead. Raises Refused."""
    if not text:
        return None
    day = read_day(text)
    if day > today + timedelta(days=366):
        raise Refused("This day is more than a year ahead.")
    if day.year < 1970:
        raise Refused("This day is too long ago.")
    return day


def read_roles(text: str) -> frozenset[Role]:
    """Read permission roles; everybody is an employee. Raises Refused."""
    roles = {Role.EMPLOYEE}
    for piece in re.split(r"[/+\s]", " ".join(pieces(text))):
        if piece and fold(piece) not in ROLES:
            raise Refused("There is no permission role “%(name)s”.", name=piece)
        if piece:
            roles.add(ROLES[fold(piece)])
    return frozenset(roles)


def read_tags(text: str) -> tuple[str, ...]:
    """Read free tags, each once. Raises Refused."""
    return tuple(dict.fromkeys(short(folded(piece), 40) for piece in pieces(text)))


def read_posts(text: str, by_name: Mapping[str, Post]) -> tuple[Post, ...]:
    """Read one or several positions by folded name. Raises Refused."""
    found: dict[Post, None] = {}
    whole = by_name.get(fold(text))
    for piece in [] if whole else [one for part in pieces(text) for one in _slashed(part, by_name)]:
        if fold(piece) not in by_name:
            raise Refused("There is no position “%(name)s”.", name=piece)
        found[by_name[fold(piece)]] = None
    return (whole,) if whole else tuple(found)


def _slashed(part: str, by_name: Mapping[str, Post]) -> list[str]:
    """A slash may be part of a position's name (物流/仓储) or stand between two."""
    return [part] if fold(part) in by_name else [piece.strip() for piece in part.split("/") if piece.strip()]


def with_track(text: str, posts: tuple[Post, ...], tracks: Mapping[str, Mapping[str, str]]) -> tuple[Post, ...]:
    """Give the positions the track that a cell names, for those that have it. Raises Refused."""
    fitting = []
    for post in posts:
        names = {fold(name): track for name, track in tracks.get(post.position, {}).items()}
        fitting.append(names.get(fold(text)))
    if not any(fitting):
        raise Refused("The position has no track “%(name)s”.", name=text)
    for post, track in zip(posts, fitting, strict=True):
        if track and post.track and track != post.track:
            raise Refused("This contradicts the position, which already says its track.")
    return tuple(post._replace(track=track or post.track) for post, track in zip(posts, fitting, strict=True))
