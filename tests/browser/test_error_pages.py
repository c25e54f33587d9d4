"""axe finds nothing on the pages that refuse, nor on the one that keeps a form, on any screen."""

import pytest
from cast import NOW, make_community, make_group, make_manager, make_member, make_series
from django.core.exceptions import SuspiciousOperation
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, RequestFactory
from screens import faults

from commonhour.actions.removal import remove_series
from commonhour.core.rights import TERMINAL
from commonhour.errors.telling import fault
from commonhour.web.refusals import bad_request, refusal, server_error, unavailable

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def answers(now):
    """(status, answer) of each kind, as the hub gives it."""
    make_community()
    group = make_group()
    removed, group_form = make_series(group=group), "/desk/groups/metrics/"
    remove_series(removed, now=NOW, actor=TERMINAL, version=removed.version)
    make_series("Other call", group)
    manager, member, ask = Client(), Client(), RequestFactory()
    manager.force_login(make_manager())
    member.force_login(make_member(group))
    locked = fault("database-locked", seconds=5)
    typed = {"description": "Long words. " * 90, "version": "3", "passcode": "MARKER"}
    found = [
        (400, Client().get("/?tz=%00")),
        (400, bad_request(ask.get("/"), SuspiciousOperation())),
        (403, member.get("/desk/community/")),
        (404, Client().get("/meetings/other-cal/")),
        (405, manager.get("/desk/community/publish/")),
        (409, manager.post(group_form, {"version": "999", "name": "Other", "kind": "chapter", "state": "active", "slug": "other"})),
        (410, Client().get("/meetings/metrics-call/")),
        (413, manager.post("/desk/import/", {}, headers={"Content-Length": str(10**9)})),
        (422, manager.post(group_form, {"version": "1"})),
        (500, refusal(ask.get("/"), 500, "It is our fault.")),
        (500, server_error(ask.get("/"))),
        (503, unavailable(ask.get("/"), locked)),
        (503, unavailable(ask.post(group_form, typed), locked)),
        (503, unavailable(ask.post("/desk/import/", {"file": SimpleUploadedFile("page.md", b"# x")}), locked)),
    ]  # fmt: skip
    make_community(published_at=None)
    return [*found, (404, Client().get("/calendar/"))]


def test_axe_finds_nothing_where_something_is_refused(answers, open_page):
    page, body = open_page("/healthz"), b""
    page.route("**/refused/", lambda route: route.fulfill(body=body, content_type="text/html"))
    for number, (status, answer) in enumerate(answers):
        assert answer.status_code == status
        body = answer.content
        page.goto(page.url.replace("healthz", "refused/"))
        assert faults(page) == [], (number, status)
