"""Headers that the documentation promises, on every kind of answer, made anew and kept."""

import pytest
from cast import make_community, make_group, make_series

from commonhour.web.kept import shelf

pytestmark = pytest.mark.django_db
PATHS = ["/", "/calendar.ics", "/calendar.json", "/nothing/", "/nothing.ics", "/healthz", "/robots.txt", "/desk/",
         "/desk/sign-in/", "/static/css/hub.css", "/embed/agenda/", "/groups/metrics"]  # fmt: skip
YEAR = "max-age=31536000"


@pytest.fixture(autouse=True)
def hub(now):
    make_community()
    make_series(group=make_group())
    shelf.clear()


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(("seconds", "sent"), [(31_536_000, YEAR), (0, None)])
def test_hsts_is_sent_by_a_hub_with_an_https_address(client, settings, path, seconds, sent):
    settings.SECURE_HSTS_SECONDS = seconds
    for _ in range(2):  # made anew, and kept
        assert client.get(path).headers.get("Strict-Transport-Security") == sent


def test_a_foreign_name_gets_them_too(client, settings):
    settings.SECURE_HSTS_SECONDS = 31_536_000
    answer = client.get("/", HTTP_HOST="evil.example")
    assert answer.headers["Strict-Transport-Security"] == YEAR
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("path", PATHS)
def test_nothing_foreign_runs_and_nothing_sniffs(client, path):
    headers = client.get(path).headers
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert ("X-Frame-Options" in headers) == (not path.startswith("/embed/"))
