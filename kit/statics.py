"""Static files: the hashed ones are sent as they were compressed at set-up, where the browser takes that."""

import mimetypes
from pathlib import Path

from flask import Flask, Response, current_app, request, send_from_directory
from flask.sessions import SecureCookieSessionInterface, SessionMixin

ENCODINGS = {"br": ".br", "gzip": ".gz"}


class Sessions(SecureCookieSessionInterface):
    """Sessions in signed cookies, left out of static files: else these would be fetched anew at every sign-in."""

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Keep the session, and say that the answer depends on it, unless a static file is sent."""
        if request.endpoint != "static":
            super().save_session(app, session, response)


def install(app: Flask) -> None:
    """Send static files our way."""
    app.session_interface = Sessions()
    app.view_functions["static"] = send


def send(filename: str) -> Response:
    """Send a static file, compressed by negotiation."""
    folder = Path(current_app.static_folder or "")
    coding = _coding(folder, filename)
    if coding is None:
        answer = send_from_directory(folder, filename)
    else:
        kind = mimetypes.guess_type(filename)[0] or "application/octet-stream"
        packed = filename + ENCODINGS[coding]
        answer = send_from_directory(folder, packed, mimetype=kind, download_name=filename.rpartition("/")[2])
        answer.headers["Content-Encoding"] = coding
    if filename.startswith("dist/"):
        answer.vary.add("Accept-Encoding")
    return answer


def _coding(folder: Path, filename: str) -> str | None:
    """Choose the best compressed copy there is; nothing outside the built folder has one."""
    if not filename.startswith("dist/") or ".." in filename:
        return None
    taken = request.accept_encodings
    found = (coding for coding, end in ENCODINGS.items() if taken[coding] > 0 and (folder / (filename + end)).is_file())
    return next(found, None)
