"""Every message of the interface has its Chinese, in folders that are found."""

import re

from scripts import translations
from tests.conftest import ROOT

PLACE = re.compile(r"%\((\w+)\)[sd]")


def test_every_message_is_translated() -> None:
    assert translations.missing() == []


def test_the_catalogue_holds_what_the_parts_say() -> None:
    kept = {str(message.id): message.string for message in translations.read(translations.file_of("zh_Hans_CN"))}
    wanted = {str(message.id): message.string for message in translations.collected()}
    assert {key for key in wanted if key and kept.get(key) != wanted[key]} == set(), "run `make translations`"


def test_a_translation_fills_the_same_places() -> None:
    wrong = [
        key
        for key, message in translations.translations().items()
        if isinstance(message.string, str) and set(PLACE.findall(key)) != set(PLACE.findall(message.string))
    ]
    assert wrong == []


def test_every_text_of_a_page_can_be_filled() -> None:
    known = translations.translations()
    for file, message in translations.messages_of_source():
        key = message if isinstance(message, str) else message[0]
        if file.startswith("templates/") and key in known:
            said = known[key].string
            for text in (said,) if isinstance(said, str) else said or ():
                assert text % dict.fromkeys(PLACE.findall(text), 1), key


def test_the_folders_bear_the_names_that_are_looked_for() -> None:
    folders = {folder.name for folder in (ROOT / "translations").iterdir() if folder.is_dir()}
    assert folders <= {"parts", "zh_Hans_CN", "zh_Hant_TW"}
