"""How values are written on pages: moments in the company's zone, points as decimals."""

from datetime import datetime
from zoneinfo import ZoneInfo

from flask import Flask

from kit.points import show


def install(app: Flask, zone: str) -> None:
    """Give templates the filters `local` and `points`."""
    company_zone = ZoneInfo(zone)

    def local(moment: datetime, form: str = "%Y-%m-%d %H:%M") -> str:
        return moment.astimezone(company_zone).strftime(form)

    app.jinja_env.filters.update(local=local, points=show)
