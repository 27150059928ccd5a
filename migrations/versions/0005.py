"""Goods tables and the questions drafted from them"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "goods_import",
        sa.Column("id", KEY, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("by_id", KEY, nullable=True),
        sa.Column("store_id", KEY, nullable=False),
        sa.Column("file_name", sa.String(200), nullable=False),
        sa.Column("sheet", sa.JSON(), nullable=False),
        sa.Column("entered_at", MOMENT, nullable=True),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["employee.id"], name=op.f("fk_goods_import_by_id_employee")),
        sa.ForeignKeyConstraint(["store_id"], ["team.id"], name=op.f("fk_goods_import_store_id_team")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_goods_import")),
    )
    op.create_index("ix_goods_import_store_id", "goods_import", ["store_id"])
    op.create_table(
        "goods_draft",
        sa.Column("id", KEY, nullable=False),
        sa.Column("store_id", KEY, nullable=False),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("good", sa.String(200), nullable=False),
        sa.Column("good_version", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("rests", sa.JSON(), nullable=False),
        sa.Column("basis", sa.String(64), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("question", sa.String(200), nullable=True),
        sa.Column("decided_by", KEY, nullable=True),
        sa.Column("decided_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["store_id"], ["team.id"], name=op.f("fk_goods_draft_store_id_team")),
        sa.ForeignKeyConstraint(["decided_by"], ["employee.id"], name=op.f("fk_goods_draft_decided_by_employee")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_goods_draft")),
        sa.UniqueConstraint("name", name=op.f("uq_goods_draft_name")),
    )
    op.create_index("ix_goods_draft_good", "goods_draft", ["good"])
    op.create_index("ix_goods_draft_question", "goods_draft", ["question"])
    op.create_index("ix_goods_draft_state", "goods_draft", ["state", "store_id", "id"])


def downgrade() -> None:
    op.drop_table("goods_draft")
    op.drop_table("goods_import")
