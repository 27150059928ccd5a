"""PDF pages from a template of ours and values of other people, which never become part of its source."""

import functools
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Literal

import typst

FAMILY = "Noto Sans SC"


def render(template: str, values: Mapping[str, str | bytes], fonts: Path) -> bytes:
    """Set the template with the values, which it reads from `sys.inputs` as text, and give the PDF.

    `fonts` is the folder, searched to its depths, in which the font is. The same values give the same bytes.
    Raises FileNotFoundError when the font is not there.
    """
    return _compile(template, values, fonts, "pdf")


def picture(template: str, values: Mapping[str, str | bytes], fonts: Path) -> bytes:
    """Give the first page as PNG instead, for a preview."""
    return _compile(template, values, fonts, "png")


def _compile(template: str, values: Mapping[str, str | bytes], fonts: Path, form: Literal["pdf", "png"]) -> bytes:
    given = {key: value if isinstance(value, str) else value.decode() for key, value in values.items()}
    # the root is what a template may read from: without it, the working directory
    compiler = typst.Compiler(root=fonts, font_paths=_fonts(fonts), sys_inputs=given)
    done = compiler.compile(template.encode(), format=form, timestamp=0)
    if done is None:
        raise ValueError("The template has no pages.")
    return done[0] if isinstance(done, list) else done


@functools.lru_cache(maxsize=4)
def _fonts(folder: Path) -> typst.Fonts:
    found = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[os.fspath(folder)])
    if FAMILY not in found.families():
        raise FileNotFoundError(f"The font {FAMILY} is not in {folder}; run `make env`.")
    return found
