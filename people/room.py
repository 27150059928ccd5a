"""What the room of people gives to the whole."""

from kit.web import Room

ROOM = Room(name="people")
