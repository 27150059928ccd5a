"""Search: two-character Chinese words, Latin words, titles first, on both engines."""

from sqlalchemy.orm import Session

from kit.search import excerpt, find, forget, index


def fill(session: Session) -> None:
    index(
        session,
        "lesson",
        "c/reviews",
        "差评先找原因",
        "买家说掉漆，先看洗标。首次响应 10 秒。Bad reviews",
        "/courses/c/reviews",
    )
    index(
        session,
        "lesson",
        "c/returns",
        "售后与退换",
        "退换之前先核实；差评不换赔付。It's a 'return'",
        "/courses/c/returns",
    )


def keys(session: Session, query: str) -> list[str]:
    return [one.key for one in find(session, query, 10)]


def test_a_word_of_two_signs_is_found_and_the_title_comes_first(either_session: Session) -> None:
    fill(either_session)
    assert keys(either_session, "差评") == ["c/reviews", "c/returns"]
    assert keys(either_session, "洗标") == ["c/reviews"]
    assert keys(either_session, "评差") == []


def test_all_words_must_be_there(either_session: Session) -> None:
    fill(either_session)
    assert keys(either_session, "差评 掉漆") == ["c/reviews"]
    assert keys(either_session, "掉漆 退换") == []


def test_latin_words_and_numbers_are_found_by_their_beginning_in_any_case(either_session: Session) -> None:
    fill(either_session)
    assert keys(either_session, "REVIEW") == ["c/reviews"]
    assert keys(either_session, "１０ 秒") == ["c/reviews"]


def test_signs_of_a_query_language_do_no_harm(either_session: Session) -> None:
    fill(either_session)
    for query in ('"', "'; DROP TABLE search_document; --", "a OR b", "NEAR(", "\\", "差评 & !", "", "  "):
        find(either_session, query, 10)
    assert keys(either_session, "'return'") == ["c/returns"]


def test_a_new_text_replaces_the_old_and_a_forgotten_one_is_gone(either_session: Session) -> None:
    fill(either_session)
    index(either_session, "lesson", "c/reviews", "差评先找原因", "全新的内容", "/x")
    assert keys(either_session, "掉漆") == []
    assert keys(either_session, "全新") == ["c/reviews"]
    forget(either_session, "lesson", "c/reviews")
    forget(either_session, "lesson", "never-there")
    assert keys(either_session, "全新") == []


def test_one_kind_can_be_asked_for(either_session: Session) -> None:
    fill(either_session)
    assert find(either_session, "差评", 10, kind="person") == []
    assert len(find(either_session, "差评", 1)) == 1


def test_an_excerpt_shows_the_words_with_what_stands_around_them() -> None:
    body = "一" * 200 + "先看洗标再说" + "二" * 200
    piece = excerpt(body, "洗标")
    assert "洗标" in piece
    assert piece.startswith("…")
    assert piece.endswith("…")
    assert excerpt("短", "没有") == "短"
