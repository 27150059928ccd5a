"""A draw is even, repeats nothing and no family, and is found whenever there is one."""

from collections import Counter
from itertools import permutations
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quiz.drawing import Candidate, Cell, Short, candidate, draw_options, draw_questions, matches
from quiz.flaws import evenness
from quiz.questions import Difficulty
from tests.quiz.samples import fill, single

LEVELS: tuple[Difficulty, ...] = ("easy", "medium", "hard")


def pool(size: int, bank: str = "b", tags: str = "", family: str | None = None) -> list[Candidate]:
    return [
        Candidate(f"{bank}/{tags}{family or ''}{number}", "single", LEVELS[number % 3], "open", frozenset(tags), family)
        for number in range(size)
    ]


def test_every_order_of_the_options_comes_up_alike() -> None:
    random = Random(1)
    orders = Counter(draw_options(single(), random) for _ in range(2400))
    assert set(orders) == set(permutations((1, 2, 3, 4)))
    assert evenness(list(orders.values())) > 0.001


def test_a_question_without_options_has_no_order() -> None:
    assert draw_options(fill(), Random(1)) == ()


def test_every_question_of_the_pool_comes_up_alike() -> None:
    random = Random(2)
    drawn = Counter(key for _ in range(1000) for key in draw_questions(pool(20), [Cell(count=5)], random)[0])
    assert len(drawn) == 20
    assert evenness(list(drawn.values())) > 0.001


def test_the_same_chance_draws_the_same_questions() -> None:
    draws = [draw_questions(pool(50), [Cell(count=9), Cell(count=3)], Random(7)) for _ in range(2)]
    assert draws[0] == draws[1]


def test_no_question_is_drawn_by_two_cells() -> None:
    first, second = draw_questions(pool(10), [Cell(count=5), Cell(count=5)], Random(3))
    assert len(set(first) | set(second)) == 10


def test_siblings_never_meet() -> None:
    siblings = pool(30, family="f") + pool(4)
    drawn = draw_questions(siblings, [Cell(count=5)], Random(4))[0]
    assert sum("f" in key for key in drawn) == 1


def test_families_of_two_banks_are_two_families() -> None:
    both = pool(3, "one", family="f") + pool(3, "two", family="f")
    assert {key[:3] for key in draw_questions(both, [Cell(count=2)], Random(4))[0]} == {"one", "two"}


def test_what_is_in_the_paper_keeps_itself_and_its_siblings_out() -> None:
    fixed = Candidate("b/fixed", "single", "easy", "exam", family="f")
    left = [*pool(3), *pool(3, family="f"), fixed]
    assert all("f" not in key[2:] for key in draw_questions(left, [Cell(count=3)], Random(5), taken=[fixed])[0])


def test_what_was_seen_lately_is_drawn_only_when_nothing_else_is_left() -> None:
    seen = {f"b/{number}" for number in range(6)}
    assert not seen & set(draw_questions(pool(10), [Cell(count=4)], Random(6), avoid=seen)[0])
    assert len(seen & set(draw_questions(pool(10), [Cell(count=7)], Random(6), avoid=seen)[0])) == 3


def test_a_wide_cell_leaves_the_narrow_one_its_questions() -> None:
    few = pool(3, tags="n") + pool(5)
    for seed in range(50):
        wide, narrow = draw_questions(few, [Cell(count=5), Cell(count=3, tags=("n",))], Random(seed))
        assert (len(wide), len(narrow)) == (5, 3)


def test_the_short_cell_is_named() -> None:
    cells = [Cell(count=2), Cell(count=3, bank="b", difficulty="hard", tags=("n",), red_line=True)]
    with pytest.raises(Short) as refused:
        draw_questions(pool(9), cells, Random(1))
    assert (refused.value.cell, refused.value.wanted, refused.value.found) == (cells[1], 3, 0)
    assert str(refused.value) == "Only 0 of 3 questions can be drawn for: b · hard · n · red line."


def test_two_cells_may_want_what_only_one_can_have() -> None:
    with pytest.raises(Short) as refused:
        draw_questions(pool(3), [Cell(count=2), Cell(count=2)], Random(1))
    assert refused.value.found == 1


def test_questions_for_checks_are_drawn_only_where_asked_for() -> None:
    asked = candidate("b/q", single(use="check"))
    assert not matches(Cell(count=1), asked)
    assert matches(Cell(count=1, use="check"), asked)
    assert not matches(Cell(count=1, use="exam"), asked)


@pytest.mark.parametrize(
    "cell",
    [Cell(count=1, bank="other"), Cell(count=1, type="fill"), Cell(count=1, difficulty="easy"),
     Cell(count=1, tags=("bad-review", "form-a")), Cell(count=1, red_line=True)],
)  # fmt: skip
def test_each_wish_of_a_cell_counts(cell: Cell) -> None:
    assert matches(Cell(count=1), candidate("b/q", single()))
    assert not matches(cell, candidate("b/q", single()))


candidates = st.lists(
    st.tuples(st.frozensets(st.sampled_from("abc")), st.sampled_from([None, None, "f", "g"])), max_size=9
).map(
    lambda rows: [
        Candidate(f"b/{at}", "single", "easy", "open", tags, family) for at, (tags, family) in enumerate(rows)
    ]
)
cells = st.lists(st.builds(Cell, count=st.just(1), tags=st.lists(st.sampled_from("abc"), max_size=2).map(tuple)),
                 min_size=1, max_size=4)  # fmt: skip


@given(candidates, cells, st.integers(0, 3))
def test_a_draw_is_found_exactly_when_there_is_one(left: list[Candidate], wanted: list[Cell], seed: int) -> None:
    possible = any(
        all(matches(cell, one) for cell, one in zip(wanted, chosen, strict=True))
        and len({one.unit for one in chosen}) == len(chosen)
        for chosen in permutations(left, len(wanted))
    )
    by_key = {one.key: one for one in left}
    try:
        drawn = draw_questions(left, wanted, Random(seed), avoid=["b/0", "b/2"])
    except Short:
        assert not possible
        return
    chosen = [by_key[keys[0]] for keys in drawn]
    assert all(matches(cell, one) for cell, one in zip(wanted, chosen, strict=True))
    assert len({one.unit for one in chosen}) == len(wanted)


def test_a_paper_is_drawn_from_thousands_without_delay() -> None:
    large = pool(3000) + pool(40, tags="n")
    drawn = draw_questions(large, [Cell(count=100), Cell(count=40, tags=("n",)), Cell(count=20)], Random(8))
    assert [len(keys) for keys in drawn] == [100, 40, 20]
