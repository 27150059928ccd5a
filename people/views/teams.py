"""The tree of teams, for administrators."""

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from kit.clock import now
from kit.database import db, writing
from kit.errors import Refused
from kit.i18n import gettext
from kit.web import in_words
from people.service import arranging
from people.sheet_rows import folded
from people.views.pages import me, pages


def _name() -> str:
    return folded(request.form.get("name", ""))[:100]


def _done(said: str, tone: str = "good") -> Response:
    flash(said, tone)
    return redirect(url_for("people.teams"))


@pages.get("/teams")
def teams() -> str:
    """Show the tree."""
    tree = arranging.tree(db.session())
    counts = arranging.headcounts(db.session())
    return render_template("people/teams.html", teams=tree, counts=counts, depth=arranging.depth)


@pages.post("/teams")
def create_team() -> Response:
    """Hang a new team into the tree."""
    try:
        with writing() as session:
            parent = arranging.team(session, request.form.get("parent", 0, int))
            arranging.create(session, parent, _name(), me(), now())
    except Refused as why:
        return _done(in_words(why), "bad")
    return _done(gettext("The team is created."))


@pages.post("/teams/<int:team_id>")
def change_team(team_id: int) -> Response:
    """Rename a team, and hang it elsewhere when that is chosen."""
    try:
        with writing() as session:
            changed = arranging.team(session, team_id)
            arranging.rename(session, changed, _name() or changed.name, me(), now())
            if parent := request.form.get("parent", 0, int):
                arranging.move(session, changed, arranging.team(session, parent), me(), now())
    except Refused as why:
        return _done(in_words(why), "bad")
    return _done(gettext("Saved."))


@pages.post("/teams/<int:team_id>/remove")
def remove_team(team_id: int) -> Response:
    """Take an empty team away."""
    try:
        with writing() as session:
            arranging.remove(session, arranging.team(session, team_id), me(), now())
    except Refused as why:
        return _done(in_words(why), "bad")
    return _done(gettext("The team is removed."))
