"""The flaws by which a question gives itself away, and those that only a whole bank shows."""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from kit.rooms import Flaw
from kit.text import common_runs, fold, jaccard, letters, trigrams, visible_length
from quiz.questions import (
    Choice,
    ItemFlaw,
    MultipleChoice,
    Question,
    SingleChoice,
    TrueFalse,
    keys_of,
    options_of,
)

CLEARLY_LONGER = Fraction(5, 4)
SHORTEST_RUN = 4
NEAR = 0.6
RARE = 0.01
MOST_ACCEPTED = Fraction(2, 100)
_ALL_OR_NONE = re.compile(
    r"以上(选项)?(都|全|均|皆)|^(都|全部|全|均)(对|不对|是|不是|正确|不正确|错|可以|不可以)[.!]?$"
    r"|\b(all|none|both) of the above\b"
)


@dataclass(frozen=True, slots=True)
class Item:
    """A question with where it stands."""

    file: str
    key: str
    question: Question


def of_bank(bank: str, file: str, items: Sequence[Item]) -> list[Flaw]:
    """List the flaws of a bank's questions one by one, and of the bank as a whole."""
    found = [flaw for item in items for flaw in _of_item(item)]
    found += _uneven(items)
    found += _near_duplicates(items)
    found += [Flaw(file, bank, name, detail) for name, detail in _of_whole(items)]
    return sorted(found)


def _flaw(item: Item, name: ItemFlaw, detail: str) -> Flaw:
    accepted = (one.reason for one in item.question.accepted_flaws if one.flaw == name)
    return Flaw(item.file, item.key, name, detail, next(accepted, ""))


def _of_item(item: Item) -> Iterator[Flaw]:
    question = item.question
    if not isinstance(question, SingleChoice | MultipleChoice):
        return
    if longest := clearly_longest(question):
        yield _flaw(item, "key-longest", f"the key is {float(longest):.2f} times as long as the next option")
    for option in question.options:
        if _ALL_OR_NONE.search(fold(option.text)):
            yield _flaw(item, "all-of-the-above", f"“{option.text}”")
    if runs := shared_runs(question):
        yield _flaw(item, "shared-run", "stem and key alone share " + ", ".join(f"“{run}”" for run in runs))


def clearly_longest(question: Choice) -> Fraction | None:
    """Give how many times longer the key is than the longest wrong option, where that is too much.

    In a multiple choice it is the shortest key that counts, and also the longest one beside all other options.
    """
    lengths = {number: visible_length(option.text) for number, option in enumerate(question.options, 1)}
    keys = keys_of(question)
    wrong = max(length for number, length in lengths.items() if number not in keys)
    *_, next_longest, longest = sorted(lengths.values())
    ratios = [Fraction(min(lengths[number] for number in keys), max(wrong, 1))]
    if longest > wrong:
        ratios.append(Fraction(longest, max(next_longest, 1)))
    return max(ratios) if max(ratios) > CLEARLY_LONGER else None


def shared_runs(question: Choice) -> list[str]:
    """List the runs of four characters or more that the stem shares with a key and with no other option."""
    stem = _bare(question.stem)
    keys = keys_of(question)
    texts = [_bare(option.text) for option in question.options]
    found: list[str] = []
    for number in sorted(keys):
        others = [text for at, text in enumerate(texts, 1) if at != number]
        for run in common_runs(texts[number - 1], stem, SHORTEST_RUN):
            if len(letters(run)) >= SHORTEST_RUN and not any(run in other for other in others):
                found.append(run)
    return found


def _bare(text: str) -> str:
    return re.sub(r"[\s*`>|]", "", fold(text))


def _uneven(items: Iterable[Item]) -> Iterator[Flaw]:
    by_type: dict[str, list[Item]] = defaultdict(list)
    for item in items:
        if options_of(item.question):
            by_type[item.question.type].append(item)
    for alike in by_type.values():
        counts = Counter(len(options_of(item.question)) for item in alike)
        usual = counts.most_common(1)[0][0]
        for item in alike:
            if (count := len(options_of(item.question))) != usual:
                yield _flaw(item, "uneven-options", f"{count} options, the others have {usual}")


def _near_duplicates(items: Sequence[Item]) -> Iterator[Flaw]:
    """Compare only questions that share one of their rarest trigrams (prefix filter: Bayardo et al. 2007)."""
    sets = [trigrams(_whole(item.question)) for item in items]
    often = Counter(trigram for one in sets for trigram in one)
    index: dict[str, list[int]] = defaultdict(list)
    for at, one in enumerate(sets):
        rarest = sorted(one, key=lambda trigram: (often[trigram], trigram))
        prefix = rarest[: len(one) - math.ceil(NEAR * len(one)) + 1]
        for earlier in sorted({other for trigram in prefix for other in index[trigram]}):
            if (likeness := jaccard(one, sets[earlier])) >= NEAR:
                yield _likeness(items[at], items[earlier], likeness)
        for trigram in prefix:
            index[trigram].append(at)


def _whole(question: Question) -> str:
    return question.stem + "".join(option.text for option in options_of(question))


def _likeness(item: Item, earlier: Item, likeness: float) -> Flaw:
    return _flaw(item, "near-duplicate", f"like {earlier.key} ({likeness:.2f})")


def _of_whole(items: Sequence[Item]) -> Iterator[tuple[str, str]]:
    singles = [item.question for item in items if isinstance(item.question, SingleChoice)]
    multiples = [item.question for item in items if isinstance(item.question, MultipleChoice)]
    statements = [item.question for item in items if isinstance(item.question, TrueFalse)]
    yield from _longest_too_often(singles)
    yield from _position_bias("single", singles)
    yield from _position_bias("multiple", multiples)
    truths = Counter(question.answer for question in statements)
    if (chance := evenness([truths[True], truths[False]])) < RARE:
        yield "key-position", f"truefalse: {truths[True]} right, {truths[False]} wrong (p = {chance:.4f})"
    accepted = sum(bool(item.question.accepted_flaws) for item in items)
    if accepted > MOST_ACCEPTED * len(items):
        yield "too-many-accepted", f"{accepted} of {len(items)} questions, at most 2 %"


def _longest_too_often(singles: Sequence[SingleChoice]) -> Iterator[tuple[str, str]]:
    chances = [Fraction(1, len(question.options)) for question in singles]
    expected = float(sum(chances))
    spread = math.sqrt(sum(chance * (1 - chance) for chance in chances))
    found = float(sum(_longest_share(question) for question in singles))
    if found > expected + 2 * spread:
        yield (
            "key-longest-share",
            f"the key is the longest in {found:.1f} of {len(singles)}, by chance {expected:.1f} ± {spread:.1f}",
        )


def _longest_share(question: SingleChoice) -> Fraction:
    """Give 1 where the key is the longest option, its part where it shares that place."""
    lengths = [visible_length(option.text) for option in question.options]
    longest = [number for number, length in enumerate(lengths, 1) if length == max(lengths)]
    return Fraction(len(keys_of(question) & set(longest)), len(longest))


def _position_bias(name: str, questions: Sequence[Choice]) -> Iterator[tuple[str, str]]:
    if not questions:
        return
    size = Counter(len(question.options) for question in questions).most_common(1)[0][0]
    keys = Counter(key for one in questions if len(one.options) == size for key in keys_of(one))
    counts = [keys[place] for place in range(1, size + 1)]
    if (chance := evenness(counts)) < RARE:
        yield "key-position", f"{name}: keys stand at {'/'.join(map(str, counts))} (p = {chance:.4f})"


def evenness(counts: Sequence[int]) -> float:
    """Give the p of Pearson's χ² that the counts are even; 1 where fewer than two are expected at a place."""
    expected = Fraction(sum(counts), len(counts))
    if expected < 2:
        return 1.0
    return chi_square_tail(float(sum((count - expected) ** 2 for count in counts) / expected), len(counts) - 1)


def chi_square_tail(value: float, freedom: int) -> float:
    """Give the chance of a χ² at least so large.

    By the recurrence Q(x, k + 2) = Q(x, k) + (x/2)^(k/2) e^(−x/2) ÷ Γ(k/2 + 1) (Abramowitz and Stegun 26.4.8).
    """
    half = value / 2
    tail, at = (math.erfc(math.sqrt(half)), 1) if freedom % 2 else (math.exp(-half), 2)
    while at < freedom:
        tail += half ** (at / 2) * math.exp(-half) / math.gamma(at / 2 + 1)
        at += 2
    return tail
