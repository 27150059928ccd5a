"""The content we ship: without faults and flaws, in canonical form, enough of it for customer service."""

from pathlib import Path

import pytest
from flask import Flask

from kit import shipped
from kit.shipped import Reading, Report
from kit.web import content_kinds
from tests.conftest import ROOT

CUSTOMER_SERVICE_FACTS = ("F01", "F08", "F09", "F12", "F13", "F14", "F15", "F16", "F22", "F23")


@pytest.fixture
def reading(app: Flask) -> Reading:
    """Everything we ship, as read."""
    return shipped.read(content_kinds(), ROOT)


@pytest.fixture
def report(reading: Reading) -> Report:
    """What `flask content check` says about it."""
    return shipped.report(content_kinds(), reading)


def test_what_we_ship_has_no_faults(report: Report) -> None:
    assert [str(fault) for fault in report.faults] == []


def test_what_we_ship_has_no_flaws(report: Report) -> None:
    assert [str(flaw) for flaw in report.flaws] == []


def test_what_we_ship_is_in_canonical_form(reading: Reading) -> None:
    assert list(shipped.changes(content_kinds(), reading, ROOT)) == []


def test_what_is_exported_reads_back_the_same(reading: Reading, tmp_path: Path) -> None:
    content = {name: [(key, one.struct) for key, one in found.items()] for name, found in reading.library.items()}
    shipped.write_files(tmp_path, shipped.canonical_files(content_kinds(), content))
    again = shipped.read(content_kinds(), tmp_path).library
    assert {name: {key: one.struct for key, one in found.items()} for name, found in again.items()} == {
        name: dict(found) for name, found in content.items()
    }


def test_there_is_enough_for_customer_service(report: Report) -> None:
    found = {name: by_position.get("customer-service", 0) for name, by_position in report.counts.items()}
    assert found["lessons"] >= 10
    assert found["questions"] >= 80
    assert found["check_questions"] >= 3 * found["lessons"]
    assert found["papers"] >= 3


@pytest.mark.parametrize("fact", CUSTOMER_SERVICE_FACTS)
def test_a_fact_of_customer_service_is_taught_and_asked(report: Report, fact: str) -> None:
    assert report.facts[fact]["taught"] >= 1
    assert report.facts[fact]["asked"] >= 1
