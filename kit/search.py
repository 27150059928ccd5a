"""Searching texts, two-character Chinese words included: own tokens in an index of the database."""

from dataclasses import dataclass

from sqlalchemy import String, Text, UniqueConstraint, delete, select, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from kit.database import Base, Key
from kit.text import fold, tokens

EXCERPT = 72
# PostgreSQL's limit for a position in a tsvector
LAST_POSITION = 16_383


class SearchDocument(Base):
    """A text that can be found; its words stand in the engine's own `search_index` under the same id."""

    __tablename__ = "search_document"
    __table_args__ = (UniqueConstraint("kind", "key"),)

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))
    key: Mapped[str] = mapped_column(String(200))
    title: Mapped[str] = mapped_column(String(400))
    text: Mapped[str] = mapped_column(Text)
    url: Mapped[str] = mapped_column(String(400))


@dataclass(frozen=True)
class Found:
    """A text that was found, with the piece of it around the words looked for."""

    kind: str
    key: str
    title: str
    excerpt: str
    url: str


def index(session: Session, kind: str, key: str, title: str, body: str, url: str) -> None:
    """Make a text findable; one that was there under this key is replaced. Takes plain text, not HTML."""
    forget(session, kind, key)
    document = SearchDocument(kind=kind, key=key, title=title, text=body, url=url)
    session.add(document)
    session.flush()
    if _is_postgresql(session):
        statement = "INSERT INTO search_index (id, words) VALUES (:id, CAST(:words AS tsvector))"
        session.execute(text(statement), {"id": document.id, "words": _tsvector(tokens(title), tokens(body))})
        return
    statement = "INSERT INTO search_index (rowid, title, body) VALUES (:id, :title, :body)"
    words = {"title": " ".join(tokens(title)), "body": " ".join(tokens(body))}
    session.execute(text(statement), {"id": document.id, **words})


def forget(session: Session, kind: str, key: str) -> None:
    """Let a text be found no longer."""
    known = session.scalar(select(SearchDocument.id).where(SearchDocument.kind == kind, SearchDocument.key == key))
    if known is None:
        return
    column = "id" if _is_postgresql(session) else "rowid"
    session.execute(text(f"DELETE FROM search_index WHERE {column} = :id"), {"id": known})
    session.execute(delete(SearchDocument).where(SearchDocument.id == known))


def find(session: Session, query: str, limit: int, kind: str | None = None) -> list[Found]:
    """Give the texts that contain all words of the query, the best first; words in the title count most."""
    words = list(dict.fromkeys(tokens(query)))
    if not words:
        return []
    ids = list(session.scalars(text(_statement(session)), {"words": _query(session, words), "limit": limit * 5}))
    documents = {one.id: one for one in session.scalars(select(SearchDocument).where(SearchDocument.id.in_(ids)))}
    found = [documents[id] for id in ids if id in documents and kind in (None, documents[id].kind)]
    return [Found(one.kind, one.key, one.title, excerpt(one.text, query), one.url) for one in found[:limit]]


def _statement(session: Session) -> str:
    if _is_postgresql(session):
        return (
            "SELECT id FROM search_index, CAST(:words AS tsquery) wanted WHERE words @@ wanted "
            "ORDER BY ts_rank(words, wanted) DESC, id LIMIT :limit"
        )
    return (
        "SELECT rowid FROM search_index WHERE search_index MATCH :words "
        "ORDER BY bm25(search_index, 8.0, 1.0), rowid LIMIT :limit"
    )


def _query(session: Session, words: list[str]) -> str:
    """Ask for all words; a lone Chinese sign or an unfinished word also as a beginning."""
    if _is_postgresql(session):
        return " & ".join(f"{_quoted(word)}:*" for word in words)
    return " AND ".join(f'"{word}"*' for word in words)


def _tsvector(title: list[str], body: list[str]) -> str:
    """Write the words with their places as PostgreSQL reads them, those of the title with most weight."""
    places: dict[str, list[str]] = {}
    for place, word in enumerate([*title, *body], 1):
        mark = f"{min(place, LAST_POSITION)}{'A' if place <= len(title) else ''}"
        places.setdefault(word, []).append(mark)
    # at most 256 places a word: PostgreSQL keeps no more
    return " ".join(f"{_quoted(word)}:{','.join(marks[:256])}" for word, marks in places.items())


def _quoted(word: str) -> str:
    return "'" + word.replace("\\", "\\\\").replace("'", "''") + "'"


def excerpt(body: str, query: str) -> str:
    """Give the piece of a text around the first place where the query, or a word of it, stands."""
    flat = " ".join(body.split())
    low = flat.casefold()
    wanted = [fold(query), *fold(query).split(), *tokens(query)]
    at = next((place for word in wanted if word and (place := low.find(word)) >= 0), 0)
    start = max(at - EXCERPT // 3, 0)
    piece = flat[start : start + EXCERPT].strip()
    return f"{'…' if start else ''}{piece}{'…' if start + EXCERPT < len(flat) else ''}"


def _is_postgresql(session: Session) -> bool:
    return session.get_bind().dialect.name == "postgresql"
