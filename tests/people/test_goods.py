"""Goods come in from the store's table, are updated by item number, found by everybody, and told once."""

import io
from typing import Any

import pytest
from flask.testing import FlaskClient

from kit.database import writing
from kit.errors import Conflict, NotFound
from kit.sheets.reading import Row, Sheet, read
from kit.sheets.writing import Page, write
from people.events import GoodsChanged
from people.goods_sheet import read_goods
from people.models import Employee
from people.service import stocking
from tests.conftest import NOON
from tests.people.conftest import House

HEADS = ["货号", "品名", "类目", "材质", "售价", "客服最低价"]
MUG, POT = ["A1", "山岚马克杯", "杯具", "高温瓷", "89", "72"], ["A2", "陶瓷砂锅", "锅具", "陶瓷", "198", "162"]


def listen(house: House) -> list[GoodsChanged]:
    heard: list[Any] = []
    house.app.extensions["subscribers"] = {GoodsChanged: [lambda _, event: heard.append(event)]}
    return heard


def upload(client: FlaskClient, store: int, *rows: list[str]) -> str:
    data = write([Page("商品", [HEADS, *rows])])
    answer = client.post("/goods/imports", data={"store": str(store), "file": (io.BytesIO(data), "商品.xlsx")})
    assert answer.status_code == 302, answer.text
    return str(answer.location)


def test_a_table_is_shown_first_and_then_entered(either_house: House) -> None:
    heard, store = listen(either_house), either_house.world.store
    manager = either_house.browser("manager")
    preview = upload(manager, store, MUG, POT)
    assert "陶瓷砂锅" in manager.get(preview).text
    assert stocking.goods(either_house.session) == []
    manager.post(f"{preview}/enter")
    assert [one.key for one in stocking.goods(either_house.session)] == [f"{store}/a1", f"{store}/a2"]
    assert heard == [GoodsChanged(store, (f"{store}/a1", f"{store}/a2"))]


def test_a_new_table_updates_by_item_number_and_tells_only_what_changed(either_house: House) -> None:
    heard, store = listen(either_house), either_house.world.store
    manager = either_house.browser("manager")
    manager.post(f"{upload(manager, store, MUG, POT)}/enter")
    manager.post(f"{upload(manager, store, ['a1', *MUG[1:4], '95', '72'], POT)}/enter")
    mug, pot = stocking.goods(either_house.session, store)
    assert (mug.good.price, mug.version, pot.version) == (9500, 2, 1)
    assert heard[1:] == [GoodsChanged(store, (f"{store}/a1",))]
    kept = stocking.newest(either_house.session, either_house.session.get_one(Employee, either_house.world.manager))
    assert kept[0].counts == {"new": 0, "changed": 1, "unchanged": 1}


def test_a_table_is_entered_once(either_house: House) -> None:
    manager = either_house.browser("manager")
    preview = upload(manager, either_house.world.store, MUG)
    manager.post(f"{preview}/enter")
    with writing() as session:
        boss = session.get_one(Employee, either_house.world.manager)
        kept = stocking.find(session, boss, int(preview.rpartition("/")[2]))
        rows = read_goods(stocking.sheet_of(kept))
        with pytest.raises(Conflict):
            stocking.enter(session, kept, rows, boss, NOON)


def test_nothing_is_entered_when_one_cell_is_wrong_and_the_copy_names_it(house: House) -> None:
    manager = house.browser("manager")
    preview = upload(manager, house.world.store, MUG, [*POT[:4], "一百九十八", "162"])
    manager.post(f"{preview}/enter")
    assert stocking.goods(house.session) == []
    copy = read(manager.get(f"{preview}/corrected.xlsx").data, "copy.xlsx")
    assert copy.rows[-1].cells[0] == "A2"
    assert copy.rows[-1].cells[-1]


def test_a_manager_fills_only_their_own_store(house: House) -> None:
    manager, boss = house.session.get_one(Employee, house.world.manager), house.world.boss
    assert [store.id for store in stocking.stocked_by(house.session, manager)] == [house.world.store]
    assert len(stocking.stocked_by(house.session, house.session.get_one(Employee, boss))) == 2
    with pytest.raises(NotFound):
        stocking.store_to_stock(house.session, manager, house.world.other_store)


def test_everybody_finds_a_good_by_what_its_sheet_says(house: House) -> None:
    manager = house.browser("manager")
    manager.post(f"{upload(manager, house.world.store, MUG, POT)}/enter")
    owner = house.browser("owner")
    assert "陶瓷砂锅" in owner.get("/goods").text
    found = owner.get("/goods?words=高温瓷").text
    assert "山岚马克杯" in found
    assert "陶瓷砂锅" not in found
    good = stocking.goods(house.session)[0]
    assert "72" in owner.get(f"/goods/{good.id}").text
    assert f"/goods/{good.id}" in owner.get("/search?q=山岚").text


def test_the_table_can_be_taken_away_and_brought_in_again(house: House) -> None:
    manager = house.browser("manager")
    manager.post(f"{upload(manager, house.world.store, MUG, POT)}/enter")
    table = read(manager.get(f"/goods/table.xlsx?store={house.world.store}").data, "goods.xlsx")
    changes = stocking.compare(house.session, house.world.store, read_goods(table))
    assert [one.what for one in changes] == ["unchanged", "unchanged"]


def test_a_good_that_is_taken_out_is_found_no_more_and_comes_back_with_a_table(either_house: House) -> None:
    heard, store = listen(either_house), either_house.world.store
    manager = either_house.browser("manager")
    manager.post(f"{upload(manager, store, MUG)}/enter")
    (good,) = stocking.goods(either_house.session)
    manager.post(f"/goods/{good.id}/retire")
    assert stocking.goods(either_house.session) == []
    assert manager.get(f"/goods/{good.id}").status_code == 200
    assert len(heard) == 2
    manager.post(f"{upload(manager, store, MUG)}/enter")
    assert len(stocking.goods(either_house.session)) == 1


def test_what_a_table_has_no_column_for_stays(house: House) -> None:
    manager = house.browser("manager")
    manager.post(f"{upload(manager, house.world.store, MUG)}/enter")
    short = Sheet("价格", (Row(1, ("货号", "品名", "类目", "售价")), Row(2, ("A1", "山岚马克杯", "杯具", "95"))))
    (change,) = stocking.compare(house.session, house.world.store, read_goods(short))
    assert (change.what, change.fields) == ("changed", ("price",))
    assert (change.good.material, change.good.price, change.good.floor_price) == ("高温瓷", 9500, 7200)
