"""Every setting is documented, checked by type, and named when it is wrong."""

import re
from dataclasses import fields
from pathlib import Path

import pytest

from kit.settings import Settings, WrongSetting, read_settings, sqlite_file, variable
from tests.conftest import ROOT

ROW = re.compile(r"^\| `([A-Z_]+)` \| (?:`(.*?)`|\*\(empty\)\*) \|", re.MULTILINE)


def _shown(value: object) -> str:
    return str(int(value)) if isinstance(value, bool) else str(value)


def test_the_documentation_names_every_setting_with_its_default() -> None:
    documented = dict(ROW.findall((ROOT / "docs" / "settings.md").read_text(encoding="utf-8")))
    assert documented == {variable(field.name): _shown(field.default) for field in fields(Settings)}


def test_nothing_has_to_be_set() -> None:
    assert read_settings({}) == Settings()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DATABASE_URL", "mysql://x"),
        ("SECRET_KEY", "short"),
        ("DIANXUE_DEMO", "perhaps"),
        ("PORT", "0"),
        ("PORT", "http"),
        ("PUBLIC_URL", "shop.example"),
        ("DIANXUE_WORKERS", "-1"),
        ("DIANXUE_THREADS", "1000"),
        ("DIANXUE_ZONE", "Asia/Nowhere"),
        ("DIANXUE_LOG_LEVEL", "loud"),
        ("DIANXUE_TEST_MODE", "2"),
    ],
)
def test_a_wrong_setting_is_named_with_what_is_allowed(name: str, value: str) -> None:
    with pytest.raises(WrongSetting, match=rf"^{name}='{re.escape(value)}' cannot be used: it must be .+\.$"):
        read_settings({name: value})


def test_all_wrong_settings_are_named_at_once() -> None:
    with pytest.raises(WrongSetting) as refused:
        read_settings({"PORT": "x", "DIANXUE_DEMO": "x"})
    assert len(str(refused.value).splitlines()) == 2


def test_the_clock_can_be_moved_in_test_mode_alone() -> None:
    with pytest.raises(WrongSetting):
        read_settings({"DIANXUE_CLOCK_FILE": "clock"})
    assert read_settings({"DIANXUE_CLOCK_FILE": "clock", "DIANXUE_TEST_MODE": "1"}).clock_file == "clock"


def test_a_url_of_postgresql_gets_its_driver() -> None:
    read = read_settings({"DATABASE_URL": "postgres://u:p@h/n"})
    assert read.database_url == "postgresql+psycopg://u:p@h/n"


def test_cookies_are_secure_where_people_come_over_https() -> None:
    assert read_settings({"PUBLIC_URL": "https://shop.example/"}).secure_cookies
    assert not read_settings({"HOST": "0.0.0.0"}).secure_cookies


def test_only_an_sqlite_database_has_a_file() -> None:
    assert sqlite_file("sqlite:////tmp/a.db") == Path("/tmp/a.db")
    assert sqlite_file("postgresql+psycopg://h/n") is None
