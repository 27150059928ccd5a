"""The pages of the record: one's own, a person's in reach with a log of the look, certificates for strangers."""

import io
from dataclasses import replace

import pytest
import python_calamine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from kit.database import db, writing
from records.models import Certificate, RecordAccess
from records.service.certificates import Score, by_token, issue, token
from records.service.entering import enter
from tests.conftest import NOON
from tests.records.test_entering import deed
from tests.world import World, people, sign_in


@pytest.fixture
def world(app: Flask) -> World:
    with writing() as session:
        return people(session)


@pytest.fixture
def certificate_id(app: Flask, world: World) -> int:
    with writing() as session:
        issued = issue(
            session,
            world.owner,
            "exam:customer-service-onboarding",
            {"zh": "客服入职合格证", "en": "Customer Service Onboarding Certificate"},
            NOON.date(),
            365,
            app.config["SECRET_KEY"],
            NOON,
            Score(8650, 10000, 8000),
        )
        return issued.id


def entered(world: World) -> None:
    with writing() as session:
        for person in (world.owner, world.stranger):
            enter(session, replace(deed(note="先查轨迹再开口"), employee_id=person), NOON)


def as_(app: Flask, person: int) -> FlaskClient:
    return sign_in(app, person)


def test_people_see_their_own_entries_with_score_and_pass_mark(app: Flask, world: World) -> None:
    entered(world)
    page = as_(app, world.owner).get("/record").get_data(as_text=True)
    assert "客服入职考试" in page
    assert "86.5" in page
    assert "先查轨迹再开口" in page


def test_a_manager_sees_the_people_of_their_teams_and_the_person_sees_who_looked(app: Flask, world: World) -> None:
    entered(world)
    assert as_(app, world.manager).get(f"/record/{world.owner}").status_code == 200
    looks = db.session.execute(select(RecordAccess.employee_id, RecordAccess.viewer_id)).all()
    assert [tuple(look) for look in looks] == [(world.owner, world.manager)]
    assert "许宁" in as_(app, world.owner).get("/record").get_data(as_text=True)


def test_nobody_reads_the_record_of_another_team(app: Flask, world: World) -> None:
    entered(world)
    assert as_(app, world.manager).get(f"/record/{world.stranger}").status_code == 404
    assert as_(app, world.colleague).get(f"/record/{world.owner}").status_code == 403
    assert db.session.scalars(select(RecordAccess)).all() == []


def test_the_record_can_be_taken_away_as_a_spreadsheet(app: Flask, world: World) -> None:
    entered(world)
    answer = as_(app, world.owner).get("/record/export.xlsx")
    rows = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(answer.data)).get_sheet_by_index(0).to_python()
    assert rows[0][:5] == ["序号", "时间", "类别", "内容", "得分"]
    assert rows[1][1:6] == ["2026-11-03 12:00", "考试", "客服入职考试", 86.5, 100]


def test_anybody_can_check_a_certificate_and_learns_no_full_name(app: Flask, certificate_id: int) -> None:
    number = db.session.get_one(Certificate, certificate_id).number
    answer = app.test_client().get(f"/verify/{token(number, app.config['SECRET_KEY'])}")
    page = answer.get_data(as_text=True)
    assert answer.status_code == 200
    assert "林＊＊" in page
    assert "林晓雨" not in page
    assert app.test_client().get(f"/verify/{'0' * 32}").status_code == 404


def test_the_database_does_not_know_the_token(app: Flask, certificate_id: int) -> None:
    stored = db.session.get_one(Certificate, certificate_id)
    secret = token(stored.number, app.config["SECRET_KEY"])
    assert stored.token_hash != secret
    assert by_token(db.session(), secret) == stored


def test_a_certificate_is_a_page_and_a_pdf_for_its_holder_alone(app: Flask, world: World, certificate_id: int) -> None:
    mine = as_(app, world.owner)
    assert "客服入职合格证" in mine.get(f"/certificates/{certificate_id}").get_data(as_text=True)
    assert mine.get(f"/certificates/{certificate_id}.pdf").data.startswith(b"%PDF")
    assert as_(app, world.colleague).get(f"/certificates/{certificate_id}").status_code == 404
