"""A staff list comes in whole or not at all, can be corrected, and can be taken back until somebody uses it."""

import io
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from kit.database import writing
from kit.sheets.reading import read
from kit.sheets.writing import Page, write
from people.events import Joined
from people.models import Employee, PlatformAccount, Shift, Team
from tests.people.conftest import House

GOOD = """工号,姓名,手机号,入职日期,部门,岗位,方向,权限,带教人
N01,唐果,13900000001,2026/11/3,星桥旗舰店/售后组,客服,售后,,孙佳
N02,孙佳,13900000002,2024年5月1日,星桥旗舰店/售后组,客服,售后,主管,
"""
BAD = GOOD + "N03,马骁,139000,2026-13-01,星桥旗舰店,客服,,,\n"


def upload(client: FlaskClient, text: str | bytes, name: str = "名单.csv", kind: str = "staff") -> str:
    """Send a list, give the address of its preview."""
    data = text.encode("gb18030") if isinstance(text, str) else text
    answer = client.post("/imports", data={"kind": kind, "file": (io.BytesIO(data), name)})
    assert answer.status_code == 302, answer.text
    return str(answer.location)


def headcount(house: House) -> int:
    return house.session.scalar(select(func.count(Employee.id))) or 0


def test_a_list_is_shown_first_and_then_entered(either_house: House) -> None:
    admin, before = either_house.browser("administrator"), headcount(either_house)
    preview = upload(admin, GOOD)
    assert "唐果" in admin.get(preview).text
    assert headcount(either_house) == before
    assert admin.post(f"{preview}/enter").status_code == 302
    people = {one.number: one for one in either_house.session.scalars(select(Employee))}
    assert people["N01"].mentor_id == people["N02"].id
    assert people["N01"].team.name == "售后组"
    assert {str(role) for role in people["N02"].roles} == {"employee", "manager", "mentor"}
    assert [type(event) for event in either_house.heard] == [Joined, Joined]
    assert "N01" in admin.get("/invitations").text


def test_nothing_is_entered_when_one_cell_is_wrong(house: House) -> None:
    admin, before = house.browser("administrator"), headcount(house)
    preview = upload(admin, BAD)
    assert admin.get(preview).status_code == 200
    admin.post(f"{preview}/enter")
    assert headcount(house) == before


def test_the_good_rows_come_in_when_that_is_chosen(house: House) -> None:
    admin, before = house.browser("administrator"), headcount(house)
    preview = upload(admin, BAD)
    admin.post(f"{preview}/enter", data={"partly": "1"})
    assert headcount(house) == before + 2


def test_the_corrected_copy_names_every_fault(house: House) -> None:
    admin = house.browser("administrator")
    copy = admin.get(f"{upload(admin, BAD)}/corrected.xlsx").data
    last = read(copy, "copy.xlsx").rows[-1].cells
    assert last[:2] == ("N03", "马骁")
    assert len(last[-1].splitlines()) == 2


def test_entering_twice_enters_once(house: House) -> None:
    admin, before = house.browser("administrator"), headcount(house)
    preview = upload(admin, GOOD)
    admin.post(f"{preview}/enter")
    admin.post(f"{preview}/enter")
    assert headcount(house) == before + 2


def test_an_import_is_taken_back_with_the_teams_it_made(either_house: House) -> None:
    admin, before = either_house.browser("administrator"), headcount(either_house)
    preview = upload(admin, GOOD)
    admin.post(f"{preview}/enter")
    admin.post(f"{preview}/undo")
    assert headcount(either_house) == before
    assert either_house.session.scalar(select(Team.id).where(Team.name == "售后组")) is None


def test_an_import_stays_once_somebody_has_signed_in(house: House) -> None:
    admin = house.browser("administrator")
    preview = upload(admin, GOOD)
    admin.post(f"{preview}/enter")
    with writing() as session:
        session.scalars(select(Employee).where(Employee.number == "N01")).one().password_hash = "somebody's"
    before = headcount(house)
    admin.post(f"{preview}/undo")
    assert headcount(house) == before


def test_an_import_stays_when_others_refer_to_its_people(either_house: House) -> None:
    admin = either_house.browser("administrator")
    preview = upload(admin, GOOD)
    admin.post(f"{preview}/enter")
    with writing() as session:
        mentor = session.scalars(select(Employee).where(Employee.number == "N02")).one()
        session.get_one(Employee, either_house.world.colleague).mentor_id = mentor.id
    before = headcount(either_house)
    admin.post(f"{preview}/undo")
    assert headcount(either_house) == before


def test_accounts_and_shifts_come_from_lists_as_well(house: House) -> None:
    admin = house.browser("administrator")
    accounts = write([Page("账号", [["平台", "店铺", "子账号", "工号"], ["淘宝", "星桥旗舰店", "小雨", "E01"]])])
    admin.post(f"{upload(admin, accounts, 'accounts.xlsx', 'accounts')}/enter")
    shifts = "工号,日期,班次\nE01,2026-11-03,晚班\nE02,2026-11-03,09:00-18:00\n"
    preview = upload(admin, shifts, "shifts.csv", "shifts")
    admin.post(f"{preview}/enter")
    assert house.session.scalar(select(func.count(PlatformAccount.id))) == 1
    assert house.session.scalar(select(func.count(Shift.id))) == 2
    admin.post(f"{preview}/undo")
    assert house.session.scalar(select(func.count(Shift.id))) == 0


def test_a_file_that_is_no_table_is_refused_under_its_field(house: House) -> None:
    data = {"kind": "staff", "file": (io.BytesIO(b"%PDF-1.7\0\0"), "list.pdf")}
    assert house.browser("administrator").post("/imports", data=data).status_code == 422


@pytest.mark.parametrize(("text", "code"), [(GOOD, 0), (BAD, 1)])
def test_the_command_enters_a_good_list_and_names_the_faults_of_a_bad_one(
    house: House, tmp_path: Path, text: str, code: int
) -> None:
    file = tmp_path / "list.csv"
    file.write_text(text, encoding="utf-8-sig")
    before = headcount(house)
    run = house.app.test_cli_runner()
    tried = run.invoke(args=["people", "import", str(file), "--dry-run"])
    assert tried.exit_code == code
    assert headcount(house) == before
    done = run.invoke(args=["people", "import", str(file), "--as", "A01"])
    assert done.exit_code == code
    assert ("row 4, column 3" in done.output) == bool(code)
    assert headcount(house) == before + (0 if code else 2)


def test_init_sets_up_a_real_company_once(app) -> None:  # type: ignore[no-untyped-def]
    arguments = ["init", "--company", "云杉", "--number", "A1", "--name", "王一", "--password", "quiet-river-7"]
    run = app.test_cli_runner()
    assert run.invoke(args=arguments).exit_code == 0
    again = run.invoke(args=arguments)
    assert again.exit_code == 1
    client = app.test_client()
    assert client.post("/sign-in", data={"employee_no": "A1", "password": "quiet-river-7"}).status_code == 302
    assert client.get("/teams").status_code == 200
