"""Undoing a staff import also takes back the path and the exam that began by themselves."""

import io

from flask import Flask
from sqlalchemy import func, select

from courses.models import PathRun
from exams.models import Assignment, SittingCandidate
from kit import clock
from kit.database import db, writing
from kit.loading import load
from kit.web import rooms
from people.models import Employee
from tests.conftest import NOON, ROOT
from tests.world import people, sign_in

LIST = "工号,姓名,手机号,入职日期,部门,岗位,方向\nN01,唐果,13900000001,{day},星桥旗舰店,客服,售后\n"


def count(table: type) -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(table)) or 0


def test_an_import_is_undone_with_the_path_and_the_exam_it_began(either_app: Flask) -> None:
    load([kind for room in rooms() for kind in room.content_kinds], ROOT, NOON)
    with writing() as session:
        world = people(session)
    admin = sign_in(either_app, world.administrator)
    before = count(Employee)
    data = LIST.format(day=_today()).encode()
    answer = admin.post("/imports", data={"kind": "staff", "file": (io.BytesIO(data), "list.csv")})
    admin.post(f"{answer.location}/enter")
    assert (count(Employee), count(PathRun), count(SittingCandidate)) == (before + 1, 1, 1)
    admin.post(f"{answer.location}/undo")
    assert (count(Employee), count(PathRun), count(SittingCandidate), count(Assignment)) == (before, 0, 0, 0)


def _today() -> str:
    # a path begins by itself only while it is not over, so the hire day lies near the server's own clock
    return clock.now().date().isoformat()
