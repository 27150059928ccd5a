"""Pictures stand in lessons with their caption, for whoever has signed in and from the course's folder alone."""

import re

import pytest
from flask import Flask

from courses.views.media import address
from kit.database import writing
from tests.courses.shipped import library
from tests.world import people, sign_in

PICTURE = "/courses/customer-service-process/media/four-causes.svg"


def test_a_picture_is_shown_to_whoever_has_signed_in(app: Flask) -> None:
    with writing() as session:
        owner = people(session).owner
    answer = sign_in(app, owner).get(PICTURE)
    assert (answer.status_code, answer.mimetype) == (200, "image/svg+xml")
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert app.test_client().get(PICTURE).status_code == 302


@pytest.mark.parametrize("name", ["../course.toml", "four-causes.html", "..%2Fcourse.toml", "nothing.png"])
def test_nothing_else_of_the_folder_is_shown(app: Flask, name: str) -> None:
    with writing() as session:
        owner = people(session).owner
    answer = sign_in(app, owner).get(f"/courses/customer-service-process/media/{name}")
    assert answer.status_code == 404


def test_every_picture_that_a_shipped_lesson_names_is_there(app: Flask) -> None:
    named = [
        found
        for source in library()["lesson"].values()
        for found in re.findall(r"!\[[^\]]+\]\((\S+)", source.struct.body)  # type: ignore[attr-defined]  # a lesson
    ]
    with app.test_request_context():
        assert named
        assert all(address(one) for one in named)
