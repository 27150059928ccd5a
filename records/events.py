"""What happens in the record that other rooms want to hear of."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Entered:
    """Something was entered into an employee's assessment record."""

    seq: int
    employee_id: int
    kind: str
    subject: str
    passed: bool | None
