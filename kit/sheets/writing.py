"""Rows into spreadsheet files that Excel and WPS open as meant, and copies with the faults marked."""

import csv
import io
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

import xlsxwriter

from kit.sheets.reading import Sheet
from kit.sheets.tables import RowFault

Cell = str | int | float | Decimal | date | datetime | None

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class Mark:
    """A cell to highlight, with a comment."""

    row: int
    column: int
    text: str


@dataclass(frozen=True, slots=True)
class Page:
    """One sheet to write; rows include the heads, which are row `header` (0: none) and stay in view."""

    name: str
    rows: Sequence[Sequence[Cell]]
    header: int = 1
    marks: Sequence[Mark] = ()


def write(pages: Sequence[Page]) -> bytes:
    """Write an .xlsx; text stays text (phone numbers, leading zeros, "=…"), heads stay in view.

    Times must be naive, in the zone they are to be shown in.
    """
    out = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(out, options) as book:
        looks = {
            "text": book.add_format({"num_format": "@", "valign": "top", "text_wrap": True}),
            "head": book.add_format({"num_format": "@", "bold": True, "bg_color": "#F0EDE5", "bottom": 1}),
            "mark": book.add_format(
                {"num_format": "@", "bg_color": "#FBE9E6", "font_color": "#C23B2A", "text_wrap": True}
            ),
            "day": book.add_format({"num_format": "yyyy-mm-dd", "valign": "top"}),
            "moment": book.add_format({"num_format": "yyyy-mm-dd hh:mm", "valign": "top"}),
            "number": book.add_format({"valign": "top"}),
        }
        taken: set[str] = set()
        for page in pages:
            _write_page(book.add_worksheet(_sheet_name(page.name, taken)), page, looks)
    return out.getvalue()


def _write_page(sheet: xlsxwriter.worksheet.Worksheet, page: Page, looks: Mapping[str, object]) -> None:
    marked = {(mark.row, mark.column) for mark in page.marks}
    for number, row in enumerate(page.rows, 1):
        for column, cell in enumerate(row, 1):
            look = "head" if number == page.header else "mark" if (number, column) in marked else ""
            _write_cell(sheet, number - 1, column - 1, cell, looks, look)
    for mark in page.marks:
        _write_cell(sheet, mark.row - 1, mark.column - 1, _at(page, mark), looks, "mark")
        sheet.write_comment(mark.row - 1, mark.column - 1, mark.text[:1000], {"x_scale": 2})
    if page.header:
        sheet.freeze_panes(page.header, 0)
    for column, width in enumerate(_widths(page.rows)):
        sheet.set_column(column, column, width)


def _at(page: Page, mark: Mark) -> Cell:
    row = page.rows[mark.row - 1] if mark.row <= len(page.rows) else ()
    return row[mark.column - 1] if mark.column <= len(row) else ""


def _write_cell(
    sheet: xlsxwriter.worksheet.Worksheet,
    row: int,
    column: int,
    cell: Cell,
    looks: Mapping[str, object],
    look: str,
) -> None:
    match cell:
        case None | "":
            if look:
                sheet.write_blank(row, column, None, looks[look])
        case str():
            sheet.write_string(row, column, _CONTROL.sub("", cell)[:32_000], looks[look or "text"])
        case datetime():
            sheet.write_datetime(row, column, cell, looks[look or "moment"])
        case date():
            sheet.write_datetime(row, column, cell, looks[look or "day"])
        case _:
            sheet.write_number(row, column, cell, looks[look or "number"])


def _widths(rows: Sequence[Sequence[Cell]]) -> list[int]:
    """A Chinese character is two wide; between 8 and 48, longer text is wrapped."""
    widths: list[int] = []
    for row in rows[:500]:
        widths.extend([8] * (len(row) - len(widths)))
        for column, cell in enumerate(row):
            line = max(str("" if cell is None else cell).split("\n"), key=len)
            wide = sum(2 if unicodedata.east_asian_width(sign) in "WFA" else 1 for sign in line[:48])
            widths[column] = min(48, max(widths[column], wide + 2))
    return widths


def _sheet_name(name: str, taken: set[str]) -> str:
    plain = re.sub(r"[\[\]:*?/\\\x00-\x1f]", " ", name).strip().strip("'")[:28] or "Sheet"
    free, number = plain, 1
    while free.casefold() in taken or free.casefold() == "history":
        number += 1
        free = f"{plain}{number}"
    taken.add(free.casefold())
    return free


def write_csv(rows: Iterable[Sequence[Cell]]) -> bytes:
    """Write a CSV that Excel and WPS open as UTF-8 and in which no text becomes a formula."""
    out = io.StringIO(newline="")
    csv.writer(out).writerows([_harmless(cell) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def _harmless(cell: Cell) -> str:
    shown = "" if cell is None else str(cell)
    return f"'{shown}" if isinstance(cell, str) and shown.startswith(_FORMULA) else shown


def corrected_copy(
    sheet: Sheet,
    faults: Sequence[RowFault],
    header: int,
    say: Callable[[RowFault], str] = str,
    title: str = "Reason",
) -> bytes:
    """Write the rows as they came, faulty cells marked, the why in one more column; `say` translates it."""
    width = max((len(row.cells) for row in sheet.rows), default=0)
    given = {row.number: row.cells for row in sheet.rows}
    reasons: dict[int, list[str]] = {}
    for fault in faults:
        reasons.setdefault(fault.row, []).append(say(fault))
    rows = []
    for number in range(1, max(given, default=0) + 1):
        cells = list(given.get(number, ()))
        last = title if number == header else "\n".join(reasons.get(number, ()))
        rows.append([*cells, *[""] * (width - len(cells)), last])
    marks: dict[tuple[int, int], str] = {}
    for fault in faults:
        place = (fault.row, fault.column or width + 1)
        marks[place] = f"{marks[place]}\n{say(fault)}" if place in marks else say(fault)
    return write([Page(sheet.name, rows, header, [Mark(row, column, text) for (row, column), text in marks.items()])])
