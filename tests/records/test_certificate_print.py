"""The printed certificate: one page whatever the values, with and without the optional ones."""

from pathlib import Path

import pytest

from kit.markup import qr_svg
from kit.pdf import picture, render
from tests.needs import needs

ROOT = Path(__file__).parents[2]
FONTS = ROOT / "node_modules" / "@expo-google-fonts" / "noto-sans-sc"
TEMPLATE = (ROOT / "records" / "certificate.typ").read_text("utf-8")
ADDRESS = "https://dianxue.example/verify/9f3aQ7k2LmP0xYbN4vTz8w"
NEEDED = {
    "company": "星桥电子商务有限公司",
    "name": "林晓雨",
    "title_zh": "客服岗位合格证书",
    "title_en": "Certificate of Customer Service Competence",
    "number": "XQ-KF-2026-000127",
    "issued": "2026-11-22",
    "valid_until": "",
    "address": ADDRESS,
    "qr": qr_svg(ADDRESS, border=0),
}
FULL = NEEDED | {
    "employee_no": "XQ010",
    "body_zh": "通过「客服入职考试」，红线题全部答对。",
    "body_en": "has passed the Customer Service Onboarding Exam.",
    "score": "92.5",
    "out_of": "100",
    "pass_mark": "80",
    "valid_until": "2027-11-21",
}


@pytest.mark.parametrize(
    "values",
    [NEEDED, FULL, FULL | {"name": "阿卜杜热西提·买买提·" * 6, "title_zh": "高级岗位" * 12, "address": ADDRESS * 3}],
    ids=["needed", "full", "very long"],
)
def test_a_certificate_is_one_small_page(values: dict[str, str]) -> None:
    needs(FONTS.is_dir(), "the fonts that `make env` installs")
    page = render(TEMPLATE, values, FONTS)
    assert page.count(b"/Type /Page\n") + page.count(b"/Type/Page/") == 1
    assert len(page) < 80_000


def test_every_value_can_be_seen_on_the_page() -> None:
    needs(FONTS.is_dir(), "the fonts that `make env` installs")
    full = picture(TEMPLATE, FULL, FONTS)
    for key in FULL:
        assert picture(TEMPLATE, FULL | {key: ""}, FONTS) != full, key
