"""How to open this server on a phone in the same network."""

from flask import current_app, render_template

from kit.markup import qr_svg
from kit.serving import reachable_address
from kit.settings import Settings
from people.views.pages import pages


@pages.get("/on-phone")
def on_phone() -> str:
    """Show the address with its QR code, or what to do when only this machine reaches the server."""
    settings: Settings = current_app.config["SETTINGS"]
    address = reachable_address(settings) if settings.public_url or not settings.loopback else ""
    return render_template("people/on_phone.html", address=address, qr=qr_svg(address) if address else "")
