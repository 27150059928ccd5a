"""Traditional Chinese: made from the Simplified text, with the trade's words as the list says."""

import pytest
from flask import Flask

from kit.content import Text
from kit.i18n import as_kept, content_lang, in_script
from kit.traditional import simplified, traditional, words


def test_a_text_is_written_in_the_characters_and_words_of_taiwan() -> None:
    assert traditional("买家签收后 7 天内，客服登记物流信息。") == "買家簽收後 7 天內，客服登記物流資訊。"
    assert traditional("A 5 {{ship-within-hours}} /// goal") == "A 5 {{ship-within-hours}} /// goal"
    assert traditional("") == ""


@pytest.mark.parametrize(("kept", "written"), list(words().items()))
def test_a_word_of_the_list_is_written_as_listed(kept: str, written: str) -> None:
    assert traditional(kept) == written
    assert traditional(f"先看{kept}，再说。") == f"先看{written}，再說。"
    assert simplified(written) == kept


@pytest.mark.parametrize(
    ("kept", "written"),
    [
        ("点击率 3.2%", "點擊率 3.2%"),
        ("考试通过", "考試通過"),
        ("五项目标", "五項目標"),
        ("10 分钟内核实", "10 分鐘內核實"),
        ("权限内先赔", "權限內先賠"),
        ("个人信息安全", "個人資訊安全"),
        ("一个包裹少了两只", "一個包裹少了兩隻"),
        ("回复买家", "回覆買家"),
        ("7 天无理由退货", "7 天無理由退貨"),
        ("快递揽收", "快遞攬收"),
        ("把重点画上线", "把重點畫上線"),
    ],
)
def test_what_colleagues_say_is_proof_read(kept: str, written: str) -> None:
    assert traditional(kept) == written


def test_a_title_is_given_in_the_readers_script() -> None:
    title = Text(zh="差评先分原因", en="Bad reviews by cause")
    assert [title.in_(lang) for lang in ("zh-CN", "zh-TW", "en")] == ["差评先分原因", "差評先分原因", title.en]


@pytest.mark.parametrize(
    ("lang", "said", "tag", "kept"),
    [("zh-TW", "簽收", "zh-TW", "签收"), ("zh-CN", "签收", "zh-CN", "簽收"), ("en", "签收", "zh-CN", "簽收")],
)
def test_a_page_writes_content_in_its_readers_script(app: Flask, lang: str, said: str, tag: str, kept: str) -> None:
    with app.test_request_context(headers={"Accept-Language": lang}):
        assert (in_script("签收"), content_lang(), as_kept("簽收")) == (said, tag, kept)
