"""Where the pages of exams are, for notices and record entries written where no request is."""


def result(attempt_id: int) -> str:
    """The result page of an attempt."""
    return f"/attempts/{attempt_id}/result"


def sitting(sitting_id: int) -> str:
    """The page before an exam begins."""
    return f"/exams/{sitting_id}"
