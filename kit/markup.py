"""Markdown into safe HTML, in three profiles: lessons, learners' own text, stems and options; and QR codes."""

import functools
import re
import xml.etree.ElementTree as etree
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import escape, unescape

import markdown
import nh3
import segno
from markdown.extensions import Extension
from markdown.extensions.fenced_code import FencedCodeExtension
from markdown.extensions.nl2br import Nl2BrExtension
from markdown.extensions.sane_lists import SaneListExtension
from markdown.extensions.tables import TableExtension
from markdown.extensions.toc import TocExtension
from markdown.inlinepatterns import SimpleTagInlineProcessor
from pymdownx.blocks.admonition import AdmonitionExtension

from kit.text import visible_length

BLOCKS = ("goal", "standard", "good", "bad", "mistakes", "key")

Media = Callable[[str], str | None]
_Resolved = tuple[tuple[str, str | None], ...]

_WORDS = {"strong", "em", "code", "br"}
_PLAIN = {*_WORDS, "p", "ul", "ol", "li", "blockquote", "pre"}
_TABLE = {"table", "thead", "tbody", "tr", "th", "td"}
_STEM = {*_PLAIN, *_TABLE, "div", "img", "figure", "figcaption"}
_LESSON = {*_STEM, "h2", "h3", "h4", "hr", "a"}
_ATTRIBUTES = {
    "a": {"href", "title"},
    "img": {"src", "alt", "loading"},
    "th": {"align", "scope"},
    "td": {"align"},
    "ol": {"start"},
    "p": {"class"},
    "div": {"class", "tabindex", "role", "aria-label"},
    **{name: {"id"} for name in ("h2", "h3", "h4")},
}
_VALUES = {
    "class": re.compile("admonition|admonition-title|table-wrap|" + "|".join(BLOCKS)),
    "id": re.compile(r"s-[\w-]{1,80}"),
    "src": re.compile(r"/(?![/\\])\S*"),
    "href": re.compile(r"/(?![/\\])\S*|#\S+|https?://\S+"),
    "tabindex": re.compile("0"),
    "role": re.compile("group"),
}
_TAG = re.compile(r"<[^>]*>")
_HELD = re.compile("\x02.*?\x03")
_ELSEWHERE = re.compile(r"[/#]|[a-z][a-z0-9+.-]*:", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading for the table of contents: level 2 or 3, its id, its text."""

    level: int
    id: str
    text: str


@dataclass(frozen=True, slots=True)
class Rendered:
    """Safe HTML, its headings in order, and how many characters a reader reads."""

    html: str
    contents: tuple[Heading, ...]
    characters: int


def render(text: str, media: Media) -> Rendered:
    """Turn a lesson's Markdown into safe HTML; `media` gives the own address of a file it names, None if unknown."""
    resolved = tuple((name, media(name)) for name in _names(text))
    return _lesson(text, resolved)


@functools.lru_cache(maxsize=1024)
def render_plain(text: str) -> str:
    """Turn what a learner wrote into safe HTML: paragraphs, line breaks, lists, quotes, bold; no links or images."""
    return _convert(text, _PLAIN)[0]


def inline(text: str, media: Media | None = None) -> str:
    """Turn a stem or an option into safe HTML; a lone paragraph comes without its tag, to stand within a label."""
    resolved = tuple((name, media(name) if media else None) for name in _names(text))
    return _stem(text, resolved)


def qr_svg(text: str, border: int = 4) -> str:
    """Draw a QR code in the colour of the text around it; dark on light only, with so many modules of quiet zone."""
    rows = [bytes(row) for row in segno.make(text, error="m", micro=False).matrix]
    side = len(rows) + 2 * border
    runs = [
        f"M{run.start() + border} {at + border}h{len(run[0])}v1h-{len(run[0])}z"
        for at, row in enumerate(rows)
        for run in re.finditer(b"\1+", row)
    ]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="qr" viewBox="0 0 {side} {side}" role="img" aria-label="QR"'
        f' shape-rendering="crispEdges"><path fill="currentColor" d="{"".join(runs)}"/></svg>'
    )


@functools.lru_cache(maxsize=512)
def _lesson(text: str, resolved: _Resolved) -> Rendered:
    html, contents = _convert(text, _LESSON, resolved)
    return Rendered(html, contents, visible_length(unescape(_TAG.sub("", html))))


@functools.lru_cache(maxsize=4096)
def _stem(text: str, resolved: _Resolved) -> str:
    html, _contents = _convert(text, _STEM, resolved)
    lone = html.startswith("<p>") and html.endswith("</p>") and html.count("<p>") == 1
    return html[3:-4] if lone else html


@functools.lru_cache(maxsize=4096)
def _names(text: str) -> tuple[str, ...]:
    """Which files a text names: addresses that are neither ours from the root nor of the web."""
    if "](" not in text and "]:" not in text:
        return ()
    finish = _Finish(())
    _parser(_LESSON, finish).convert(text)
    return tuple(dict.fromkeys(finish.named))


def _convert(text: str, tags: set[str], resolved: _Resolved = ()) -> tuple[str, tuple[Heading, ...]]:
    """Convert with a parser of its own: they keep state, and the server has threads."""
    parser = _parser(tags, _Finish(resolved))
    try:
        html = parser.convert(text)
    except RecursionError:
        return f"<p>{escape(text)}</p>", ()
    return _safe(html, tags), tuple(_headings(getattr(parser, "toc_tokens", [])))


def _parser(tags: set[str], finish: "_Finish") -> markdown.Markdown:
    extensions: list[Extension] = [Nl2BrExtension(), SaneListExtension()]
    if "table" in tags:
        extensions += [TableExtension(use_align_attribute=True), FencedCodeExtension()]
    if "h2" in tags:
        extensions += [TocExtension(slugify=_slug, toc_depth="2-3"), AdmonitionExtension(types=list(BLOCKS))]
    parser = markdown.Markdown(extensions=extensions)
    # HTML is text; a single star or underscores (blanks of a question) are no emphasis; indented text is no code
    parser.preprocessors.deregister("html_block")
    blocks, inlines = ["code"], ["html", "em_strong"]
    if "h2" not in tags:
        blocks += ["hashheader", "setextheader", "hr"]
    if "img" not in tags:
        blocks += ["reference"]
        inlines += ["reference", "link", "image_link", "image_reference", "short_reference", "short_image_ref"]
        inlines += ["autolink", "automail"]
    for name in blocks:
        parser.parser.blockprocessors.deregister(name)
    for name in inlines:
        parser.inlinePatterns.deregister(name)
    parser.inlinePatterns.register(SimpleTagInlineProcessor(r"(\*\*)(?=\S)(.+?)(?<=\S)\1", "strong"), "bold", 60)
    parser.treeprocessors.register(finish, "finish", 6)
    return parser


class _Finish:
    """A tree processor that puts files' own addresses in, frames tables, makes figures; `named`: the files named."""

    def __init__(self, resolved: _Resolved) -> None:
        self.named: list[str] = []
        self._resolved = dict(resolved)

    def run(self, root: etree.Element) -> None:
        for parent in list(root.iter()):
            for at, child in enumerate(list(parent)):
                match child.tag:
                    case "h1":
                        child.tag = "h2"
                    case "img" | "a":
                        self._address(child)
                    case "table":
                        parent[at] = _framed(child)
            if parent.tag == "p" and len(parent) == 1 and parent[0].tag == "img" and _bare(parent):
                _to_figure(parent)

    def _address(self, element: etree.Element) -> None:
        """Give the element its address; one that has none, and an image from elsewhere, become their words."""
        key = "src" if element.tag == "img" else "href"
        address: str | None = element.get(key, "")
        if address and not _ELSEWHERE.match(address):
            self.named.append(address)
            address = self._resolved.get(address)
        if not address or not _VALUES[key].fullmatch(address):
            element.text = element.get("alt") if element.tag == "img" else element.text
            element.tag = "span"
            element.attrib.clear()
            return
        element.set(key, address)
        if element.tag == "img":
            element.set("loading", "lazy")


def _bare(paragraph: etree.Element) -> bool:
    return not (paragraph.text or "").strip() and not (paragraph[0].tail or "").strip()


def _to_figure(paragraph: etree.Element) -> None:
    paragraph.tag = "figure"
    caption = paragraph[0].attrib.pop("title", "")
    if caption:
        etree.SubElement(paragraph, "figcaption").text = caption


def _words_of(cell: etree.Element) -> str:
    return _HELD.sub("", "".join(cell.itertext())).strip()


def _framed(table: etree.Element) -> etree.Element:
    """A table scrolls by itself on a phone; the frame takes the keyboard's focus and is named by the heads."""
    heads = list(table.iter("th"))
    if heads and not _words_of(heads[0]):
        # the corner heads nothing; what stands below it heads the rows
        heads.pop(0).tag = "td"
        for row in table.iterfind("tbody/tr"):
            row[0].tag = "th"
            row[0].set("scope", "row")
    for head in heads:
        head.set("scope", "col")
    name = "、".join(text for head in heads if (text := _words_of(head)))
    frame = etree.Element("div", {"class": "table-wrap", "tabindex": "0", "role": "group", "aria-label": name or "—"})
    frame.append(table)
    frame.tail, table.tail = table.tail, None
    return frame


def _slug(text: str, _separator: str) -> str:
    return "s-" + (re.sub(r"\W+", "-", text.casefold()).strip("-")[:60] or "x")


def _headings(tokens: list[dict[str, object]]) -> Iterator[Heading]:
    for token in tokens:
        yield Heading(int(str(token["level"])), str(token["id"]), unescape(str(token["name"])))
        children = token["children"]
        yield from _headings(children if isinstance(children, list) else [])


def _safe(html: str, tags: set[str]) -> str:
    return nh3.clean(
        html,
        tags=tags,
        clean_content_tags=set(),
        attributes={tag: names for tag, names in _ATTRIBUTES.items() if tag in tags},
        attribute_filter=_filtered,
        url_schemes={"http", "https"},
        link_rel="noopener noreferrer",
    )


def _filtered(_tag: str, name: str, value: str) -> str | None:
    """Keep what fits its pattern: classes and ids of ours, our own images, addresses of ours or of the web."""
    if name == "class":
        kept = [one for one in value.split() if _VALUES["class"].fullmatch(one)]
        return " ".join(kept) or None
    pattern = _VALUES.get(name)
    return value if pattern is None or pattern.fullmatch(value) else None
