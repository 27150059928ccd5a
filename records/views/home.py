"""What the record shows on somebody's home page: the newest entries."""

from typing import Any

from flask import render_template
from sqlalchemy.orm import Session

from kit.rooms import Panel
from records.service.reading import entries_of

NEWEST = 4


def newest_entries(session: Session, employee: Any) -> Panel | None:
    """Give the newest entries of the reader's own record; None while there are none."""
    entries = entries_of(session, employee.id, NEWEST)
    return Panel(60, render_template("records/panel.html", entries=entries)) if entries else None
