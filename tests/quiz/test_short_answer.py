"""A short answer waits for a person, whatever it says."""

import pytest

from quiz.marking import Marked, mark
from quiz.responses import Response, Typed
from tests.quiz.samples import short


@pytest.mark.parametrize("response", [Typed("I look it up first."), Typed(""), None])
def test_a_person_must_mark_it(response: Response | None) -> None:
    assert mark(short(), response, 1500) == Marked(None, None, False)
