"""What can be entered into the record: one deed, as a frozen value with its canonical payload."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from records.chain import moment_text


@dataclass(frozen=True)
class Deed:
    """One assessed thing: about whom, what, the result, by whom it was judged, and where the evidence is.

    `subject` is `exam:<paper>`, `check:<course>/<lesson>`, `mentor:<step>`, `path:<path>` or `certificate:<number>`;
    points are hundredths; `judged_by` is None where the machine alone marked; `titles` is {"zh": …, "en": …}.
    """

    employee_id: int
    kind: str
    subject: str
    at: datetime
    titles: Mapping[str, str]
    points: int | None = None
    max_points: int | None = None
    pass_points: int | None = None
    passed: bool | None = None
    judged_by: tuple[int, ...] = ()
    evidence: str = ""
    # attempt number, version of the paper, replaced entry …: integers and strings
    details: Mapping[str, object] = field(default_factory=dict)
    note: str = ""

    def payload(self, entered_at: datetime, note_digest: str) -> dict[str, object]:
        """What the chain holds: no name and no free text of people."""
        return {
            "at": moment_text(self.at),
            "details": dict(self.details),
            "employee": self.employee_id,
            "entered_at": moment_text(entered_at),
            "evidence": self.evidence,
            "judged_by": list(self.judged_by),
            "kind": self.kind,
            "max_points": self.max_points,
            "note": note_digest,
            "pass_points": self.pass_points,
            "passed": self.passed,
            "points": self.points,
            "subject": self.subject,
            "titles": dict(self.titles),
        }
