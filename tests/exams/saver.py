"""A server of its own that saves answers one by one and acknowledges each on its output, until it is killed."""

import sys

from exams.models import Attempt
from kit.database import writing
from tests.conftest import NOON, build
from tests.exams.house import MINUTE, save


def main(url: str, attempt_id: int, first: int) -> None:
    """Save on and on, counting from a number."""
    app = build(url)
    with app.app_context():
        for seq in range(first, first + 100_000):
            with writing() as session:
                attempt = session.get_one(Attempt, attempt_id)
                saved = save(session, attempt, "rate", {"text": [str(seq)]}, NOON + MINUTE, "saver", seq)
            sys.stdout.write(f"{saved.revision}\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
