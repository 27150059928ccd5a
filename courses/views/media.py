"""Pictures of lessons: shipped beside them as `<course>/media/<name>`, shown to whoever has signed in."""

import re
from pathlib import Path

from flask import Response, abort, current_app, url_for

from courses.views.pages import pages

TYPES = {".png": "image/png", ".jpg": "image/jpeg", ".webp": "image/webp", ".svg": "image/svg+xml"}
NAMED = re.compile(r"^([a-z0-9-]+)/media/([a-z0-9-]+\.[a-z]+)$")
# a drawing opened by itself runs nothing and loads nothing
SANDBOX = "default-src 'none'; style-src 'unsafe-inline'; sandbox"


def address(name: str) -> str | None:
    """Give the address of a picture that a lesson names as `<course>/media/<name>`; None when there is none."""
    found = NAMED.match(name)
    if found is None or _file(found[1], found[2]) is None:
        return None
    return url_for("courses.media", course=found[1], name=found[2])


@pages.get("/courses/<course>/media/<name>")
def media(course: str, name: str) -> Response:
    """Show a picture of a lesson."""
    file = _file(course, name) or abort(404)
    answer = Response(file.read_bytes(), mimetype=TYPES[file.suffix])
    answer.headers["Content-Security-Policy"] = SANDBOX
    answer.headers["Cache-Control"] = "private, max-age=3600"
    return answer


def _file(course: str, name: str) -> Path | None:
    """Find the file, by names that cannot leave the course's folder."""
    if not NAMED.match(f"{course}/media/{name}"):
        return None
    file = Path(current_app.root_path) / "courses" / "content" / course / "media" / name
    return file if file.suffix in TYPES and file.is_file() else None
