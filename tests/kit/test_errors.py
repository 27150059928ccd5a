"""A refusal keeps its message and its values apart, and knows its status."""

import pytest

from kit.errors import Conflict, Fault, FieldErrors, NotAllowed, NotFound, Refused, TooLate


def test_a_refusal_can_be_translated_before_its_values_go_in() -> None:
    refused = Refused("At most %(most)s attempts.", most=2)
    assert (refused.message, refused.values, str(refused)) == (
        "At most %(most)s attempts.", {"most": 2}, "At most 2 attempts.",
    )  # fmt: skip


def test_a_percent_sign_without_values_stays() -> None:
    assert str(Refused("80 % are needed.")) == "80 % are needed."


@pytest.mark.parametrize(
    ("kind", "status"), [(Refused, 400), (NotAllowed, 403), (NotFound, 404), (Conflict, 409), (TooLate, 409)]
)
def test_each_refusal_has_its_status(kind: type[Refused], status: int) -> None:
    assert kind("No.").status == status


def test_several_fields_are_refused_together() -> None:
    refused = FieldErrors({"minutes": Refused("Too short.")})
    assert str(refused.fields["minutes"]) == "Too short."


def test_a_fault_reads_as_one_line() -> None:
    assert str(Fault("a.toml", "x", "stem", "missing")) == "a.toml: x: stem: missing"
