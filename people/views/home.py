"""The first page: what to do now, then what the rooms say about where somebody stands."""

from flask import render_template

from people.views.pages import me, pages


@pages.get("/")
def home() -> str:
    """Answer "what now?"."""
    return render_template("people/home.html", person=me())
