"""The JSON API: a program sends in a meeting as a person does on /submit/, and every refusal is a problem document."""

import json

import pytest
from cast import make_community, make_group

from commonhour.models import Delivery, Submission

pytestmark = pytest.mark.django_db
WHOLE = {
    "title": "Parsers in the open", "description": "For all who parse.", "name": "Ana", "email": "ana@example.org",
    "join_url": "https://meet.example.org/p", "dtstart": "2026-12-03T16:00", "tzid": "Europe/Madrid", "duration": "PT1H30M",
    "rrule": "FREQ=WEEKLY;INTERVAL=2", "group": "metrics",
}  # fmt: skip


@pytest.fixture
def group(now):
    make_community()
    return make_group()


def send(client, body, content_type="application/json"):
    text = body if isinstance(body, str) else json.dumps(body)
    return client.post("/api/v1/submissions", text, content_type=content_type)


def test_a_program_sends_in_a_meeting(client, group):
    answer = send(client, WHOLE)
    row = Submission.objects.get()
    assert (answer.status_code, answer.json()) == (202, {"id": str(row.public_id), "state": "unconfirmed"})
    assert (row.dtstart, row.tzid, row.minutes, row.rrule, row.group) == (
        "20261203T160000", "Europe/Madrid", 90, "FREQ=WEEKLY;INTERVAL=2", group,
    )  # fmt: skip
    assert row.link() == WHOLE["join_url"]
    assert Delivery.objects.get().to == "ana@example.org"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("title", ""), ("dtstart", "soon"), ("dtstart", "2025-01-01T10:00"), ("tzid", "IST"), ("duration", "90"),
        ("duration", "P2D"), ("rrule", "FREQ=SECONDLY"), ("email", "ana"), ("join_url", "javascript:x"), ("group", "nobody"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named_by_its_field(client, group, name, value):
    answer = send(client, WHOLE | {name: value})
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert (answer.status_code, [one["pointer"] for one in answer.json()["errors"]]) == (422, [f"#/{name}"])
    assert not Submission.objects.exists()


@pytest.mark.parametrize("body", ["", "[]", "nonsense", "[" * 100_000, '{"title": {"a": 1}}', '"x"'])
def test_what_is_no_object_is_refused(client, group, body):
    assert send(client, body).status_code == 422
    assert not Submission.objects.exists()


def test_a_form_of_another_site_cannot_send_it(client, group):
    assert send(client, WHOLE, "text/plain").status_code == 422
    assert client.options("/api/v1/submissions").status_code == 405
    assert client.get("/api/v1/submissions").status_code == 405


def test_the_document_names_what_is_needed_and_taken(client, group):
    found = client.get("/api/v1/openapi.json").json()
    shape = found["components"]["schemas"]["Submission"]
    assert set(shape["properties"]) == set(WHOLE)
    for name in shape["required"]:
        assert send(client, {key: text for key, text in WHOLE.items() if key != name}).status_code == 422
    assert send(client, {name: WHOLE[name] for name in shape["required"]}).status_code == 202
