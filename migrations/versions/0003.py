"""Quiz"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
RUNNING = sa.text("ended_at IS NULL")


def upgrade() -> None:
    op.create_table(
        "question_index",
        sa.Column("version_id", KEY, autoincrement=False, nullable=False),
        sa.Column("key", sa.String(200), nullable=False),
        sa.Column("bank", sa.String(80), nullable=False),
        sa.Column("type", sa.String(10), nullable=False),
        sa.Column("difficulty", sa.String(10), nullable=False),
        sa.Column("use", sa.String(10), nullable=False),
        sa.Column("family", sa.String(80), nullable=True),
        sa.Column("red_line", sa.Boolean(), nullable=False),
        sa.Column("lesson", sa.String(200), nullable=True),
        sa.Column("tags", sa.JSON(), nullable=False),
        sa.Column("platform", sa.String(20), nullable=False),
        sa.ForeignKeyConstraint(
            ["version_id"], ["content_version.id"], name=op.f("fk_question_index_version_id_content_version")
        ),
        sa.PrimaryKeyConstraint("version_id", name=op.f("pk_question_index")),
        sa.UniqueConstraint("key", name=op.f("uq_question_index_key")),
    )
    op.create_index("ix_question_index_bank", "question_index", ["bank", "use"])
    op.create_index("ix_question_index_lesson", "question_index", ["lesson", "use"])
    op.create_table(
        "check_run",
        sa.Column("id", KEY, nullable=False),
        sa.Column("employee_id", KEY, nullable=False),
        sa.Column("lesson", sa.String(200), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("points", sa.Integer(), nullable=True),
        sa.Column("max_points", sa.Integer(), nullable=False),
        sa.Column("passed", sa.Boolean(), nullable=True),
        sa.ForeignKeyConstraint(["employee_id"], ["employee.id"], name=op.f("fk_check_run_employee_id_employee")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_check_run")),
    )
    op.create_index(
        "uq_check_run_running",
        "check_run",
        ["employee_id", "lesson"],
        unique=True,
        sqlite_where=RUNNING,
        postgresql_where=RUNNING,
    )
    op.create_index("ix_check_run_employee_id", "check_run", ["employee_id", "lesson", "id"])
    op.create_table(
        "check_item",
        sa.Column("id", KEY, nullable=False),
        sa.Column("run_id", KEY, nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(200), nullable=False),
        sa.Column("version_id", KEY, nullable=False),
        sa.Column("option_order", sa.JSON(), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.CheckConstraint("place > 0", name=op.f("ck_check_item_from_one")),
        sa.ForeignKeyConstraint(["run_id"], ["check_run.id"], name=op.f("fk_check_item_run_id_check_run")),
        sa.ForeignKeyConstraint(
            ["version_id"], ["content_version.id"], name=op.f("fk_check_item_version_id_content_version")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_check_item")),
        sa.UniqueConstraint("run_id", "place", name=op.f("uq_check_item_run_id_place")),
    )
    op.create_table(
        "check_response",
        sa.Column("id", KEY, nullable=False),
        sa.Column("item_id", KEY, nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("right", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["check_item.id"], name=op.f("fk_check_response_item_id_check_item")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_check_response")),
        sa.UniqueConstraint("item_id", name=op.f("uq_check_response_item_id")),
    )


def downgrade() -> None:
    op.drop_table("check_response")
    op.drop_table("check_item")
    op.drop_index("ix_check_run_employee_id", table_name="check_run")
    op.drop_index("uq_check_run_running", table_name="check_run")
    op.drop_table("check_run")
    op.drop_index("ix_question_index_lesson", table_name="question_index")
    op.drop_index("ix_question_index_bank", table_name="question_index")
    op.drop_table("question_index")
