"""What all content has in common: frozen structs, faults with their path, canonical form, digest, TOML."""

import hashlib
import json
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Annotated, Any, TypeVar

import tomli_w
from pydantic import AfterValidator, BaseModel, ConfigDict, StringConstraints, TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from kit.errors import Fault
from kit.traditional import traditional

KEY_PATTERN = r"^[a-z0-9-]+(/[a-z0-9-]+)*$"
_FENCE = "+++"
_WIDTH = 110


def _prose(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def _some_prose(text: str) -> str:
    if not (stripped := _prose(text)):
        raise ValueError("is empty")
    return stripped


def _one_line(text: str) -> str:
    if "\n" in text:
        raise ValueError("must be one line")
    return text


Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]+$", max_length=80)]
"""The name of a thing inside its folder."""
Key = Annotated[str, StringConstraints(pattern=KEY_PATTERN, max_length=200)]
"""The stable name of a piece of content, with its folders."""
Prose = Annotated[str, AfterValidator(_some_prose)]
"""Text of several lines, without space around it."""
Line = Annotated[str, AfterValidator(_some_prose), AfterValidator(_one_line)]
"""Text of one line, without space around it."""
FactId = Annotated[str, StringConstraints(pattern=r"^F[0-9]{2}$")]
"""The number of a fact of the seed list."""


class Struct(BaseModel):
    """A frozen, strict piece of content; unknown fields are faults."""

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid")


S = TypeVar("S", bound=Struct)


class Text(Struct):
    """A short text in both languages of the interface."""

    zh: Line
    en: Line

    def in_(self, lang: str) -> str:
        """Give the text in a language: Traditional Chinese for "zh-TW", Chinese for any other "zh…", else English."""
        if lang == "zh-TW":
            return traditional(self.zh)
        return self.zh if lang.startswith("zh") else self.en


@cache
def _adapter(kind: type[Struct]) -> TypeAdapter[Any]:
    return TypeAdapter(kind)


def _of(kind: type[S] | TypeAdapter[S]) -> TypeAdapter[S]:
    return kind if isinstance(kind, TypeAdapter) else _adapter(kind)


def parse(kind: type[S] | TypeAdapter[S], data: Mapping[str, object], file: str, id: str) -> S | list[Fault]:
    """Build the struct from TOML data or a form; or list every fault with the path to it."""
    # Strict mode takes tuples from JSON arrays, but not from Python lists.
    try:
        return _of(kind).validate_json(json.dumps(data, default=str))
    except ValidationError as refused:
        errors = refused.errors(include_url=False, include_input=False, include_context=False)
        return [
            Fault(file, id, _path(error["loc"], data), error["msg"].removeprefix("Value error, "))
            for error in errors
            if error["type"] != "too_short" or not _within(error["loc"], errors)
        ]


def _path(location: tuple[int | str, ...], data: object) -> str:
    """Write options.0.text as options[1].text, without the tag of a union that pydantic puts in."""
    steps: list[str] = []
    for step in location:
        if isinstance(step, int):
            steps[-1:] = [f"{steps[-1] if steps else ''}[{step + 1}]"]
        elif steps or not isinstance(data, Mapping) or data.get("type") != step:
            steps.append(step)
    return ".".join(steps) or "-"


def _within(location: tuple[int | str, ...], errors: Sequence[ErrorDetails]) -> bool:
    """Tell whether something inside a list is wrong: pydantic then counts the list too short as well."""
    return any(len(one["loc"]) > len(location) and one["loc"][: len(location)] == location for one in errors)


def restore(kind: type[S] | TypeAdapter[S], text: str) -> S:
    """Build the struct again from its canonical text."""
    return _of(kind).validate_json(text)


def plain(struct: Struct) -> dict[str, Any]:
    """Give the struct as plain data in the order of its fields; what has its default value is left out."""
    # Left out, so that a field added later with a default changes no digest.
    return struct.model_dump(mode="json", exclude_defaults=True)


def canonical(struct: Struct) -> str:
    """Write the struct as JSON in its one form: sorted keys, no spaces, no floats (raises TypeError)."""
    data = plain(struct)
    _refuse_floats(data)
    return json.dumps(data, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def _refuse_floats(data: object) -> None:
    if isinstance(data, float):
        raise TypeError("content holds decimals as text, never as floats")
    for inner in data.values() if isinstance(data, dict) else data if isinstance(data, list) else ():
        _refuse_floats(inner)


def digest(struct: Struct) -> str:
    """Give the SHA-256 of the canonical form, in hex."""
    return hashlib.sha256(canonical(struct).encode()).hexdigest()


def read_toml(text: str, file: str) -> dict[str, Any] | list[Fault]:
    """Read a TOML file; or the fault that it is none."""
    try:
        return tomllib.loads(text.removeprefix("\ufeff"))
    except tomllib.TOMLDecodeError as refused:
        return [Fault(file, "-", "-", f"is not TOML: {refused}")]


def write_toml(data: Mapping[str, Any]) -> str:
    """Write TOML in canonical form: short tables and lists on one line, longer texts over several lines."""
    return _table(data, "").lstrip("\n")


def _table(data: Mapping[str, Any], path: str) -> str:
    lines: list[str] = []
    below: list[str] = []
    for name, value in data.items():
        key = _key(name)
        line = f"{key} = {_inline(value)}"
        if isinstance(value, str) and "\n" in value:
            lines.append(tomli_w.dumps({name: value}, multiline_strings=True)[:-1])
        elif len(line) <= _WIDTH or not isinstance(value, list):
            lines.append(line)
        elif all(isinstance(item, dict) for item in value):
            below += [f"\n[[{path}{key}]]\n{_table(item, f'{path}{key}.')}" for item in value]
        else:
            lines.append(f"{key} = [\n" + "".join(f"    {_inline(item)},\n" for item in value) + "]")
    return "".join(f"{line}\n" for line in lines) + "".join(below)


def _key(name: str) -> str:
    return tomli_w.dumps({name: 0}).removesuffix(" = 0\n")


def _inline(value: object) -> str:
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{_key(key)} = {_inline(inner)}" for key, inner in value.items()) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(_inline(item) for item in value) + "]"
    return tomli_w.dumps({"v": value}).removeprefix("v = ")[:-1]


def read_front_matter(text: str, file: str) -> tuple[dict[str, Any], str] | list[Fault]:
    """Split a Markdown file into the TOML between its two `+++` lines and its body; or the fault."""
    lines = _prose(text.removeprefix("\ufeff")).split("\n")
    ends = [at for at, line in enumerate(lines) if line.rstrip() == _FENCE]
    if len(ends) < 2 or ends[0] != 0:
        return [Fault(file, "-", "-", "must begin with front matter between two +++ lines")]
    head = read_toml("\n".join(lines[1 : ends[1]]), file)
    if isinstance(head, list):
        return head
    return head, _prose("\n".join(lines[ends[1] + 1 :]))


def write_front_matter(head: Mapping[str, Any], body: str) -> str:
    """Write a Markdown file with its TOML in front."""
    return f"{_FENCE}\n{write_toml(head)}{_FENCE}\n\n{_prose(body)}\n"
