"""Courses and search"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "lesson_progress",
        sa.Column("id", KEY, nullable=False),
        sa.Column("employee_id", KEY, nullable=False),
        sa.Column("lesson", sa.String(200), nullable=False),
        sa.Column("seconds", sa.Integer(), nullable=False),
        sa.Column("counted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version_id", KEY, nullable=False),
        sa.ForeignKeyConstraint(["employee_id"], ["employee.id"], name=op.f("fk_lesson_progress_employee_id_employee")),
        sa.ForeignKeyConstraint(
            ["version_id"], ["content_version.id"], name=op.f("fk_lesson_progress_version_id_content_version")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lesson_progress")),
        sa.UniqueConstraint("employee_id", "lesson", name=op.f("uq_lesson_progress_employee_id_lesson")),
    )
    op.create_index("ix_lesson_progress_counted_at", "lesson_progress", ["employee_id", "counted_at"])
    op.create_table(
        "path_run",
        sa.Column("id", KEY, nullable=False),
        sa.Column("employee_id", KEY, nullable=False),
        sa.Column("path", sa.String(80), nullable=False),
        sa.Column("started_on", sa.Date(), nullable=False),
        sa.Column("completed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["employee_id"], ["employee.id"], name=op.f("fk_path_run_employee_id_employee")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_path_run")),
        sa.UniqueConstraint("employee_id", "path", name=op.f("uq_path_run_employee_id_path")),
    )
    op.create_table(
        "search_document",
        sa.Column("id", KEY, nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("key", sa.String(200), nullable=False),
        sa.Column("title", sa.String(400), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("url", sa.String(400), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_document")),
        sa.UniqueConstraint("kind", "key", name=op.f("uq_search_document_kind_key")),
    )
    # no model: each engine has an index of its own kind
    if op.get_bind().dialect.name == "sqlite":
        op.execute("CREATE VIRTUAL TABLE search_index USING fts5(title, body, tokenize = 'unicode61')")
    else:
        op.execute("CREATE TABLE search_index (id bigint PRIMARY KEY, words tsvector NOT NULL)")
        op.execute("CREATE INDEX search_index_words ON search_index USING gin (words)")


def downgrade() -> None:
    op.drop_table("search_index")
    op.drop_table("search_document")
    op.drop_table("path_run")
    op.drop_index("ix_lesson_progress_counted_at", "lesson_progress")
    op.drop_table("lesson_progress")
