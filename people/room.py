"""What the room of people gives to the whole."""

from kit.access import PUBLIC, SIGNED_IN
from kit.rooms import Tab
from kit.web import Room
from people.views import account, home, sign_in
from people.views.pages import pages

PERMISSIONS = {
    "people.sign_in": PUBLIC,
    "people.sign_out": PUBLIC,
    "people.language": PUBLIC,
    "people.home": SIGNED_IN,
    "people.account": SIGNED_IN,
    "people.password": SIGNED_IN,
    "people.end_sessions": SIGNED_IN,
}

# the view modules are named so that their routes are known
VIEWS = (account, home, sign_in)

ROOM = Room(
    name="people",
    blueprints=[pages],
    permissions=PERMISSIONS,
    tabs=[Tab("people", "Today", "home", "people.home", 10)],
    install=[sign_in.install],
)
