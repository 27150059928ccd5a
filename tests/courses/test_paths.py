"""Learning paths: steps, due dates from the first day, and how far somebody has come."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import cast

import pytest

from courses.kinds import PATH
from courses.paths import LearningPath, LessonStep, MentorStep, Outline, PathProgress, State, progress
from kit.rooms import Source
from tests.courses.shipped import files, library

HIRED = date(2026, 11, 1)
FILE = "paths/customer-service.toml"


def shipped() -> LearningPath:
    path = library()["path"]["customer-service"].struct
    assert isinstance(path, LearningPath)
    return path


def on_day(day: int, *done: str) -> PathProgress:
    return progress(shipped(), HIRED, set(done), HIRED + timedelta(days=day - 1))


def test_the_shipped_path_takes_thirty_days_and_nine_confirmations() -> None:
    assert shipped().steps[-1].day <= 30
    assert sum(isinstance(step, MentorStep) for step in shipped().steps) == 9
    assert "exam:customer-service-onboarding" in {step.name for step in shipped().steps}


def test_on_the_first_day_nothing_is_late_and_the_first_lesson_is_next() -> None:
    first = on_day(1)
    assert (first.done, first.days_late, first.late) == (0, 0, ())
    assert first.next is not None
    assert first.next.step.name == "lesson:customer-service-role/a-day-in-service"
    assert first.next.due_on == HIRED


def test_what_was_due_yesterday_is_late_by_one_day() -> None:
    second = on_day(2)
    assert second.days_late == 1
    assert {one.step.day for one in second.late} == {1}
    assert all(one.state is State.OPEN for one in second.steps if one.step.day >= 2)


def test_a_done_step_is_never_late() -> None:
    later = on_day(30, "lesson:customer-service-role/a-day-in-service")
    assert later.steps[0].state is State.DONE
    assert (later.done, later.steps[0].days_late) == (1, 0)


def test_a_confirmation_counts_for_its_own_path_only() -> None:
    assert on_day(1, "mentor:listening-in").done == 0
    assert on_day(1, "mentor:other/listening-in").done == 0
    assert on_day(1, "mentor:customer-service/listening-in").done == 1


def test_the_path_is_finished_when_every_subject_is_passed() -> None:
    everything = on_day(40, *(step.subject("customer-service") for step in shipped().steps))
    assert everything.finished
    assert everything.next is None
    assert not on_day(40, *(step.subject("customer-service") for step in shipped().steps[1:])).finished


def test_a_path_without_tracks_suits_all_of_its_position() -> None:
    path = shipped()
    assert path.suits("customer-service", "pre-sale")
    assert not path.suits("sales", "")
    assert not path.model_copy(update={"tracks": ("after-sale",)}).suits("customer-service", "pre-sale")


def test_a_step_of_no_known_kind_is_refused_with_its_place() -> None:
    _, wrong = PATH.read({FILE: files()[FILE].replace('"exam:customer', '"party:customer')})
    assert [one.field.startswith("steps[") for one in wrong] == [True]
    assert "begins with lesson:, check:, exam: or mentor:" in wrong[0].reason


def test_a_fault_in_a_step_names_the_step_and_field() -> None:
    _, wrong = PATH.read({FILE: files()[FILE].replace("day = 1\n", "day = 0\n", 1)})
    assert [one.field for one in wrong] == ["steps[1].day"]


def test_steps_out_of_order_are_refused() -> None:
    _, wrong = PATH.read({FILE: files()[FILE].replace("day = 1\n", "day = 9\n", 1)})
    assert "not in the order of their days" in wrong[0].reason


@dataclass(frozen=True)
class Asked:
    """As much of a question as a path needs to know."""

    use: str
    lesson: str


def test_everything_that_a_path_names_must_exist() -> None:
    path = library()["path"]["customer-service"]
    checks = {
        key: Source(key, Asked("check", key), "q.toml")  # type: ignore[arg-type]  # a room above gives these
        for key in library()["lesson"]
        if not key.endswith("/bargaining")
    }
    paper = {"customer-service-onboarding": next(iter(checks.values()))}
    whole = {**library(), "path": {path.key: path}, "question": checks, "paper": paper}
    assert [one.reason for one in PATH.check(whole)] == ["there is no check:customer-service-skills/bargaining"]
    assert "there is no exam:customer-service-onboarding" in {one.reason for one in PATH.check({**whole, "paper": {}})}
    lessons = [step for step in cast(LearningPath, path.struct).steps if isinstance(step, LessonStep)]
    assert len(PATH.check({**whole, "lesson": {}})) == len(lessons) + 1


@pytest.mark.parametrize("day", [1, 2, 8, 31])
@pytest.mark.parametrize("passed", [0, 1, 7, 20, 100])
def test_the_outline_tells_the_same_as_the_whole_fold(day: int, passed: int) -> None:
    path, today = shipped(), HIRED + timedelta(days=day - 1)
    subjects = {step.subject(path.id) for step in path.steps[:passed]} | {"exam:something-else"}
    whole, outline = progress(path, HIRED, subjects, today), Outline.of(path)
    assert outline.done(subjects) == whole.done
    assert outline.days_late(HIRED, subjects, today) == whole.days_late
