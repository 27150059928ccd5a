"""Spreadsheets as they really arrive: dirty, in any encoding, sometimes hostile."""

import base64
import contextlib
import io
import zipfile
import zlib
from datetime import date, datetime

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from kit.errors import Refused
from kit.sheets.reading import Limits, Row, Sheet, read
from kit.sheets.tables import RowFault, read_day, table
from kit.sheets.writing import Mark, Page, corrected_copy, write, write_csv

STAFF = {"number": ("工号", "编号"), "name": ("姓名",), "phone": ("手机", "电话")}
HEADS = "工号,姓名,手机\n"


def cells(data: bytes, name: str = "x.csv") -> list[tuple[str, ...]]:
    return [row.cells for row in read(data, name).rows]


def workbook(fill: object, **options: object) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, options) as book:
        fill(book)  # type: ignore[operator]
    return out.getvalue()


def repack(data: bytes, part: str, content: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            new.writestr(info.filename, content if info.filename == part else old.read(info.filename))
    return out.getvalue()


def test_a_phone_number_stored_as_a_number_stays_a_phone_number() -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet("员工")
        sheet.write_row(0, 0, ["工号", "手机", "比例"])
        sheet.write_row(1, 0, [1001, 13800138000, 0.1 + 0.2])

    assert read(workbook(fill), "a.xlsx") == Sheet(
        "员工", (Row(1, ("工号", "手机", "比例")), Row(2, ("1001", "13800138000", "0.3")))
    )


# 工号 手机 / 1001 13800138000, written by an old program
OLD_XLS = (
    "c-rk)O=uHA6#m{OX@1Dhrly5fD4}4jwHNUsLc6t~J&2`RMG-"
    "|48$?o4310M|)taLqcv8F+ir}Rxh+6cZHxEKZ4}u^hiYHHkqK7u?o0nNhtA_@(RGDv?Z{EInZ|7y^&1`00&L_*$_u4C1hJN@^b;D"
    "??(-D`jcVmOwT~~=-9pd5|{8I>rcp{qucpQ5XRCB22y8;V${m+<z_gs$PG=?V%x%4VxP-"
    "4iCilL90aFaE0v`JLW!Y72+3EvURC&B}wxgy-hwq-hud1tt1o6h1xR;RSZp`QCteBO#?3tI48W$}fpRI?3WNAXl<d~G&#_@kHs&)"
    "ZP0kSk`!%SiDA&fu$?2EKSJ^=aDZS65G9{r9E%;BWNTEI%*__qZf@2~o`XREtHi{Rc)D&?-"
    "q;EA;W`w^6QkXSbh>sEt?_uDxX8#w4Mm%wtH1oD^@Hx8{Z0pI`0CjyT6eGbx*OZA;&vqJWEw%7dNb(qjGO9^uWxm*lDIMQ#^PaWZ"
    "n<HPWJmT~lInSz5cepRIz|&c-^qo8{7{y^lIdADm4r&kj}2rDoqa)9B<^%ozKtYYM&8OE<17%sF07dilQ-Zu?~`2wAp{-"
    "PP}{1QrnyF)3WTQ=>!Lo|f64w<4lT;#LCi@tBa<^T>7Q?}rEbt!6xsAsVQAK}KL;U|?WiU|?Wiu%<!!Prf>LsAE7tA0>kNyUrq)s"
    "`*Uv-(nvo_&UP})14@AUBuaj@~0I6@}5O2^zptIDjekAi^wA@apW7$Up@*_{qI?^qy6WWP^0}<8;SET_x}SFGQa="
)


def test_the_old_binary_format_is_read() -> None:
    data = zlib.decompress(base64.b85decode(OLD_XLS))
    assert read(data, "a.xls") == Sheet("名单", (Row(1, ("工号", "手机")), Row(2, ("1001", "13800138000"))))


def test_dates_and_times_come_as_iso_text() -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet()
        day, moment = (
            book.add_format({"num_format": "yyyy/m/d"}),
            book.add_format({"num_format": "yyyy/m/d h:mm"}),
        )
        sheet.write_datetime(0, 0, datetime.fromisoformat("2026-11-03"), day)
        sheet.write_datetime(0, 1, datetime.fromisoformat("2026-11-03T09:30"), moment)
        sheet.write_boolean(0, 2, True)

    assert cells(workbook(fill)) == [("2026-11-03", "2026-11-03 09:30", "TRUE")]


def test_empty_rows_are_left_out_and_row_numbers_stay_those_of_the_sheet() -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet()
        sheet.write(2, 1, "姓名")
        sheet.write(6, 1, "林晓雨")

    assert read(workbook(fill), "a.xlsx").rows == (Row(3, ("", "姓名")), Row(7, ("", "林晓雨")))


def test_an_upright_merged_cell_counts_for_each_of_its_rows_and_a_title_only_once() -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet()
        sheet.merge_range(0, 0, 0, 2, "员工名单")
        sheet.write_row(1, 0, ["团队", "工号", "姓名"])
        sheet.merge_range(2, 0, 3, 0, "售前组")
        sheet.write_row(2, 1, ["X1", "林晓雨"])
        sheet.write_row(3, 1, ["X2", "周岚"])

    assert cells(workbook(fill)) == [
        ("员工名单", "", ""),
        ("团队", "工号", "姓名"),
        ("售前组", "X1", "林晓雨"),
        ("售前组", "X2", "周岚"),
    ]


def test_hidden_and_empty_sheets_are_passed_over() -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        book.add_worksheet("空的")
        hidden = book.add_worksheet("藏着")
        hidden.write(0, 0, "不要")
        hidden.hide()
        book.add_worksheet("名单").write(0, 0, "要")

    assert read(workbook(fill), "a.xlsx").name == "名单"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("separator", [",", "\t", ";"])
def test_a_text_file_is_read_in_any_usual_encoding_and_separator(encoding: str, separator: str) -> None:
    text = "A工号,姓名,手机\r\nX1,林晓雨,13800138000\r\n".replace(",", separator)
    assert cells(text.encode(encoding)) == [("A工号", "姓名", "手机"), ("X1", "林晓雨", "13800138000")]


def test_what_programs_do_to_keep_text_as_text_is_undone() -> None:
    text = 'sep=;\n="13800138000";\t0012\t;\'=1+1;\u200b林\u00a0晓雨\u3000\n'
    assert cells(text.encode()) == [("13800138000", "0012", "=1+1", "林 晓雨")]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b" \n \n", "empty"),
        (b",,\n,,\n", "empty"),
        (b"PK\x03\x04 not really", "damaged"),
        (b"\xd0\xcf\x11\xe0 not really", "damaged"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "damaged"),
        (b"<html><table><tr><td>1</td></tr></table>", "web page"),
    ],
)
def test_what_is_no_table_is_refused_with_what_to_do(data: bytes, reason: str) -> None:
    with pytest.raises(Refused, match=reason):
        read(data, "a.xlsx")


@pytest.mark.parametrize(
    ("limits", "reason"),
    [
        (Limits(size=10), "larger than"),
        (Limits(rows=1), "more than 1 rows"),
        (Limits(columns=2), "more than 2 columns"),
    ],
)
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_file_beyond_the_limits_is_refused(kind: str, limits: Limits, reason: str) -> None:
    rows = [["工号", "姓名", "手机"], ["X1", "林晓雨", "13800138000"]]
    with pytest.raises(Refused, match=reason):
        read(write_csv(rows) if kind == "csv" else write([Page("a", rows)]), "a", limits)


def test_a_zip_bomb_is_refused_by_what_it_announces() -> None:
    bomb = repack(write([Page("a", [["x"]])]), "xl/sharedStrings.xml", b" " * 70_000_000)
    assert len(bomb) < 100_000
    with pytest.raises(Refused, match="unpacks to more"):
        read(bomb, "a.xlsx")


def test_a_zip_bomb_that_announces_little_is_refused_without_being_unpacked() -> None:
    bomb = bytearray(repack(write([Page("a", [["x"]])]), "xl/sharedStrings.xml", b" " * 70_000_000))
    announced = (70_000_000).to_bytes(4, "little")
    while announced in bomb:
        at = bomb.index(announced)
        bomb[at : at + 4] = (100).to_bytes(4, "little")
    with pytest.raises(Refused, match="damaged"):
        read(bytes(bomb), "a.xlsx")


@pytest.mark.parametrize(
    "content",
    [
        b'<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
        b'<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c><v>1</v></c></row>',
        b"<x:row x:r='1'><x:c r='A1'><x:v>1</x:v></x:c><x:c\nr = 'XFD1048576' ><x:v>1</x:v></x:c></x:row>",
    ],
)
def test_one_filled_cell_far_out_is_refused_instead_of_eating_the_memory(content: bytes) -> None:
    head = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    far = repack(write([Page("a", [["x"]])]), "xl/worksheets/sheet1.xml", head + content + b"</sheetData></worksheet>")
    with pytest.raises(Refused, match="more than"):
        read(far, "a.xlsx")


def test_a_sheet_whose_last_row_is_only_formatted_is_read() -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet()
        sheet.write(0, 0, "工号")
        sheet.write_blank(1_048_575, 0, None, book.add_format({"bold": True}))

    assert cells(workbook(fill)) == [("工号",)]


@settings(max_examples=150, deadline=None)
@given(st.one_of(st.binary(max_size=400), st.text(max_size=200).map(str.encode)))
def test_random_bytes_are_read_or_refused_but_never_crash(data: bytes) -> None:
    with contextlib.suppress(Refused):
        table(read(data, "a.xlsx"), STAFF, [("number",)])


@settings(max_examples=80, deadline=None)
@given(st.integers(0, 10_000), st.binary(min_size=1, max_size=8))
def test_a_damaged_workbook_is_read_or_refused_but_never_crashes(at: int, noise: bytes) -> None:
    data = bytearray(write([Page("a", [["工号", "姓名"], ["X1", "林晓雨"]])]))
    at %= len(data)
    data[at : at + len(noise)] = noise
    with contextlib.suppress(Refused):
        read(bytes(data), "a.xlsx")


PRINTED = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"], exclude_characters="'\""))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(PRINTED, PRINTED, PRINTED), max_size=5))
def test_what_is_written_is_read_back_the_same(rows: list[tuple[str, str, str]]) -> None:
    rows = [("工号", "姓名", "备注"), *rows]
    wanted = ["".join(row) for row in rows if any(row)]
    for data in (write([Page("a", rows)]), write_csv(rows)):
        assert ["".join(row) for row in cells(data)] == wanted


def test_semicolons_inside_cells_do_not_cut_a_comma_separated_file() -> None:
    assert cells("工号,标签\nX1,a;b;c;d;e;f\nX2,\n".encode())[1] == ("X1", "a;b;c;d;e;f")


def test_the_heads_are_found_below_a_title_and_whatever_stands_around_them() -> None:
    text = "星桥员工名单 2026,,\n填表说明：带 * 的必填,,\n"
    text += "* 工 号（必填）,姓名：,【手机】电话,备注\nX1,林晓雨,13800138000,新人\n"
    found = table(read(text.encode(), "a.csv"), STAFF, [("number", "phone"), ("name",)])
    assert (found.header, found.columns, found.unknown) == (
        3,
        {"number": 1, "name": 2, "phone": 3},
        ("备注",),
    )
    assert [(record.row, dict(record.values)) for record in found.records] == [
        (4, {"number": "X1", "name": "林晓雨", "phone": "13800138000"})
    ]


def test_of_two_columns_for_one_thing_the_better_name_wins() -> None:
    found = table(read("姓名,电话,手机\n林晓雨,010-1,13800138000\n".encode(), "a.csv"), STAFF)
    assert found.records[0]["phone"] == "13800138000"
    assert found.unknown == ("电话",)


def test_heads_repeated_between_pages_are_no_records() -> None:
    found = table(read((HEADS + "X1,甲,\n" + HEADS + "X2,乙,\n").encode(), "a.csv"), STAFF)
    assert [record["number"] for record in found.records] == ["X1", "X2"]


def test_a_missing_column_is_named() -> None:
    with pytest.raises(Refused, match="姓名"):
        table(read("工号,手机\n1,2\n".encode(), "a.csv"), STAFF, [("name",)])


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-03",
        "2026/11/3",
        "2026.11.3",
        "2026年11月3日",
        "２０２６－１１－３",
        "20261103",
        "46329",
        "2026-11-03 00:00:00",
    ],
)
def test_a_date_is_read_in_the_forms_people_use(text: str) -> None:
    assert read_day(text) == date(2026, 11, 3)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "11/3/2026",
        "26-11-3",
        "2026-13-01",
        "2026-02-30",
        "20260230",
        "0000-01-01",
        "9999-12-31",
        "下周一",
        "3",
        "99999",
    ],
)
def test_a_date_that_could_be_two_is_refused(text: str) -> None:
    with pytest.raises(Refused):
        read_day(text)


def test_text_that_looks_like_a_formula_stays_text_in_both_formats() -> None:
    rows = [["=1+1", "+86", "-5", "@x", "\t=1"]]
    assert b"<f>" not in zipfile.ZipFile(io.BytesIO(write([Page("a", rows)]))).read("xl/worksheets/sheet1.xml")
    assert write_csv(rows).decode("utf-8-sig") == "'=1+1,'+86,'-5,'@x,'\t=1\r\n"


def test_numbers_and_days_are_written_as_such() -> None:
    data = write(
        [
            Page(
                "a",
                [
                    ["数", "日"],
                    [3, date(2026, 11, 3)],
                    [1.5, datetime.fromisoformat("2026-11-03T09:30")],
                    [None, ""],
                ],
            )
        ]
    )
    assert cells(data) == [("数", "日"), ("3", "2026-11-03"), ("1.5", "2026-11-03 09:30")]


def test_sheets_of_one_name_or_of_a_forbidden_one_are_written() -> None:
    data = write([Page("a/b", [["1"]]), Page("a?b", [["2"]]), Page("", [["3"]]), Page("History", [["4"]])])
    assert zipfile.ZipFile(io.BytesIO(data)).read("xl/workbook.xml").count(b"<sheet ") == 4


def test_marks_carry_their_reason_as_a_comment() -> None:
    data = write([Page("a", [["手机"], ["138"]], marks=[Mark(2, 1, "少了几位"), Mark(3, 2, "空着")])])
    comments = zipfile.ZipFile(io.BytesIO(data)).read("xl/comments1.xml").decode()
    assert "少了几位" in comments
    assert "空着" in comments


def test_a_corrected_copy_keeps_every_row_in_place_and_says_why_in_one_more_column() -> None:
    sheet = read(f"名单,,\n{HEADS},,\nX1,林晓雨,138\n".encode(), "名单.csv")
    faults = [RowFault(4, 3, "138", "Not a %(what)s.", {"what": "phone"}), RowFault(4, 0, "", "No team.")]
    copy = read(corrected_copy(sheet, faults, 2, title="问题"), "b.xlsx")
    assert copy.rows == (
        Row(1, ("名单", "", "", "")),
        Row(2, ("工号", "姓名", "手机", "问题")),
        Row(4, ("X1", "林晓雨", "138", "Not a phone.\nNo team.")),
    )
    assert table(copy, STAFF).unknown == ("问题",)
