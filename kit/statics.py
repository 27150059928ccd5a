"""Static files: the hashed ones are sent as they were compressed at set-up, where the browser takes that."""

import mimetypes
from pathlib import Path

from flask import Response, current_app, request, send_from_directory

ENCODINGS = {"br": ".br", "gzip": ".gz"}


def send(filename: str) -> Response:
    """Send a static file, compressed by negotiation."""
    folder = Path(current_app.static_folder or "")
    coding = _coding(folder, filename)
    if coding is None:
        answer = send_from_directory(folder, filename)
    else:
        kind = mimetypes.guess_type(filename)[0] or "application/octet-stream"
        answer = send_from_directory(folder, filename + ENCODINGS[coding], mimetype=kind)
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
