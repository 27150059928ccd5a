"""Exams"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
RUNNING = sa.text("state = 'running'")
MOMENT = sa.DateTime(timezone=True)


def key(name: str, nullable: bool = False) -> sa.Column[int]:
    return sa.Column(name, KEY, nullable=nullable)


def refers(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=op.f(f"fk_{table}_{column}_{to}"))


def primary(table: str) -> sa.PrimaryKeyConstraint:
    return sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}"))


def unique(table: str, *columns: str) -> sa.UniqueConstraint:
    return sa.UniqueConstraint(*columns, name=op.f(f"uq_{table}_{'_'.join(columns)}"))


def upgrade() -> None:
    op.create_table(
        "assignment",
        key("id"),
        sa.Column("paper", sa.String(200), nullable=False),
        sa.Column("title", sa.JSON(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("pass_percent", sa.Integer(), nullable=False),
        sa.Column("release_when", sa.String(20), nullable=False),
        sa.Column("release_explain", sa.String(10), nullable=False),
        sa.Column("origin", sa.String(300), nullable=True),
        key("created_by", nullable=True),
        sa.Column("created_at", MOMENT, nullable=False),
        refers("assignment", "created_by", "employee"),
        primary("assignment"),
        unique("assignment", "origin"),
    )
    op.create_index("ix_assignment_paper", "assignment", ["paper"])
    op.create_table(
        "assignment_audience",
        key("id"),
        key("assignment_id"),
        key("team_id", nullable=True),
        sa.Column("position", sa.String(60), nullable=True),
        sa.Column("track", sa.String(60), nullable=True),
        key("employee_id", nullable=True),
        refers("assignment_audience", "assignment_id", "assignment"),
        refers("assignment_audience", "team_id", "team"),
        refers("assignment_audience", "employee_id", "employee"),
        primary("assignment_audience"),
    )
    op.create_index("ix_assignment_audience_assignment_id", "assignment_audience", ["assignment_id"])
    op.create_table(
        "sitting",
        key("id"),
        key("assignment_id"),
        sa.Column("opens_at", MOMENT, nullable=False),
        sa.Column("closes_at", MOMENT, nullable=False),
        sa.Column("released_at", MOMENT, nullable=True),
        key("released_by", nullable=True),
        sa.CheckConstraint("closes_at > opens_at", name=op.f("ck_sitting_opens_before_it_closes")),
        refers("sitting", "assignment_id", "assignment"),
        refers("sitting", "released_by", "employee"),
        primary("sitting"),
    )
    op.create_index("ix_sitting_assignment_id", "sitting", ["assignment_id"])
    op.create_table(
        "sitting_candidate",
        key("id"),
        key("sitting_id"),
        key("employee_id"),
        refers("sitting_candidate", "sitting_id", "sitting"),
        refers("sitting_candidate", "employee_id", "employee"),
        primary("sitting_candidate"),
        unique("sitting_candidate", "sitting_id", "employee_id"),
    )
    op.create_index("ix_sitting_candidate_employee_id", "sitting_candidate", ["employee_id"])
    op.create_table(
        "attempt",
        key("id"),
        key("sitting_id"),
        key("employee_id"),
        sa.Column("number", sa.Integer(), nullable=False),
        key("paper_version_id"),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("started_at", MOMENT, nullable=False),
        sa.Column("due_at", MOMENT, nullable=False),
        sa.Column("submitted_at", MOMENT, nullable=True),
        sa.Column("submitted_by", sa.String(10), nullable=True),
        sa.Column("points", sa.Integer(), nullable=True),
        sa.Column("passed", sa.Boolean(), nullable=True),
        key("entry_seq", nullable=True),
        refers("attempt", "sitting_id", "sitting"),
        refers("attempt", "employee_id", "employee"),
        refers("attempt", "paper_version_id", "content_version"),
        primary("attempt"),
        unique("attempt", "sitting_id", "employee_id", "number"),
    )
    op.create_index(
        "uq_attempt_running",
        "attempt",
        ["sitting_id", "employee_id"],
        unique=True,
        sqlite_where=RUNNING,
        postgresql_where=RUNNING,
    )
    op.create_index("ix_attempt_employee_id", "attempt", ["employee_id", "id"])
    op.create_index("ix_attempt_state", "attempt", ["state", "due_at"])
    op.create_table(
        "attempt_item",
        key("id"),
        key("attempt_id"),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("section", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(200), nullable=False),
        key("version_id"),
        sa.Column("option_order", sa.JSON(), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        refers("attempt_item", "attempt_id", "attempt"),
        refers("attempt_item", "version_id", "content_version"),
        primary("attempt_item"),
        unique("attempt_item", "attempt_id", "position"),
    )
    op.create_index("ix_attempt_item_key", "attempt_item", ["key"])
    op.create_table(
        "response",
        key("id"),
        key("attempt_id"),
        key("item_id"),
        sa.Column("device", sa.String(40), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("seen", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("received_at", MOMENT, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(10), nullable=False),
        refers("response", "attempt_id", "attempt"),
        refers("response", "item_id", "attempt_item"),
        primary("response"),
        unique("response", "item_id", "device", "seq"),
        unique("response", "attempt_id", "revision"),
    )
    op.create_table(
        "mark",
        key("id"),
        key("item_id"),
        sa.Column("points", sa.Integer(), nullable=False),
        key("by_id", nullable=True),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("criteria", sa.JSON(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        refers("mark", "item_id", "attempt_item"),
        refers("mark", "by_id", "employee"),
        primary("mark"),
    )
    op.create_index("ix_mark_item_id", "mark", ["item_id", "id"])


def downgrade() -> None:
    for table in (
        "mark",
        "response",
        "attempt_item",
        "attempt",
        "sitting_candidate",
        "sitting",
        "assignment_audience",
        "assignment",
    ):
        op.drop_table(table)
