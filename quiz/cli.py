"""What the command line asks of quiz: its part of the demo company."""

from kit.clock import now
from kit.database import writing
from quiz.service import demonstrating


def create_demo() -> None:
    """Let the demo people have taken their checks in the last weeks."""
    with writing() as session:
        demonstrating.play(session, now())
