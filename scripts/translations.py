"""The catalogues of the interface: collected from the source into one file, compiled, Traditional Chinese made from it.

`collect` gathers all messages and the rooms' translations (translations/parts/*.po) into the catalogue that is kept;
`build` compiles it and makes the Traditional one, which is kept nowhere.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from kit.traditional import traditional as convert

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "translations"
SIMPLIFIED, TRADITIONAL = "zh_Hans_CN", "zh_Hant_TW"
ROOMS = ("kit", "people", "records", "courses", "quiz", "exams")
METHODS = [*((f"{room}/**.py", "python") for room in ROOMS), ("templates/**.html", "jinja2")]
# refusals carry their message as the first argument, a tab its label as the second
KEYWORDS = {
    **DEFAULT_KEYWORDS,
    **dict.fromkeys(("_l", "lazy_gettext", "Refused", "NotAllowed", "NotFound", "Conflict", "TooLate")),
    "Tab": (2,),
}


def file_of(language: str, ending: str = "po") -> Path:
    """The catalogue of a language."""
    return FOLDER / language / "LC_MESSAGES" / f"messages.{ending}"


def read(file: Path) -> Catalog:
    """Read a catalogue; an empty one where there is none."""
    if not file.exists():
        return Catalog(locale=SIMPLIFIED, fuzzy=False)
    with file.open("rb") as source:
        return read_po(source, locale=SIMPLIFIED)


def messages_of_source() -> Iterator[tuple[str, str | tuple[str, ...]]]:
    """Give every message of the source with the file it stands in."""
    folders = [*ROOMS, "templates"]
    for file, _line, message, _notes, _context in extract_from_dir(
        ROOT,
        METHODS,
        {"templates/**.html": {"encoding": "utf-8", "silent": "false"}},
        KEYWORDS,
        directory_filter=lambda path: Path(path).resolve() == ROOT or _within(Path(path), folders),
    ):
        yield file, message


def _within(path: Path, folders: list[str]) -> bool:
    return path.resolve().relative_to(ROOT).parts[0] in folders and path.name != "__pycache__"


def translations() -> dict[str, Message]:
    """Give every translation by its message; the rooms' own parts come before the catalogue."""
    found: dict[str, Message] = {}
    for file in [file_of(SIMPLIFIED), *sorted((FOLDER / "parts").glob("*.po"))]:
        found |= {_id(message.id): message for message in read(file) if message.id and _said(message)}
    return found


def _id(message: str | tuple[str, ...] | list[str]) -> str:
    return message if isinstance(message, str) else message[0]


def _said(message: Message) -> bool:
    return bool(message.string) if isinstance(message.string, str) else any(message.string or ())


def collected() -> Catalog:
    """Give the catalogue as it should be: each message of the source, and each of the rooms' parts, once."""
    known = translations()
    catalogue = Catalog(locale=SIMPLIFIED, project="店学", version="0.1.0", charset="utf-8", fuzzy=False)
    places: dict[str, set[str]] = {}
    ids: dict[str, str | tuple[str, ...]] = {}
    for file, message in messages_of_source():
        places.setdefault(_id(message), set()).add(file)
        if _id(message) not in ids or not isinstance(message, str):
            ids[_id(message)] = message
    parts = [message for file in sorted((FOLDER / "parts").glob("*.po")) for message in read(file) if message.id]
    for part in parts:
        if _id(part.id) not in ids:
            ids[_id(part.id)] = part.id if isinstance(part.id, str) else tuple(part.id)
    for key in sorted(ids):
        string = known[key].string if key in known else ""
        if not isinstance(ids[key], str) and isinstance(string, str):
            string = (string,)
        catalogue.add(ids[key], string, locations=[(file, 0) for file in sorted(places.get(key, ()))])
    return catalogue


def missing() -> list[str]:
    """List the messages of the source that nobody has translated."""
    known = translations()
    return sorted({_id(message) for _, message in messages_of_source()} - set(known))


def collect() -> None:
    """Write the catalogue, without dates, so that it changes only with the messages."""
    catalogue = collected()
    catalogue.header_comment = "# The interface in Simplified Chinese; made by `make translations`."
    file_of(SIMPLIFIED).parent.mkdir(parents=True, exist_ok=True)
    with file_of(SIMPLIFIED).open("wb") as out:
        write_po(out, catalogue, width=110, omit_header=False, include_lineno=False)
    lines = file_of(SIMPLIFIED).read_text(encoding="utf-8").splitlines(keepends=True)
    dated = ('"POT-Creation-Date', '"PO-Revision-Date', '"Generated-By', '"Report-Msgid', '"Last-Translator')
    file_of(SIMPLIFIED).write_text("".join(line for line in lines if not line.startswith(dated)), encoding="utf-8")
    for message in missing():
        print(f"not translated: {message}")


def build() -> None:
    """Compile the catalogue, and a Traditional one made from it."""
    simplified = read(file_of(SIMPLIFIED))
    traditional = Catalog(locale=TRADITIONAL, charset="utf-8", fuzzy=False)
    for message in simplified:
        if message.id:
            said = message.string
            traditional.add(message.id, convert(said) if isinstance(said, str) else tuple(map(convert, said or ())))
    for language, catalogue in ((SIMPLIFIED, simplified), (TRADITIONAL, traditional)):
        file_of(language, "mo").parent.mkdir(parents=True, exist_ok=True)
        with file_of(language, "mo").open("wb") as out:
            write_mo(out, catalogue)


if __name__ == "__main__":
    {"collect": collect, "build": build}[sys.argv[1]]()
