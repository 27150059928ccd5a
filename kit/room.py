"""What the floor itself gives to the whole: the health page and the commands around content and serving."""

from kit.access import PUBLIC
from kit.cli import content, demo_company, run_jobs, serve
from kit.health import pages
from kit.web import Room

ROOM = Room(
    name="kit",
    blueprints=[pages],
    commands=[content, demo_company, serve, run_jobs],
    permissions={"health.healthz": PUBLIC},
)
