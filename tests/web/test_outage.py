"""A database that is locked, full, read-only or damaged: a 503 with a sentence, nothing lost that was typed, and no help
needed when it is over. Reading writes nothing, so what only reads goes on."""

import re
import sqlite3
from contextlib import closing, contextmanager

import pytest
from cast import make_community, make_group, make_manager, make_series
from django.db import connection
from web.test_kept_meanwhile import file_database

from commonhour.models import Community, Group
from commonhour.web import kept

pytestmark = pytest.mark.django_db(transaction=True)
GROUP = "/desk/groups/metrics/"


@pytest.fixture
def place(transactional_db, now, tmp_path):
    if connection.vendor != "sqlite":
        pytest.skip("SQLite's own kinds of trouble")
    with file_database(tmp_path / "hub.sqlite3"):
        make_community()
        make_series(group=make_group(description="Short."))
        yield tmp_path / "hub.sqlite3"


@pytest.fixture
def desk(place, client):
    client.raise_request_exception = False
    client.force_login(make_manager())
    return client


@contextmanager
def locked(place):
    """By another program that is in the midst of writing."""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout = 50")
    with closing(sqlite3.connect(place, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield


@contextmanager
def pragma(words, undo):
    with connection.cursor() as cursor:
        cursor.execute(words)
    yield
    with connection.cursor() as cursor:
        cursor.execute(undo)


@contextmanager
def full(place):
    with connection.cursor() as cursor:
        cursor.execute("VACUUM")  # what another test deleted would leave room
        cursor.execute("PRAGMA page_count")
        pages = cursor.fetchone()[0]
    with pragma(f"PRAGMA max_page_count = {pages}", "PRAGMA max_page_count = 100000"):
        yield


@contextmanager
def read_only(place):
    with pragma("PRAGMA query_only = ON", "PRAGMA query_only = OFF"):
        yield


TROUBLES = {"Another program has been writing": locked, "is full": full, "can only be read": read_only}


def typed(client) -> dict[str, str]:
    form = client.get(GROUP).context["form"]
    present = {name: form[name].value() for name in form.fields}
    return {name: value for name, value in present.items() if value is not None}


@pytest.mark.parametrize("sentence", TROUBLES)
def test_a_save_is_refused_with_all_that_was_typed_and_goes_through_afterwards(desk, place, sentence):
    fields = typed(desk) | {"description": "“Long” & <dear>\nwords. " * 700}
    with TROUBLES[sentence](place):
        assert desk.get(GROUP).status_code == 200
        answer = desk.post(GROUP, fields)
        assert (answer.status_code, answer["Retry-After"], answer["Cache-Control"]) == (503, "10", "no-store")
        assert sentence in answer.content.decode()
    again = sent_again(answer)
    assert again == {name: str(value).replace("\r\n", "\n") for name, value in fields.items()}
    assert desk.post(GROUP, again).status_code == 302
    assert Group.objects.get().description.startswith("“Long” & <dear>")


def sent_again(answer) -> dict[str, str]:
    """What the page's form sends when it is sent anew."""
    from html.parser import HTMLParser

    found: dict[str, str] = {}

    class Inputs(HTMLParser):
        def handle_starttag(self, tag, attrs):
            if tag == "input":
                found[dict(attrs)["name"]] = dict(attrs)["value"] or ""

    Inputs().feed(answer.content.decode())
    return found


def test_what_was_just_done_is_said_once_and_reading_it_writes_nothing(desk, place):
    assert desk.post(GROUP, typed(desk) | {"name": "Measures"}).status_code == 302
    with locked(place):
        first, second = desk.get(GROUP), desk.get(GROUP)
    assert first.status_code == second.status_code == 200
    assert first.context["said"]
    assert not second.context["said"]


def desk_pages() -> list[str]:
    """Every address of the desk that needs no more than a slug."""
    from commonhour.web.desk.urls import urlpatterns

    found = {re.sub(r"\(\?P<\w+>[^)]*\)|<[^>]*>", "{}", str(one.pattern)).strip("^$") for one in urlpatterns}
    slugs = {"groups/": "metrics", "series/": "metrics-call", "community/spaces/": "contributor-space"}
    fitting = {route: slugs.get(route.partition("{")[0], "") for route in found if route.count("{}") < 2}
    return sorted(
        "/desk/" + route.format(slug) for route, slug in fitting.items() if slug or "{}" not in route
    )


def test_no_page_of_the_desk_writes_to_be_read(desk, place):
    pages = desk_pages()
    assert {"/desk/", GROUP, "/desk/history/"} <= set(pages)
    with locked(place):
        seen = {page: desk.get(page).status_code for page in pages}
    assert not {page: status for page, status in seen.items() if status >= 500}


def test_secrets_are_sent_again_and_not_shown(desk, place):
    with locked(place):
        answer = desk.post(
            "/desk/series/metrics-call/join/",
            {"url": "https://meet.example.org/a", "passcode": "open-sesame"},
        )
    assert answer.status_code == 503
    assert sent_again(answer)["passcode"] == "open-sesame"
    assert answer.content.decode().count("open-sesame") == 1


def test_a_file_has_to_be_chosen_again_and_the_page_says_which(desk, place):
    from django.core.files.uploadedfile import SimpleUploadedFile

    with locked(place):
        answer = desk.post(
            "/desk/import/", {"file": SimpleUploadedFile("page.md", b"# Meetings\n\n## One\n")}
        )
    page = answer.content.decode()
    assert answer.status_code == 503
    assert 'enctype="multipart/form-data"' in page
    assert "Choose “page.md” again" in page


def test_a_sign_in_that_cannot_be_written_leaves_its_link_good(place, client, now):
    from commonhour.actions.sign_in import invite
    from commonhour.core.rights import TERMINAL

    client.raise_request_exception = False
    _, token = invite("ana@example.org", now=now, actor=TERMINAL)
    with locked(place):
        answer = client.post("/desk/sign-in/", {"token": token})
        assert answer.status_code == 503
    assert client.post("/desk/sign-in/", sent_again(answer)).status_code == 302


def test_machines_get_a_problem_document(place, client):
    client.raise_request_exception = False
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA journal_mode = DELETE")
    connection.close()
    place.write_bytes(b"This is no database any more." * 99)
    answer = client.get("/calendar.json")
    assert (answer.status_code, answer["Content-Type"]) == (503, "application/problem+json")
    assert answer.json()["code"] == "database-damaged"
    assert client.get("/desk/").status_code == 503
    assert client.get("/healthz").status_code == 200


def test_postgres_says_what_is_wrong_in_states():
    from django.db import OperationalError

    from commonhour.reads.outage import outage_of

    for state, code in {"55P03": "database-locked", "53100": "database-full", "25006": "database-read-only",
                        "57P03": "database-away", "": "database-away", "42P01": None}.items():  # fmt: skip
        cause = type("PgError", (Exception,), {"sqlstate": state or None})()
        error = OperationalError("…") if code or not state else RuntimeError()
        error.__cause__ = cause
        found = outage_of(error)
        assert (found["code"] if found else None) == code


def test_kept_answers_go_out_with_their_age_while_nothing_can_be_read_and_are_fresh_afterwards(
    place, client, settings
):
    client.raise_request_exception = False
    first = client.get("/calendar/")
    assert "Age" not in first
    with only_for_itself(place):
        answers = [client.get("/calendar/"), client.get("/calendar.json")]
        assert [one.status_code for one in answers] == [200, 503]
        assert answers[0].content == first.content
        assert int(answers[0]["Age"]) >= 0
    kept.last_word.again_at = 1.0  # the moment in which it is left alone is over
    Group.objects.update(name="Measures")
    Community.objects.update(content_version=99)
    assert "Age" not in client.get("/calendar/")
    assert client.get("/calendar.json").status_code == 200


@contextmanager
def only_for_itself(place):
    """Another program that lets nobody even read."""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA journal_mode = DELETE")
        cursor.execute("PRAGMA busy_timeout = 50")
    with closing(sqlite3.connect(place, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        connection.settings_dict["OPTIONS"] = connection.settings_dict["OPTIONS"] | {"timeout": 0.05}
        yield
        connection.settings_dict["OPTIONS"] = connection.settings_dict["OPTIONS"] | {"timeout": 5}
    connection.close()


def test_a_row_that_another_session_of_postgresql_holds(transactional_db, now, client):
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one lock for all")
    client.raise_request_exception = False
    make_community()
    make_group(description="Short.")
    client.force_login(make_manager())
    fields = typed(client) | {"description": "Long."}
    with connection.cursor() as cursor:
        cursor.execute("SHOW lock_timeout")
        assert cursor.fetchone() == ("5s",)
        cursor.execute("SET lock_timeout = '100ms'")
    with connection.copy().cursor() as other:
        other.execute("BEGIN")
        other.execute("SELECT 1 FROM commonhour_group FOR UPDATE")
        answer = client.post(GROUP, fields)
        assert (answer.status_code, "Another program has been writing" in answer.content.decode()) == (
            503,
            True,
        )
        other.execute("ROLLBACK")
        other.db.close()
    assert client.post(GROUP, sent_again(answer)).status_code == 302
