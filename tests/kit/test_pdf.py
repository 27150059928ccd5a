"""PDF pages: values are shown, never run."""

from pathlib import Path

import pytest

from kit.pdf import picture, render
from tests.needs import needs

FONTS = Path(__file__).parents[2] / "node_modules" / "@expo-google-fonts" / "noto-sans-sc"
TEMPLATE = '#set text(font: "Noto Sans SC")\n#sys.inputs.name'


@pytest.fixture
def fonts() -> Path:
    needs(FONTS.is_dir(), "the fonts that `make env` installs")
    return FONTS


def test_a_template_with_chinese_values_becomes_a_small_pdf(fonts: Path) -> None:
    page = render(TEMPLATE, {"name": "林晓雨"}, fonts)
    assert page.startswith(b"%PDF-")
    assert len(page) < 60_000


def test_the_same_values_give_the_same_bytes(fonts: Path) -> None:
    assert render(TEMPLATE, {"name": "林晓雨"}, fonts) == render(TEMPLATE, {"name": "林晓雨".encode()}, fonts)


@pytest.mark.parametrize("value", ['#panic("no")', '#read("/etc/passwd")', '"] #panic() [', "*粗* $x$ \\ // /*"])
def test_a_value_is_never_run_as_source(value: str, fonts: Path) -> None:
    as_text = picture(TEMPLATE, {"name": value}, fonts)
    literal = "".join(f"\\u{{{ord(sign):x}}}" for sign in value)
    assert as_text == picture(f'#set text(font: "Noto Sans SC")\n#"{literal}"', {}, fonts)


def test_a_template_reads_nothing_from_the_disk_but_the_fonts(fonts: Path) -> None:
    with pytest.raises(RuntimeError):
        render('#read("/pyproject.toml")', {}, fonts)
    with pytest.raises(RuntimeError):
        render('#read("../../../pyproject.toml")', {}, fonts)


def test_missing_fonts_are_said_instead_of_printing_boxes(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="make env"):
        render(TEMPLATE, {"name": "x"}, tmp_path)
