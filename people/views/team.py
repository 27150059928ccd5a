"""The page from which somebody looks after people: who they are, and the ways to what concerns them."""

from flask import current_app, render_template, url_for
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from kit.access import Role, Rule
from kit.database import db
from kit.i18n import lang
from people.service import arranging, inviting, overseeing
from people.service.catalogue import called, positions
from people.views.pages import me, pages

# endpoint, words, why, icon; those that the reader may not open, or that no room offers, are left out
WAYS = (
    ("courses.team_paths", _l("Learning paths"), _l("who is on time, who is late"), "route"),
    ("exams.marking", _l("Marking"), _l("answers that wait for a person"), "pencil-check"),
    ("exams.assignments", _l("Exam assignments"), _l("which paper for whom, until when"), "calendar"),
    ("people.staff", _l("People"), _l("search, files, positions, mentors"), "users"),
    ("people.shifts", _l("Shifts"), _l("who is at work when"), "clock"),
    ("people.accounts", _l("Platform accounts"), _l("which sub-account is whose"), "building-store"),
    ("people.invitations", _l("Invitations"), _l("codes for the first sign-in, to print"), "qrcode"),
    ("people.imports", _l("Import"), _l("staff, accounts, shifts from a sheet"), "file-import"),
    ("people.teams", _l("Teams"), _l("the tree of stores and groups"), "users-group"),
    ("people.on_phone", _l("Open on the phone"), _l("the address and its QR code"), "device-mobile"),
)


@pages.get("/team")
def team() -> str:
    """Show the people in reach by team, one's mentees, and where to go on."""
    session, person = db.session(), me()
    counts = arranging.headcounts(session)
    teams = overseeing.teams_in_reach(session, person)
    rules: dict[str, Rule] = current_app.extensions["rules"]
    ways = [
        (url_for(endpoint), label, why, icon)
        for endpoint, label, why, icon in WAYS
        if endpoint in current_app.view_functions and rules[endpoint].allows(current_user)
    ]
    catalogue = positions(session)
    mentees = [
        (one, "、".join(called(catalogue, post.position, post.track, lang()) for post in one.positions))
        for one in overseeing.mentees(session, person)
    ]
    return render_template(
        "people/team.html",
        ways=ways,
        teams=[(one, counts.get(one.id, 0)) for one in teams],
        shallowest=min((arranging.depth(one) for one in teams), default=0),
        total=sum(counts.get(one.id, 0) for one in teams),
        waiting=len(inviting.waiting(session, person)) if teams else 0,
        mentees=mentees,
        depth=arranging.depth,
        oversees=bool(person.roles & {Role.MANAGER, Role.ADMINISTRATOR}),
    )
