"""What an upload is: by its content first, by its name where content says nothing."""

import datetime as dt

import pytest

from commonhour.actions.recognise import read_any, recognise
from commonhour.core.limits import STAFF_BODY_BYTES
from commonhour.errors import RefusedInput, TooLarge

NOW = dt.datetime(2026, 11, 23, 10, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("name", "body", "kind"),
    [
        ("a.ics", b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", "calendar"),
        ("export", b"\xef\xbb\xbfBEGIN:VCALENDAR\nEND:VCALENDAR\n".removeprefix(b"\xef\xbb\xbf"), "calendar"),
        ("a.txt", b"begin:vcalendar\nend:vcalendar\n", "calendar"),
        ("a.ics", "BEGIN:VCALENDAR\nEND:VCALENDAR\n".encode("utf-16"), "calendar"),
        ("meetings.md", b"# Meetings\n", "page"),
        ("README", b"# Meetings\n\n* one\n", "page"),
        ("notes.MD", b"plain words", "page"),
        ("sigs.yaml", b"sigs:\n- name: x\n", "sigs"),
    ],
)
def test_kinds(name: str, body: bytes, kind: str) -> None:
    assert recognise(name, body) == kind


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("a.md", b""), ("a.ics", b"  \n"), ("a.html", b"<!doctype html><html>"), ("a.ics", b"<html><body>Sign in"),
        ("a.png", b"\x89PNG\r\n\x1a\n\0\0"), ("a.json", b"{}"),
    ],
)  # fmt: skip
def test_everything_else_is_refused_with_its_name(name: str, body: bytes) -> None:
    with pytest.raises(RefusedInput, match=name):
        recognise(name, body)


@pytest.mark.parametrize(("name", "body"), [("a.yaml", b"name: x\nlist: [\n"), ("a.json", b'{"a": 1,\n')])
def test_a_broken_list_is_refused_with_its_line(name: str, body: bytes) -> None:
    with pytest.raises(RefusedInput) as met:
        recognise(name, body)
    assert met.value.code in ("broken-yaml", "broken-json")
    with pytest.raises(RefusedInput) as quick:
        recognise(name, body, explains=False)
    assert quick.value.code == "unknown-file"


def test_a_body_over_the_limit_is_refused_before_it_is_read() -> None:
    with pytest.raises(TooLarge):
        recognise("a.md", b"x" * (STAFF_BODY_BYTES + 1))


def test_an_unknown_kind_is_refused_with_the_known_ones() -> None:
    with pytest.raises(RefusedInput, match="calendar, charter, irc-meetings, list"):
        read_any("a.md", b"# A", kind="minutes", now=NOW)


@pytest.mark.django_db
def test_reading_gives_the_draft_of_that_kind() -> None:
    assert read_any("a.md", b"# A\n", kind="page", now=NOW).kind == "page"
