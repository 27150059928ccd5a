"""The newcomers of the demo company: where their stories put them on the shipped path."""

from datetime import timedelta

import pytest

from courses.demo import COMMENTS, STORIES, moments, next_lesson
from courses.paths import LearningPath, MentorStep, State, progress
from tests.conftest import NOON
from tests.courses.shipped import library

TODAY = NOON.date()
START = NOON - timedelta(hours=12)


def shipped() -> LearningPath:
    path = library()["path"]["customer-service"].struct
    assert isinstance(path, LearningPath)
    return path


def test_the_new_hire_on_her_seventh_day_has_learned_the_first_six() -> None:
    hired = TODAY - timedelta(days=6)
    done = {one.step.subject("customer-service") for one in moments(shipped(), "E1024", hired, TODAY, START)}
    done |= {step.name for step in shipped().steps if step.name.startswith("check:") and step.day <= 6}
    late = progress(shipped(), hired, done, TODAY).late
    assert [one.step.name for one in late] == ["mentor:paired-practice"]
    assert progress(shipped(), hired, done, TODAY).steps[0].state is State.DONE


@pytest.mark.parametrize(("number", "worked"), [("E1024", 7), ("E1014", 12), ("E1011", 19), ("E1020", 45)])
def test_nothing_happens_in_the_future_and_the_same_every_time(number: str, worked: int) -> None:
    hired = TODAY - timedelta(days=worked - 1)
    told = list(moments(shipped(), number, hired, TODAY, START))
    assert told == list(moments(shipped(), number, hired, TODAY, START))
    assert told
    assert all(one.at < START for one in told)


def test_every_confirmation_has_a_comment_and_every_story_names_steps_there_are() -> None:
    names = {step.name for step in shipped().steps}
    assert {step.key for step in shipped().steps if isinstance(step, MentorStep)} == set(COMMENTS)
    assert all(story.left_out <= names and story.sent_back in {"", *names} for story in STORIES.values())
    assert next_lesson(shipped(), "E1011") == "customer-service-skills/recommending-and-regulars"
