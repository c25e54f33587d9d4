"""The page of the search, its feed and its document."""

from xml.etree import ElementTree

import pytest
from cast import make_community, make_group, make_notes, make_series

from commonhour.actions.notes.writing import begin_notes
from commonhour.core.rights import TERMINAL
from commonhour.models import Occurrence

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"
SAID = 'TOPIC: Budget\nDECISION: Buy a <quokka & "feed" it\nACTION: @ana feed the wallaby by 2026-12-01\n'


@pytest.fixture
def dates(now):
    make_community()
    series = make_series(group=make_group())
    return list(Occurrence.objects.filter(series=series).order_by("start")[:2])


def path_of(date):
    return f"/meetings/{date.series.slug}/{date.slug}/"


def text_of(client, path, status=200):
    page = client.get(path)
    assert page.status_code == status
    return page.content.decode()


def test_what_is_found_is_marked_and_escaped(client, dates):
    make_notes(dates[0], SAID)
    text = text_of(client, "/notes/?q=quokka")
    assert "a &lt;<mark>quokka</mark> &amp; &quot;feed&quot; it" in text
    assert "<quokka" not in text
    assert path_of(dates[0]) in text
    assert "2 results" in text
    assert 'content="noindex"' in text


def test_without_words_it_lists_the_latest_notes_and_no_draft(client, dates):
    assert "There are no notes yet" in text_of(client, "/notes/")
    make_notes(dates[0], SAID, title="First call")
    begin_notes(dates[1], text="secret plan", now=dates[0].start, actor=TERMINAL)
    text = text_of(client, "/notes/")
    assert "First call" in text
    assert path_of(dates[1]) not in text


def test_one_type_is_a_link_away_and_back(client, dates):
    make_notes(dates[0], SAID)
    assert "?q=quokka+type:decisions" in text_of(client, "/notes/?q=quokka")
    text = text_of(client, "/notes/?q=quokka+type:decisions")
    assert "1 result<" in text or "1 result " in text
    assert 'href="/notes/?q=quokka"' in text


def test_nothing_found_is_said_kindly_with_what_was_meant(client, dates):
    make_notes(dates[0], SAID)
    text = text_of(client, "/notes/?q=quoka")
    assert "Nothing is found" in text
    assert 'href="/notes/?q=quokka"' in text
    assert "&lt;script&gt;" in text_of(client, "/notes/?q=<script>x</script>")


def test_its_document_and_its_feed_have_the_same(client, dates):
    make_notes(dates[0], SAID)
    found = client.get("/notes.json?q=quokka").json()
    assert (found["total"], found["counts"], found["next"]) == (2, {"notes": 1, "decisions": 1}, None)
    assert {one["type"] for one in found["results"]} == {"notes", "decision"}
    assert all(one["url"].endswith(path_of(dates[0])) for one in found["results"])
    feed = ElementTree.fromstring(client.get("/notes/search.atom?q=quokka").content)
    ids = [one.findtext(f"{ATOM}id") for one in feed.iter(f"{ATOM}entry")]
    assert len(ids) == len(set(ids)) == 2
    assert feed.findtext(f"{ATOM}title") == "“quokka” in Open Offices"
    latest = ElementTree.fromstring(client.get("/notes/search.atom").content)
    assert len(list(latest.iter(f"{ATOM}entry"))) == 1


def test_pages_turn_and_the_last_one_is_the_last(client, dates):
    lines = "\n".join(f"DECISION: Number {n} about quokkas" for n in range(45))
    make_notes(dates[0], lines)
    text = text_of(client, "/notes/?q=quokka&page=2")
    assert "Page 2 of 3" in text
    assert "page=3" in text
    assert "Page 3 of 3" in text_of(client, "/notes/?q=quokka&page=99")


def test_search_leads_there(client, dates):
    page = client.get("/search/?q=a+b")
    assert (page.status_code, page.headers["Location"]) == (301, "/notes/?q=a+b")


@pytest.mark.parametrize("count", [1, 12])
def test_as_many_queries_however_much_is_found(client, dates, count, django_assert_max_num_queries):
    make_notes(dates[0], "\n".join(f"DECISION: Number {n} about quokkas" for n in range(count)))
    with django_assert_max_num_queries(9):
        text_of(client, "/notes/?q=quokka")
