"""The file of an employee: who may see and change it, who hears of it, and that nothing is ever deleted."""

import pytest
from sqlalchemy import select

from kit.audit import AuditEntry
from people.events import Joined, Left, PositionChanged
from people.models import Employee, PlatformAccount, RoleGrant, Team
from tests.people.conftest import House

NEW = {
    "number": "E77",
    "name": "唐果",
    "phone": "139 0000 7777",
    "hired_on": "2026-11-03",
    "posts": ["customer-service/after-sale", "operations"],
    "mentor": "周岚",
    "tags": "新人、晚班",
}


def named(house: House, number: str) -> Employee | None:
    return house.session.scalar(select(Employee).where(Employee.number == number))


def test_a_new_person_is_entered_and_told(house: House) -> None:
    answer = house.browser("administrator").post("/people/new", data={**NEW, "team_id": house.world.store})
    assert answer.status_code == 302
    person = named(house, "E77")
    assert person is not None
    assert (person.phone, person.mentor_id) == ("13900007777", house.world.mentor)
    assert {tag.tag for tag in person.tags} == {"新人", "晚班"}
    assert house.heard == [
        Joined(person.id, "customer-service", "after-sale", person.hired_on),
        PositionChanged(person.id, "operations", "", person.hired_on),
    ]


@pytest.mark.parametrize(("field", "value"), [("number", "e01"), ("phone", "not a phone"), ("mentor", "谁也不是")])
def test_what_was_typed_stays_when_it_is_refused(house: House, field: str, value: str) -> None:
    form = {**NEW, "team_id": house.world.store, field: value}
    answer = house.browser("administrator").post("/people/new", data=form)
    assert answer.status_code == 422
    assert value in answer.text
    assert "唐果" in answer.text
    assert named(house, "E77") is None


def test_a_manager_sets_positions_of_their_people_and_nothing_else(house: House) -> None:
    form = {"posts": ["operations"], "name": "别的名字", "reason": "转岗"}
    url = f"/people/{house.world.owner}/edit"
    assert house.browser("manager").post(url, data=form).status_code == 302
    person = named(house, "E01")
    assert person is not None
    assert [post.position for post in person.positions] == ["operations"]
    assert person.name == "林晓雨"
    assert [type(event) for event in house.heard] == [PositionChanged]
    entry = house.session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert entry is not None
    assert (entry.action, entry.actor_id, entry.reason) == ("positions changed", house.world.manager, "转岗")


def test_a_manager_does_not_see_other_stores(house: House) -> None:
    listed = house.browser("manager").get("/people").text
    assert "林晓雨" in listed
    assert "何舟" not in listed
    assert house.browser("manager").get(f"/people/{house.world.stranger}").status_code == 404


def test_the_list_is_searched_and_filtered(house: House) -> None:
    admin = house.browser("administrator")
    assert "何舟" in admin.get("/people?q=E03").text
    assert "林晓雨" not in admin.get("/people?q=E03").text
    assert "何舟" not in admin.get(f"/people?team={house.world.store}").text
    assert "林晓雨" not in admin.get("/people?left=1").text


def test_a_leaver_is_signed_out_told_and_kept(house: House) -> None:
    leaver = house.browser("owner")
    answer = house.browser("administrator").post(f"/people/{house.world.owner}/deactivate", data={"reason": "离职"})
    assert answer.status_code == 302
    person = named(house, "E01")
    assert person is not None
    assert not person.active
    assert [type(event) for event in house.heard] == [Left]
    assert leaver.get("/").status_code == 302
    house.browser("administrator").post(f"/people/{house.world.owner}/reactivate")
    again = named(house, "E01")
    assert again is not None
    assert again.active


def test_the_last_administrator_stays(house: House) -> None:
    admin = house.browser("administrator")
    grant = house.session.scalar(select(RoleGrant).where(RoleGrant.role == "administrator"))
    assert grant is not None
    admin.post(f"/people/{house.world.administrator}/roles/{grant.id}/withdraw")
    admin.post(f"/people/{house.world.administrator}/deactivate")
    assert admin.get("/teams").status_code == 200


def test_a_role_reaches_as_far_as_its_team(house: House) -> None:
    form = {"role": "manager", "team": house.world.other_store}
    house.browser("administrator").post(f"/people/{house.world.colleague}/roles", data=form)
    assert "何舟" in house.browser("colleague").get("/people").text
    assert "林晓雨" not in house.browser("colleague").get("/people").text


def test_a_moved_team_takes_everything_below_along(house: House) -> None:
    admin, world = house.browser("administrator"), house.world
    admin.post("/teams", data={"parent": world.other_store, "name": "售前组"})
    group = house.session.scalar(select(Team).where(Team.name == "售前组"))
    assert group is not None
    admin.post(f"/teams/{world.other_store}", data={"name": "星桥海外店", "parent": world.store})
    moved = house.session.get_one(Team, group.id)
    assert moved.path == f"/{world.root}/{world.store}/{world.other_store}/{group.id}/"
    admin.post(f"/teams/{world.store}", data={"parent": group.id})
    assert house.session.get_one(Team, world.store).parent_id == world.root
    assert "何舟" in house.browser("manager").get("/people").text


def test_a_reset_ends_sessions_and_gives_a_code(house: House) -> None:
    running = house.browser("owner")
    answer = house.browser("manager").post(f"/people/{house.world.owner}/reset")
    assert 'class="code"' in answer.text
    assert running.get("/").status_code == 302


@pytest.mark.parametrize("who", ["administrator", "payroll", "trainer"])
def test_nobody_gets_hold_of_roles_they_do_not_have_by_a_reset(house: House, who: str) -> None:
    answer = house.browser("boss").post(f"/people/{getattr(house.world, who)}/reset")
    assert 'class="code"' not in answer.text
    assert house.browser(who).get("/").status_code == 200


def test_a_leavers_accounts_end_with_them(house: House) -> None:
    form = {
        "platform": "淘宝",
        "store": "星桥旗舰店",
        "sub_account": "星桥旗舰店:小雨",
        "employee": house.world.owner,
        "valid_from": "2026-11-01",
    }
    assert house.browser("manager").post("/accounts", data=form).status_code == 302
    house.browser("administrator").post(f"/people/{house.world.owner}/deactivate")
    account = house.session.scalars(select(PlatformAccount)).one()
    assert account.valid_to is not None
