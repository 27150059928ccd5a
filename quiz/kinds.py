"""The two kinds of content this room ships: banks and their questions."""

from kit.rooms import ContentKind
from quiz import coverage, files
from quiz.questions import QUESTION, Bank

BANK = ContentKind(
    name="bank",
    folder="quiz/content",
    struct=Bank,
    read=files.read_banks,
    write=files.write_banks,
    order=20,
)
QUESTIONS = ContentKind(
    name="question",
    folder="quiz/content",
    struct=QUESTION,
    read=files.read_questions,
    write=files.write_questions,
    order=21,
    check=coverage.check,
    flaws=coverage.find_flaws,
    tally=coverage.tally,
)
KINDS = (BANK, QUESTIONS)
