"""Markdown in three profiles: what is shown, what is framed, what never gets through."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kit.markup import Heading, inline, qr_svg, render, render_plain

MEDIA = {
    "chat.png": "/files/ab12",
    "form.xlsx": "/files/cd34",
    "bad.png": "javascript:alert(1)",
    "far.png": "//x/y.png",
}
ATTACKS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](data:text/html;base64,AAAA)",
    "![x](https://evil.example/p.png)",
    "![x](//evil.example/p.png)",
    "![x](/\\evil.example/p.png)",
    "![x](bad.png)",
    "![x](far.png)",
    '[x](/a "onmouseover=alert(1)")',
    "<a href='javascript:alert(1)'>x</a>",
    "<style>*{display:none}</style>",
    '<p style="position:fixed" onclick="x()">y</p>',
    "/// goal | <img src=x onerror=alert(1)>\nx\n///",
    "/// goal | t\n    attrs: {class: evil, onclick: x()}\n\nx\n///",
    "| a |\n|---|\n| <iframe src=x> |",
    "```html onload=x\n<script>1</script>\n```",
    "[x]: javascript:alert(1)\n\n[x]",
    "<javascript:alert(1)>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
]


def lesson(text: str) -> str:
    return render(text, MEDIA.get).html


@pytest.mark.parametrize("text", ATTACKS)
def test_nothing_that_runs_or_calls_home_gets_through(text: str) -> None:
    for html in (lesson(text), render_plain(text), inline(text, MEDIA.get)):
        tags = " ".join(re.findall(r"<[^>]*>", html)).lower()
        for evil in ("script", "style", "iframe", "evil", "onerror", "onclick", "onload", "javascript:", "data:"):
            assert evil not in tags.replace('title="onmouseover=alert(1)"', "")


@settings(max_examples=150, deadline=None)
@given(st.text("<>[]()!*_`#|/\\\"'=&; \nab1一:-", max_size=120))
def test_any_text_is_turned_into_html_of_known_tags_only(text: str) -> None:
    for html in (lesson(text), render_plain(text), inline(text)):
        for tag in re.findall(r"</?([^\s>/]*)", html):
            assert re.fullmatch(
                r"p|br|strong|code|pre|[uo]l|li|blockquote|h[2-4]|hr|a|div|table|t[hdr]|thead|tbody", tag
            )


def test_the_six_kinds_of_blocks_keep_their_title_and_what_is_in_them() -> None:
    for kind in ("goal", "standard", "good", "bad", "mistakes", "key"):
        html = lesson(f"/// {kind} | 标题\n- 一\n- 二\n///")
        assert f'<div class="admonition {kind}">' in html
        assert '<p class="admonition-title">标题</p>' in html
        assert html.count("<li>") == 2


def test_headings_make_the_contents_with_addresses_of_their_own() -> None:
    done = render("## 还价 & 让步\n\n### **五** 步\n\n## 还价 & 让步\n", MEDIA.get)
    assert done.contents == (
        Heading(2, "s-还价-让步", "还价 & 让步"),
        Heading(3, "s-五-步", "五 步"),
        Heading(2, "s-还价-让步_1", "还价 & 让步"),
    )
    for heading in done.contents:
        assert f'<h{heading.level} id="{heading.id}">' in done.html


def test_an_empty_corner_of_a_table_is_no_head_and_the_column_below_it_heads_the_rows() -> None:
    html = lesson("| | 旗舰店 |\n|---|---|\n| 谁在买 | 自己用的 |\n")
    assert "<td></td>" in html
    assert '<th scope="row">谁在买</th>' in html
    assert 'aria-label="旗舰店"' in html


def test_a_table_scrolls_in_a_frame_that_the_keyboard_reaches() -> None:
    html = lesson("| 响应 | 分 |\n|---|--:|\n| ≤ 10 秒 | 100 |\n")
    frame = re.search(r"<div [^>]*>", html)
    assert frame is not None
    for part in ('class="table-wrap"', 'tabindex="0"', 'role="group"', 'aria-label="响应、分"'):
        assert part in frame[0]
    assert 'align="right"' in html
    assert 'scope="col"' in html
    assert "style" not in html


def test_a_picture_gets_its_own_address_and_its_caption() -> None:
    html = lesson('![聊天](chat.png "好的说法")')
    assert re.fullmatch(r"<figure><img [^>]*><figcaption>好的说法</figcaption></figure>", html)
    assert 'src="/files/ab12"' in html
    assert 'alt="聊天"' in html
    assert 'loading="lazy"' in html


@pytest.mark.parametrize("address", ["none.png", "https://elsewhere.example/a.png"])
def test_a_picture_that_is_not_ours_leaves_its_words(address: str) -> None:
    assert lesson(f"看![聊天]({address})吧") == "<p>看聊天吧</p>"


def test_links_lead_to_our_pages_our_files_and_the_web_without_handing_over_the_window() -> None:
    assert 'href="/files/cd34"' in lesson("[登记表](form.xlsx)")
    assert 'href="/courses/x"' in lesson("[课](/courses/x)")
    assert 'rel="noopener noreferrer"' in lesson("[网](https://example.com)")
    assert lesson("[没有](none.doc)") == "<p>没有</p>"


def test_other_media_give_another_page_from_the_same_text() -> None:
    text = "![图](chat.png)"
    assert "/files/1" in render(text, lambda _name: "/files/1").html
    assert "/files/2" in render(text, lambda _name: "/files/2").html


def test_the_characters_are_those_a_reader_reads() -> None:
    assert render("## 标题\n\n**六** 个 字 < &\n", MEDIA.get).characters == len("标题六个字<&")


def test_the_blanks_of_a_question_and_calculations_stay_as_they_are() -> None:
    assert inline("共 ____ 秒，平均 ____ 秒，3*4*5 = __60__") == "共 ____ 秒，平均 ____ 秒，3*4*5 = __60__"


def test_an_option_is_one_run_of_text_and_a_case_keeps_its_lines() -> None:
    assert inline("先 **道歉**") == "先 <strong>道歉</strong>"
    assert inline("案例：\n\n> 买家：在吗\n> 买家：？？") == (
        "<p>案例：</p>\n<blockquote>\n<p>买家：在吗<br>\n买家：？？</p>\n</blockquote>"
    )
    assert "table-wrap" in inline("| a |\n|---|\n| 1 |")


def test_what_a_learner_wrote_is_shown_as_written() -> None:
    assert render_plain("# 1 号单 <10 元\n[见](http://x)\n    第二行\n[1]: 注") == (
        "<p># 1 号单 &lt;10 元<br>\n[见](http://x)<br>\n    第二行<br>\n[1]: 注</p>"
    )


def test_deep_nesting_does_not_break_the_page() -> None:
    assert "x" in render_plain(">" * 5000 + " x")
    assert "x" in lesson("".join("  " * depth + "- x\n" for depth in range(300)))


def test_empty_text_is_empty() -> None:
    assert (lesson(""), render_plain(" \n"), inline("")) == ("", "", "")


def test_a_qr_code_is_drawn_without_style_in_the_colour_of_the_text() -> None:
    svg = qr_svg("https://dianxue.example/verify/x?a=1&b=<")
    assert "style" not in svg
    assert 'fill="currentColor"' in svg
    side = int(re.search(r'viewBox="0 0 (\d+)', svg)[1])  # type: ignore[index]
    bare = int(re.search(r'viewBox="0 0 (\d+)', qr_svg("https://dianxue.example/verify/x?a=1&b=<", 0))[1])  # type: ignore[index]
    assert side == bare + 8
    assert 'd="M4 4h7v1h-7z' in svg
