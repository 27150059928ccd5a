"""Static files come compressed where the browser takes that, stay in its cache, and need no session."""

from pathlib import Path

import pytest
from flask import Flask

FILE = "dist/css/app.0123456789ab.css"


@pytest.fixture
def site(app: Flask, tmp_path: Path) -> Flask:
    """The application with one built file and one that is not built."""
    (tmp_path / "dist" / "css").mkdir(parents=True)
    for end, body in {"": b"plain", ".gz": b"gzipped", ".br": b"brotli"}.items():
        (tmp_path / (FILE + end)).write_bytes(body)
    (tmp_path / "icon.svg").write_bytes(b"<svg/>")
    app.static_folder = str(tmp_path)
    return app


@pytest.mark.parametrize(
    ("accepted", "coding", "body"),
    [
        ("gzip, deflate, br", "br", b"brotli"),
        ("gzip", "gzip", b"gzipped"),
        ("identity", None, b"plain"),
        ("br;q=0, gzip", "gzip", b"gzipped"),
        ("", None, b"plain"),
    ],
)
def test_the_best_copy_the_browser_takes_is_sent(site: Flask, accepted: str, coding: str | None, body: bytes) -> None:
    answer = site.test_client().get(f"/static/{FILE}", headers={"Accept-Encoding": accepted}, buffered=True)
    assert (answer.headers.get("Content-Encoding"), answer.data) == (coding, body)
    assert answer.mimetype == "text/css"
    assert "Accept-Encoding" in answer.headers["Vary"]


def test_built_files_stay_for_ever_and_others_are_asked_for(site: Flask) -> None:
    client = site.test_client()
    assert "immutable" in client.get(f"/static/{FILE}", buffered=True).headers["Cache-Control"]
    assert client.get("/static/icon.svg", buffered=True).headers["Cache-Control"] == "no-cache"


def test_signing_in_does_not_throw_them_away(site: Flask) -> None:
    client = site.test_client()
    with client.session_transaction() as session:
        session["language"] = "en"
    answer = client.get(f"/static/{FILE}", buffered=True)
    assert "Cookie" not in answer.headers.get("Vary", "")
    assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize("path", ["../app.py", "dist/../../app.py", "dist/nothing.css"])
def test_nothing_else_is_sent(site: Flask, path: str) -> None:
    assert site.test_client().get(f"/static/{path}").status_code == 404
