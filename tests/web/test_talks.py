"""The archive of talks, the page of a talk and of a speaker, and their twins."""

import datetime as dt
import json
from xml.etree import ElementTree

import pytest
from cast import NOW, make_community, make_group, make_series

from commonhour.actions.session import edit_session
from commonhour.actions.undo import undo
from commonhour.core.rights import TERMINAL
from commonhour.models import ChangeSet, OldPath, Session

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def series(now):
    make_community()
    return make_series(group=make_group(), dtstart="20260903T160000")


def make_talk(series, title="Parsing", day=dt.date(2026, 11, 19), **facts):
    named = {"speakers": [{"name": "Ada Long", "organisation": "Acme"}]}
    return Session.objects.create(series=series, title=title, date=day, **(named | facts))


def text_of(client, path, status=200):
    page = client.get(path)
    assert page.status_code == status, page.content.decode()[:400]
    return page.content.decode()


def titles(client, query=""):
    return [one["title"] for one in client.get(f"/talks.json{query}").json()["talks"]]


def test_a_talk_has_a_page_with_all_that_is_known_of_it(client, series):
    talk = make_talk(
        series, abstract="On **trees**.", language="Spanish", tags=["text"], slides="https://a.example/s.pdf",
        recording="https://a.example/v", links=[{"label": "Code", "url": "https://a.example/code"}],
    )  # fmt: skip
    text = text_of(client, talk.path)
    assert talk.path == "/talks/parsing/"
    for said in ("<strong>trees</strong>", "In Spanish", "/speakers/ada-long/", "Acme", "https://a.example/s.pdf",
                 "https://a.example/v", ">Code<", "/meetings/metrics-call/2026-11-19/", "19 Nov 2026, 16:00"):  # fmt: skip
        assert said in text, said
    assert "Thu, 19 Nov 2026, 10:00" in text_of(client, talk.path + "?tz=America/New_York")


def test_its_json_ld_is_an_event_that_was_recorded(client, series):
    talk = make_talk(series, title="</script><b>", recording="https://a.example/v")
    text = text_of(client, talk.path)
    body = text.split('<script type="application/ld+json">')[1].split("</script>")[0]
    facts = json.loads(body)
    assert facts["@type"] == "Event"
    assert facts["name"] == "</script><b>"
    assert facts["recordedIn"]["@type"] == "VideoObject"
    assert facts["performer"][0]["name"] == "Ada Long"
    assert facts["startDate"] == "2026-11-19T15:00:00Z"


def test_one_that_is_held_twice_leads_to_both_dates(client, series):
    talk = make_talk(series)
    talk.occurrences.add(*series.occurrences.order_by("start")[:2])
    text = text_of(client, talk.path)
    assert "/meetings/metrics-call/2026-09-03/" in text
    assert "/meetings/metrics-call/2026-09-10/" in text


def test_the_address_follows_the_title_and_the_old_one_leads_there(client, series):
    talk = make_talk(series)
    date = series.occurrences.get(slug="2026-11-19")
    edit_session(talk, date, version=1, title="Parsing well", now=NOW, actor=TERMINAL)
    answer = client.get("/talks/parsing/?tz=Asia/Tokyo")
    assert (answer.status_code, answer["Location"]) == (301, "/talks/parsing-well/?tz=Asia/Tokyo")
    assert client.get("/talks/parsing.json")["Location"] == "/talks/parsing-well.json"
    assert make_talk(series).slug == "parsing-2"  # nobody takes an address that leads elsewhere
    undo(ChangeSet.objects.get(kind="session-edited").pk, now=NOW, actor=TERMINAL)
    assert text_of(client, "/talks/parsing/")
    assert client.get("/talks/parsing-well/")["Location"] == "/talks/parsing/"
    assert client.get(f"/talks/{talk.pk}/")["Location"] == "/talks/parsing/"
    assert OldPath.objects.filter(noun="session").count() == 2


def test_nothing_by_that_name(client, series):
    assert "There is no talk of that name here." in text_of(client, "/talks/none/", 404)
    assert "Nobody of that name has spoken here." in text_of(client, "/speakers/none/", 404)
    assert "Nobody of that name" in text_of(client, "/speakers/-/", 404)


def test_the_archive_is_searched_without_accents_in_title_abstract_and_speakers(client, series):
    make_talk(series, "Über Bäume")
    make_talk(
        series, "Rest", abstract="Of trees and lists", speakers=[{"name": "Zoë Öz", "organisation": "Globex"}]
    )
    assert titles(client, "?q=uber baume") == ["Über Bäume"]
    assert titles(client, "?q=zoe trees") == ["Rest"]
    assert titles(client, "?q=globex") == ["Rest"]
    assert titles(client, "?q=none") == []
    assert "No talk is like that." in text_of(client, "/talks/?q=none")


def test_the_archive_is_narrowed(client, series):
    other = make_series("Other", make_group("parsers", "Parsers"))
    make_talk(series, "A", tags=["text", "deep"], language="Spanish")
    make_talk(other, "B", dt.date(2025, 1, 2), tags=["text"], recording="https://a.example/v")
    make_talk(None, "C", None, slides="https://a.example/s")
    assert titles(client) == ["A", "B", "C"]
    assert titles(client, "?tag=deep") == ["A"]
    assert titles(client, "?tag=text") == ["A", "B"]
    assert titles(client, "?year=2025") == ["B"]
    assert titles(client, "?series=other") == ["B"]
    assert titles(client, "?group=metrics") == ["A"]
    assert titles(client, "?spoken=Spanish") == ["A"]
    assert titles(client, "?has=recording") == ["B"]
    assert titles(client, "?has=slides") == ["C"]
    assert titles(client, "?has=abstract&year=20x5") == ["A", "B", "C"]
    text = text_of(client, "/talks/?tag=gone")
    assert '<option value="gone" selected>' in text


def test_fifty_on_a_page_and_the_newest_first(client, series):
    for n in range(120):
        make_talk(series, f"Talk {n}", dt.date(2026, 1, 1) + dt.timedelta(days=n))
    first = client.get("/talks.json").json()
    assert [first["total"], len(first["talks"]), first["talks"][0]["title"]] == [120, 50, "Talk 119"]
    third = client.get("/talks.json?page=3").json()
    assert [len(third["talks"]), third["next"]] == [20, None]
    assert first["next"].endswith("/talks.json?page=2")
    assert "Page 2 of 3" in text_of(client, "/talks/?page=2")
    assert titles(client, "?page=99")[-1] == "Talk 0"


def test_without_talks_it_says_what_will_stand_there(client, series):
    assert "There are no talks yet." in text_of(client, "/talks/")
    assert ElementTree.fromstring(client.get("/talks.atom").content).find(f"{ATOM}entry") is None


def test_a_speaker_has_a_page_however_the_name_is_written(client, series):
    make_talk(series, "Late", speakers=[{"name": "José  Pérez", "organisation": "Acme"}])
    make_talk(
        series, "Early", dt.date(2025, 3, 4), speakers=[{"name": "jose perez", "organisation": "Globex"}]
    )
    make_talk(series, "Other")
    text = text_of(client, "/speakers/jose-perez/")
    assert "Acme · Globex" in text
    assert client.get("/speakers/José-Pérez/")["Location"] == "/speakers/jose-perez/"
    assert [one["title"] for one in client.get("/speakers/jose-perez.json").json()["talks"]] == [
        "Late",
        "Early",
    ]
    feed = ElementTree.fromstring(client.get("/speakers/jose-perez.atom").content)
    assert len(feed.findall(f"{ATOM}entry")) == 2


def test_the_feed_has_what_was_written_last_and_keeps_its_ids(client, series):
    talk, other = make_talk(series), make_talk(series, "Second", dt.date(2026, 11, 12))
    date = series.occurrences.get(slug="2026-11-12")
    edit_session(other, date, version=1, title="Second, with\x0b slides", now=NOW, actor=TERMINAL, tags=["a & b"],
                 slides="https://a.example/s")  # fmt: skip
    feed = ElementTree.fromstring(client.get("/talks.atom?series=metrics-call").content)
    entries = feed.findall(f"{ATOM}entry")
    assert [one.findtext(f"{ATOM}id") for one in entries] == [
        f"http://127.0.0.1:8000/talks/{one.pk}/" for one in (other, talk)
    ]
    assert entries[0].findtext(f"{ATOM}updated") == "2026-11-23T10:00:00Z"
    assert entries[0].findtext(f"{ATOM}author/{ATOM}name") == "Ada Long"
    assert [one.get("href") for one in feed.findall(f"{ATOM}link")] == [
        "http://127.0.0.1:8000/talks.atom?series=metrics-call", "http://127.0.0.1:8000/talks/?series=metrics-call"
    ]  # fmt: skip


def test_it_is_linked_from_series_group_date_and_the_meetings_page(client, series):
    talk = make_talk(series)
    for path in (
        "/",
        "/groups/metrics/",
        "/meetings/metrics-call/",
        "/meetings/metrics-call/2026-11-19/",
        "/sitemap.xml",
    ):
        assert talk.path in text_of(client, path), path
    assert "/talks/?series=metrics-call" in text_of(client, "/meetings/metrics-call/")


@pytest.mark.parametrize(
    "path", ["/talks/", "/talks.json", "/talks.atom", "/talks/?q=talk", "/speakers/ada-long/"]
)
def test_one_and_three_talks_take_the_same_number_of_queries(client, series, django_assert_num_queries, path):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from commonhour.web.kept import shelf

    make_talk(series, "Talk 0")
    counts = []
    for _ in range(2):
        shelf.clear()
        with CaptureQueriesContext(
            connection,
        ) as found:
            text_of(client, path)
        counts.append(len(found))
        make_talk(series, "Talk 1")
        make_talk(series, "Talk 2")
    assert counts[0] == counts[1]


def test_what_is_no_address_of_the_web_is_no_link(client, series):
    talk = make_talk(
        series, recording="javascript:alert(1)", url="javascript:alert(2)", slides="data:text/html,x",
        links=[{"label": "x", "url": "javascript:alert(3)"}, "odd", {"url": 4}],
    )  # fmt: skip
    for path in (talk.path, "/talks/", "/", talk.path.rstrip("/") + ".json", "/talks.atom"):
        assert "javascript:" not in text_of(client, path)


def test_its_markdown(client, series):
    make_talk(series, abstract="Of *trees*.", recording="https://a.example/v")
    assert text_of(client, "/talks/parsing.md") == (
        "# Parsing\n\n2026-11-19\n\nAda Long, Acme\n\nhttp://127.0.0.1:8000/talks/parsing/\n\nOf *trees*.\n\n"
        "- Recording: <https://a.example/v>\n"
    )
