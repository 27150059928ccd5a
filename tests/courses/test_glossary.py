"""The glossary: read and written the same, shown to everybody, and content that spells a term otherwise is found."""

from flask import Flask

from courses.glossary import FILE, KIND, Term, check, find_flaws, read, write
from kit import publishing
from kit.content import Text
from kit.database import writing
from kit.rooms import Library, Source
from tests.conftest import NOON
from tests.courses.content import lesson
from tests.courses.shipped import files
from tests.quiz.samples import single
from tests.world import people, sign_in

MEANING = Text(zh="登录用的身份", en="What somebody signs in with")
ACCOUNT = Term(id="account", name=Text(zh="账号", en="account"), meaning=MEANING, avoid=("帐号",))


def library(*terms: Term, body: str = "用自己的账号。", stem: str = "谁的账号？") -> Library:
    return {
        "term": {one.id: Source(one.id, one, FILE) for one in terms},
        "lesson": {"a/b": Source("a/b", lesson("b", 1, "课", "b", body), "a/01-b.md")},
        "question": {"a/q": Source("a/q", single(id="q", stem=stem), "a/single.toml")},
    }


def test_terms_are_read_and_written_the_same() -> None:
    sources, faults = read(files())
    assert faults == []
    assert len(sources) >= 30
    assert write([(one.key, one.struct) for one in sources]) == {FILE: files()[FILE]}


def test_a_term_that_stands_twice_and_a_wrong_file_are_faults() -> None:
    (text,) = write([(ACCOUNT.id, ACCOUNT)]).values()
    assert [str(fault) for fault in read({FILE: text + text})[1]] == ["glossary.toml: account: id: stands there twice"]
    assert len(read({FILE: "["})[1]) == 1
    assert read({}) == ([], [])


def test_another_spelling_in_a_lesson_or_a_question_is_a_flaw() -> None:
    assert find_flaws(library(ACCOUNT)) == []
    found = find_flaws(library(ACCOUNT, body="把帐号借给同事。", stem="帐号给谁？"))
    assert [str(flaw) for flaw in found] == [
        "a/01-b.md: a/b: term: says 帐号, the glossary says 账号",
        "a/single.toml: a/q: term: says 帐号, the glossary says 账号",
    ]


def test_what_one_term_avoids_is_no_other_terms_name() -> None:
    other = Term(id="other", name=Text(zh="帐号本", en="book"), meaning=MEANING)
    assert [str(fault) for fault in check(library(ACCOUNT, other))] == [
        "glossary.toml: account: avoid: 帐号 stands in the name of other"
    ]
    assert check(library(ACCOUNT)) == []


def test_everybody_reads_the_glossary_from_the_catalogue(app: Flask) -> None:
    with writing() as session:
        world = people(session)
        publishing.publish(session, KIND.name, ACCOUNT.id, ACCOUNT, NOON)
    browser = sign_in(app, world.owner)
    assert "/glossary" in browser.get("/courses").text
    page = browser.get("/glossary").text
    for said in ("账号", "account", "登录用的身份", "帐号"):
        assert said in page
