"""What the room of the record gives to the whole."""

from kit.access import PUBLIC, SIGNED_IN, Role, any_of
from kit.rooms import Tab
from kit.web import Room
from records.cli import records
from records.views import certificates  # noqa: F401 its pages join the blueprint
from records.views.home import newest_entries
from records.views.record import record

OVERSEES = any_of(Role.MANAGER, Role.ADMINISTRATOR)

ROOM = Room(
    name="records",
    blueprints=[record],
    commands=[records],
    permissions={
        "records.mine": SIGNED_IN,
        "records.person": OVERSEES,
        "records.export": SIGNED_IN,
        "records.certificate": SIGNED_IN,
        "records.certificate_pdf": SIGNED_IN,
        "records.check_certificate": PUBLIC,
    },
    tabs=[Tab("records", "Record", "archive", "records.mine", 50)],
    panels=[newest_entries],
)
