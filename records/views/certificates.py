"""Certificates: the page, the PDF, and the public page that checks one without sign-in."""

from datetime import date
from pathlib import Path

from flask import Response, current_app, render_template, url_for
from flask_login import current_user
from sqlalchemy.orm import Session

from kit.clock import local_day, now
from kit.database import db
from kit.errors import NotFound
from kit.i18n import lang
from kit.markup import qr_svg
from kit.pdf import render
from kit.settings import Settings
from people.models import Company
from people.service.reach import reaches
from records.models import Certificate
from records.service.certificates import by_token, token
from records.service.reading import entry
from records.showing import certificate_values, masked
from records.views.record import record

TEMPLATE = Path(__file__).parent.parent / "certificate.typ"
FONTS = Path(__file__).parent.parent.parent / "node_modules" / "@expo-google-fonts" / "noto-sans-sc"


@record.get("/certificates/<int:certificate_id>")
def certificate(certificate_id: int) -> str:
    """Show a certificate of one's own or of a person in reach."""
    found = _mine_or_in_reach(db.session(), certificate_id)
    address = _address(found)
    return render_template(
        "records/certificate.html",
        certificate=found,
        title=_title(found),
        address=address,
        qr=qr_svg(address),
        company=db.session.get_one(Company, 1).name,
        entry=entry(db.session(), found.entry_seq),
        today=_today(),
    )


@record.get("/certificates/<int:certificate_id>.pdf")
def certificate_pdf(certificate_id: int) -> Response:
    """Give a certificate as PDF."""
    found = _mine_or_in_reach(db.session(), certificate_id)
    address = _address(found)
    entered = entry(db.session(), found.entry_seq)
    values = certificate_values(
        company=db.session.get_one(Company, 1).name,
        name=found.employee.name,
        employee_no=found.employee.number,
        titles=found.title,
        number=found.number,
        issued_on=found.issued_on,
        valid_until=found.valid_until,
        address=address,
        qr=qr_svg(address, border=0),
        points=entered.points if entered else None,
        max_points=entered.max_points if entered else None,
        pass_points=entered.pass_points if entered else None,
    )
    body = render(TEMPLATE.read_text("utf-8"), values, FONTS)
    headers = {"Content-Disposition": f'inline; filename="{found.number}.pdf"'}
    return Response(body, mimetype="application/pdf", headers=headers)


@record.get("/verify/<token>")
def check_certificate(token: str) -> tuple[str, int]:
    """Tell anybody with the address whether the certificate is real, and no more than that."""
    found = by_token(db.session(), token)
    page = render_template(
        "records/check.html",
        certificate=found,
        title=_title(found) if found else "",
        name=masked(found.employee.name) if found else "",
        company=db.session.get_one(Company, 1).name,
        today=_today(),
    )
    return page, 200 if found else 404


def _mine_or_in_reach(session: Session, certificate_id: int) -> Certificate:
    found = session.get(Certificate, certificate_id)
    if found is None or not (found.employee_id == current_user.id or reaches(session, current_user, found.employee_id)):
        raise NotFound("There is no such certificate, or it is not yours to see.")
    return found


def _address(found: Certificate) -> str:
    path = url_for("records.check_certificate", token=token(found.number, current_app.config["SECRET_KEY"]))
    return _settings().address + path


def _title(found: Certificate) -> str:
    return found.title["zh" if lang().startswith("zh") else "en"]


def _today() -> date:
    return local_day(now(), _settings().zone)


def _settings() -> Settings:
    found: Settings = current_app.config["SETTINGS"]
    return found
