"""Spreadsheet files into plain rows: whatever program, encoding or accident they come from."""

import csv
import io
import lzma
import re
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

import python_calamine

from kit.errors import Refused

_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_PARTS = re.compile(r"(\[Content_Types\]\.xml|_rels/\.rels|xl/.*\.(xml|rels))", re.IGNORECASE)
_CELL = re.compile(rb"<(?:\w+:)?c\b([^>]*)(?<!/)>")
_PLACE = re.compile(rb"""\br\s*=\s*["']([A-Za-z]{0,3})(\d{1,9})["']""")
_ROW = re.compile(rb"<(?:\w+:)?row\b[^>]*>")
_UNSEEN = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_SPACES = re.compile("[\u00a0\u3000\u2000-\u200a\t]")


@dataclass(frozen=True, slots=True)
class Limits:
    """How big a file may be: bytes as sent, bytes unpacked, rows and columns."""

    size: int = 5_000_000
    unpacked: int = 60_000_000
    rows: int = 20_000
    columns: int = 200


@dataclass(frozen=True, slots=True)
class Row:
    """One row that is not empty, with its number as the spreadsheet shows it; cell 0 is column 1 (A)."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """The first visible sheet of a file that has anything in it, as clean text."""

    name: str
    rows: tuple[Row, ...]


def read(data: bytes, filename: str, limits: Limits = Limits()) -> Sheet:
    """Read .xlsx, .xls, .csv or tab-separated text; what it is shows in the bytes, not in the name.

    Raises Refused when it is too big, damaged, locked or no table at all.
    """
    if len(data) > limits.size:
        raise Refused("The file is larger than %(megabytes)s MB.", megabytes=limits.size // 1_000_000)
    if not data.strip():
        raise Refused("The file is empty.")
    if data.startswith(_ZIP):
        return _read_workbook(_repacked(data, limits), limits)
    if data.startswith(_OLE):
        return _read_workbook(data, limits)
    name = re.sub(r"\.\w{1,5}$", "", re.split(r"[/\\]", filename)[-1])
    return Sheet(name, _read_text(data, limits))


def _repacked(data: bytes, limits: Limits) -> bytes:
    """Unpack within the limit and pack anew without compression, so that the reader meets no surprise."""
    plain = io.BytesIO()
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed, zipfile.ZipFile(plain, "w") as anew:
            parts = [part for part in packed.infolist() if _PARTS.fullmatch(part.filename)]
            if sum(part.file_size for part in parts) > limits.unpacked or len(parts) > 2_000:
                raise Refused("The file unpacks to more than this page can read. Keep only the sheet that is needed.")
            for part in parts:
                with packed.open(part) as opened:
                    # with a length given, no more than the announced size is ever unpacked
                    content = opened.read(part.file_size)
                if part.filename.lower().startswith("xl/worksheets/"):
                    _check_extent(content, limits)
                anew.writestr(part.filename, content)
    except (zipfile.BadZipFile, zlib.error, lzma.LZMAError, RuntimeError, EOFError, OSError, ValueError):
        raise _unreadable() from None
    return plain.getvalue()


def _check_extent(content: bytes, limits: Limits) -> None:
    """Refuse a filled cell far out: the reader would lay out every cell up to it in memory."""
    unplaced = False
    for cell in _CELL.finditer(content):
        place = _PLACE.search(cell[1])
        unplaced = unplaced or place is None
        if place:
            _check_place(int(place[2]), _column_number(place[1]), limits)
    if unplaced:
        for row in _ROW.finditer(content):
            place = _PLACE.search(row[0])
            _check_place(int(place[2]) if place else 0, 0, limits)


def _check_place(row: int, column: int, limits: Limits) -> None:
    if row > limits.rows:
        raise Refused("The sheet has more than %(rows)s rows.", rows=limits.rows)
    if column > limits.columns:
        raise Refused("The sheet has more than %(columns)s columns.", columns=limits.columns)


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number


def _unreadable() -> Refused:
    return Refused("The file is damaged or not a spreadsheet. Open it, save it as .xlsx and try again.")


def _read_workbook(data: bytes, limits: Limits) -> Sheet:
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        seen = [
            place
            for place, about in enumerate(book.sheets_metadata)
            if about.visible == python_calamine.SheetVisibleEnum.Visible
            and about.typ == python_calamine.SheetTypeEnum.WorkSheet
        ]
        for place in seen:
            sheet = book.get_sheet_by_index(place)
            rows = _rows(_cells_of(sheet, limits))
            if rows:
                return Sheet(sheet.name, rows)
    except Refused:
        raise
    except python_calamine.PasswordError:
        raise Refused("The file is locked with a password. Save it without one and try again.") from None
    except BaseException as error:
        # a panic of the reader is no Exception; whatever it chokes on, the file is at fault
        if isinstance(error, KeyboardInterrupt | SystemExit | MemoryError):
            raise
        raise _unreadable() from None
    raise Refused("The file is empty.")


def _cells_of(sheet: python_calamine.CalamineSheet, limits: Limits) -> list[list[str]]:
    """All cells from A1 on as text, an upright merged area filled with what stands on its top."""
    _check_place(sheet.total_height, sheet.total_width, limits)
    rows = [[_text(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False)]
    filled_to: dict[int, int] = {}
    for (top, left), (bottom, _right) in sorted(sheet.merged_cell_ranges or ()):
        if top <= filled_to.get(left, -1) or top >= len(rows) or left >= len(rows[top]):
            continue
        filled_to[left] = bottom
        for row in rows[top + 1 : bottom + 1]:
            if left < len(row) and any(row):
                row[left] = row[left] or rows[top][left]
    return rows


def _text(cell: object) -> str:
    """Write a cell as a person would type it: 13800138000, 2026-11-03, 09:30."""
    match cell:
        case bool():
            return "TRUE" if cell else "FALSE"
        case float() if cell.is_integer() and abs(cell) < 1e15:
            return str(int(cell))
        case float():
            return format(cell, ".15g")
        case datetime():
            shown = cell.isoformat(" ", "minutes" if not cell.second else "seconds")
            return shown.removesuffix(" 00:00")
        case date():
            return cell.isoformat()
        case time():
            return cell.isoformat("minutes" if not cell.second else "seconds")
        case timedelta():
            minutes, seconds = divmod(round(cell.total_seconds()), 60)
            return f"{minutes // 60:02}:{minutes % 60:02}" + (f":{seconds:02}" if seconds else "")
        case _:
            return _clean(str(cell))


def _clean(text: str) -> str:
    """Drop what nobody sees, make all spaces alike, undo the ways in which programs force text."""
    text = _SPACES.sub(" ", _UNSEEN.sub("", text)).replace("\r\n", "\n").replace("\r", "\n").strip()
    if len(text) >= 3 and text.startswith('="') and text.endswith('"'):
        text = text[2:-1].strip()
    if text.startswith("'") and text[1:2].strip() and text[1] in "=+-@0123456789":
        text = text[1:]
    return text


def _rows(cells: Iterable[Sequence[str]]) -> tuple[Row, ...]:
    return tuple(Row(number, tuple(row)) for number, row in enumerate(cells, 1) if any(row))


def _read_text(data: bytes, limits: Limits) -> tuple[Row, ...]:
    text = _decoded(data)
    if re.match(r"\s*<(!doctype|html|table|\?xml)", text, re.IGNORECASE):
        raise Refused("This is a web page, not a spreadsheet. Open it, save it as .xlsx and try again.")
    said = re.match(r"sep=(.)\r?\n", text)
    separator = said[1] if said else _separator(text)
    cells: list[list[str]] = [[]] if said else []
    try:
        for row in csv.reader(io.StringIO(text[said.end() :] if said else text, newline=""), delimiter=separator):
            cells.append([_clean(cell) for cell in row])
            while cells[-1] and not cells[-1][-1]:
                cells[-1].pop()
            _check_place(len(cells), len(cells[-1]), limits)
    except csv.Error:
        raise _unreadable() from None
    rows = _rows(cells)
    if not rows:
        raise Refused("The file is empty.")
    return rows


def _decoded(data: bytes) -> str:
    """Read UTF-8, UTF-16 or GB18030, with or without a mark at the start."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    elif data[1:4:2] == b"\0\0" or data[1:2] == b"\0":
        encodings = ["utf-16-le"]
    elif data[:1] == b"\0":
        encodings = ["utf-16-be"]
    else:
        encodings = ["utf-8-sig", "gb18030"]
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise _unreadable()


def _separator(text: str) -> str:
    """Choose what cuts most of the first rows into the same number of cells."""
    start = "\n".join(text[:20_000].splitlines()[:20])

    def evenness(separator: str) -> tuple[int, int]:
        try:
            rows = list(csv.reader(io.StringIO(start, newline=""), delimiter=separator))
        except csv.Error:
            return 0, 0
        widths = Counter(len(row) for row in rows if len(row) > 1)
        return max(((times, width) for width, times in widths.items()), default=(0, 0))

    return max(",\t;", key=evenness)
