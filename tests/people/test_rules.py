"""Texts refer to the company's figures by name; the figures stand in one place."""

from people.rules import Rule, fill, named_in, read, write

FILE = """
[[rules]]
id = "first-response-seconds"
title = { zh = "首次响应标准", en = "First human response" }
value = "10"
unit = { zh = "秒", en = "s" }
since = "2026-10-01"
note = { zh = "团队服务承诺", en = "Service promise" }
"""


def test_a_text_is_filled_with_the_values_it_names() -> None:
    text = "首次响应 ≤ **{{first-response-seconds}} 秒**，{{unknown-rule}}"
    assert named_in(text) == {"first-response-seconds", "unknown-rule"}
    assert fill(text, {"first-response-seconds": "8"}) == "首次响应 ≤ **8 秒**，{{unknown-rule}}"


def test_rules_are_read_and_written_the_same() -> None:
    sources, faults = read({"rules.toml": FILE})
    assert faults == []
    assert isinstance(sources[0].struct, Rule)
    again, _ = read(write([(source.key, source.struct) for source in sources]))
    assert [source.struct for source in again] == [source.struct for source in sources]


def test_a_rule_that_stands_twice_is_a_fault() -> None:
    _, faults = read({"rules.toml": FILE + FILE})
    assert [str(fault) for fault in faults] == ["rules.toml: first-response-seconds: id: stands there twice"]
