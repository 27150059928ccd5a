"""The first page: what to do now, then what the rooms say about where somebody stands."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from flask import render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.utils import redirect
from werkzeug.wrappers import Response

from kit.access import Role
from kit.clock import now
from kit.database import db, writing
from kit.errors import Refused
from kit.i18n import gettext, lang, ngettext
from kit.rooms import Card, Hit, Panel, Urgency
from kit.web import in_words, rooms
from people.models import Employee, Notice
from people.service import attributing, founding, inviting, notices, overseeing
from people.service.arranging import store
from people.service.catalogue import titles
from people.views.pages import me, pages, today, zone

MOST_CARDS = 5
LOOKS = {
    Urgency.LATE: ("late", "alert-circle"),
    Urgency.NOW: ("amber", "clock"),
    Urgency.SOON: ("", "book"),
    Urgency.NEWS: ("plain", "bell"),
}


@dataclass(frozen=True, slots=True)
class ShownCard:
    """A card with its texts as they stand on the page."""

    card: Card
    tone: str
    icon: str
    due: str
    due_tone: str


@pages.get("/")
def home() -> str:
    """Answer "what now?"."""
    session, person, moment = db.session(), me(), now()
    cards = in_order(card for room in rooms() for give in room.cards for card in give(session, person))
    panels = [panel for room in rooms() for give in room.panels if (panel := give(session, person))]
    return render_template(
        "people/home.html",
        greeting=greeting(moment),
        about=_about(session, person),
        cards=[show(card, moment) for card in cards[:MOST_CARDS]],
        more=len(cards) - MOST_CARDS,
        minutes=sum(card.minutes or 0 for card in cards[:MOST_CARDS]),
        panels=[panel.html for panel in sorted(panels, key=lambda panel: panel.order)],
        split=len(panels) if len(panels) < 2 else (len(panels) + 1) // 2,
        unread=notices.unread(session, person.id),
        person=person,
    )


def in_order(cards: Iterable[Card]) -> list[Card]:
    """The most urgent first, of like ones the one due first."""
    far = datetime.max.replace(tzinfo=UTC)
    return sorted(cards, key=lambda card: (card.urgency, card.due or far))


def greeting(moment: datetime) -> str:
    """A greeting that fits the time of day."""
    hour = moment.astimezone(ZoneInfo(zone())).hour
    if 5 <= hour < 11:
        return gettext("Good morning, %(name)s", name=me().name)
    if 11 <= hour < 14:
        return gettext("Good day, %(name)s", name=me().name)
    if 14 <= hour < 18:
        return gettext("Good afternoon, %(name)s", name=me().name)
    return gettext("Good evening, %(name)s", name=me().name)


def _about(session: Session, person: Employee) -> list[str]:
    since = (today() - person.hired_on).days + 1
    day = gettext("day %(day)s with us", day=since) if 0 < since <= 90 else ""
    return [part for part in (titles(session, person, lang()), store(session, person).name, day) if part]


def show(card: Card, moment: datetime) -> ShownCard:
    """Put a card's due time into words: today, tomorrow, the date; what was due is said to be late."""
    tone, icon = LOOKS[card.urgency]
    if card.due is None:
        return ShownCard(card, tone, icon, "", "")
    due, here = card.due.astimezone(ZoneInfo(zone())), moment.astimezone(ZoneInfo(zone()))
    days = (due.date() - here.date()).days
    if card.due < moment:
        text = gettext("was due %(time)s", time=f"{due:%H:%M}" if days == 0 else f"{due:%m-%d}")
        return ShownCard(card, tone, icon, text, "late")
    if days == 0:
        return ShownCard(card, tone, icon, gettext("due today %(time)s", time=f"{due:%H:%M}"), "late")
    if days == 1:
        return ShownCard(card, tone, icon, gettext("due tomorrow %(time)s", time=f"{due:%H:%M}"), "amber")
    return ShownCard(card, tone, icon, gettext("due %(date)s", date=f"{due:%m-%d}"), "")


@pages.route("/notices", methods=["GET", "POST"], endpoint="notices")
def all_notices() -> str | Response:
    """Show one's notices; posting marks them as read."""
    if request.method == "POST":
        with writing() as session:
            notices.mark_read(session, me().id, now())
        return redirect(url_for("people.notices"))
    listed = notices.newest(db.session(), me().id, 100)
    return render_template("people/notices.html", notices=[(one, words(one)) for one in listed])


def words(notice: Notice) -> str:
    """A notice in the reader's language."""
    return in_words(Refused(notice.message, **notice.values))


@pages.get("/search")
def search() -> str:
    """Show what all rooms find, by kind."""
    wanted = request.args.get("q", "").strip()[:100]
    groups: dict[str, list[Hit]] = {}
    if wanted:
        for room in rooms():
            for find in room.search:
                for hit in find(db.session(), me(), wanted):
                    groups.setdefault(hit.kind, []).append(hit)
    return render_template("people/search.html", q=wanted, groups=groups)


def find_people(session: Session, person: Employee, wanted: str) -> list[Hit]:
    """Find people in reach by name, number, phone or tag."""
    found, _ = overseeing.page(session, person, overseeing.Filter(search=wanted), 1, 20)
    return [
        Hit(
            one.name, f"{one.number} · {one.team.name}", url_for("people.person", employee_id=one.id), gettext("People")
        )
        for one in found
    ]


def cards(session: Session, person: Employee) -> list[Card]:
    """What the room of people has to do for whoever looks after others."""
    if not person.roles & {Role.MANAGER, Role.ADMINISTRATOR}:
        return []
    found = []
    if unknown := len(attributing.unknown(session)):
        title = ngettext("One account without a person", "%(num)d accounts without a person", unknown)
        why = gettext("reports name them, nobody is known for them")
        found.append(Card(title, why, url_for("people.accounts"), gettext("Assign"), Urgency.SOON, minutes=1))
    if waiting := len(inviting.waiting(session, person)):
        title = ngettext("One person has never signed in", "%(num)d people have never signed in", waiting)
        why = gettext("print their invitations, valid for 7 days")
        found.append(Card(title, why, url_for("people.invitations"), gettext("Invite"), Urgency.NEWS, minutes=2))
    return found


def setup_panel(session: Session, person: Employee) -> Panel | None:
    """For administrators: the steps of setting up that are still open, and the ways they need most."""
    if Role.ADMINISTRATOR not in person.roles:
        return None
    steps = founding.open_steps(session)
    return Panel(5, render_template("people/setup_panel.html", steps=steps))
