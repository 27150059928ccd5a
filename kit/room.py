"""What the floor itself gives to the whole: the health page and the commands around content and serving."""

from kit.access import PUBLIC
from kit.cli import content
from kit.health import pages
from kit.web import Room

ROOM = Room(name="kit", blueprints=[pages], commands=[content], permissions={"health.healthz": PUBLIC})
