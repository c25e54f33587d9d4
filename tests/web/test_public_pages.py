"""Every public page: it answers, sets no cookie, carries zone and language, and asks the database as often for 3 as for 1."""

import html
import re

import pytest
from cast import HOUR, NOW, give_join, make_community, make_group, make_series, make_space
from django.test import Client

from commonhour.actions.occurrence import cancel_occurrence, move_occurrence
from commonhour.actions.series import change_series_following
from commonhour.core.rights import TERMINAL
from commonhour.models import CallForProposals, Channel, Goal, Membership, OldPath, Person, Source
from commonhour.web.kept import shelf

pytestmark = pytest.mark.django_db


@pytest.fixture
def hub(now):
    make_community()
    group = make_group(lead_organisation="CHAOSS")
    series = make_series(group=group)
    CallForProposals.objects.create(series=series, label="Submit a CFP", url="https://example.org/cfp")
    return series


PAGES = [
    "/",
    "/community/meetings/",
    "/calendar/",
    "/calendar/2026-12/",
    "/calendar/week/2026-W48/",
    "/groups/metrics/",
    "/meetings/metrics-call/",
    "/meetings/metrics-call/2026-11-26/",
    "/meetings/metrics-call/2026-11-26/join",
    "/subscribe/",
    "/subscribe/?group=metrics",
    "/convert/",
    "/convert/?q=3pm+PT+Thursday",
    "/embed/agenda/",
    "/embed/agenda.fragment.html",
    "/groups/metrics.fragment.html",
    "/theme.css",
    "/sitemap.xml",
    *[f"{base}.{twin}" for base in ("/calendar", "/groups/metrics", "/meetings/metrics-call")
      for twin in ("ics", "json", "atom", "md")],
]  # fmt: skip


@pytest.mark.parametrize("path", PAGES)
def test_page_answers_everybody_without_a_cookie(hub, client, path):
    answer = client.get(path)
    assert answer.status_code == 200, answer.content[:300]
    assert "Set-Cookie" not in answer.headers
    assert "cookie" not in answer.headers.get("Vary", "").lower()
    assert answer.headers["ETag"].startswith('"')


@pytest.mark.parametrize("path", PAGES)
def test_unchanged_page_is_a_304_and_head_has_the_same_headers(hub, client, path):
    answer = client.get(path)
    again = client.get(path, headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    head = client.head(path)
    assert head.headers["ETag"] == answer.headers["ETag"]


@pytest.mark.parametrize("path", ["/", "/calendar/", "/groups/metrics/", "/meetings/metrics-call/", "/calendar/2026-12/",
                                  "/calendar.ics", "/calendar.json", "/calendar.atom"])  # fmt: skip
def test_one_and_three_items_ask_the_database_as_often(hub, client, django_assert_num_queries, path):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as one:
        client.get(path)
    for number in (2, 3):
        group = make_group(f"group-{number}", f"Group {number}", lead_organisation="X", region="EMEA")
        other = make_series(f"Call {number}", group, "20261127T100000", "Asia/Tokyo")
        make_series("Metrics again", hub.group, "20261127T100000", "Asia/Tokyo", uid=f"again-{number}")
        Goal.objects.create(group=group, text="Grow")
        Channel.objects.create(group=group, kind="chat", label="Slack")
        Membership.objects.create(group=group, person=Person.objects.create(name="Ana"), role="moderator")
        CallForProposals.objects.create(series=other, label="CFP", url="https://example.org")
    shelf.clear()
    with CaptureQueriesContext(connection) as three:
        client.get(path)
    assert len(three) == len(one), "\n".join(query["sql"] for query in three)


def test_times_are_the_readers(hub, client):
    assert "Thu, 26 Nov 2026, 16:00 Madrid · UTC+1" in client.get("/").content.decode()
    tokyo = client.get("/?tz=Asia/Tokyo").content.decode()
    assert "Fri, 27 Nov 2026, 00:00 Tokyo · UTC+9" in tokyo
    assert "16:00 in Madrid (−1 d)" in tokyo


def test_links_carry_zone_and_language(hub, client):
    page = client.get("/?tz=Asia/Calcutta&lang=es").content.decode()
    assert 'href="/groups/metrics/?tz=Asia/Kolkata&amp;lang=es"' in page
    assert '<html lang="es"' in page


def test_an_unknown_zone_says_so_and_shows_the_communitys(hub, client):
    page = client.get("/?tz=Atlantis/City").content.decode()
    assert "“Atlantis/City” is not a time zone we know" in page
    assert "Madrid · UTC+1" in page


def test_next_leads_to_the_next_date_that_takes_place(hub, client):
    cancel_occurrence(hub.occurrences.order_by("start")[0], now=NOW, actor=TERMINAL)
    assert client.get("/groups/metrics/next").headers["Location"] == "/meetings/metrics-call/2026-12-03/"
    assert (
        client.get("/meetings/metrics-call/next?tz=Asia/Tokyo")
        .headers["Location"]
        .endswith("2026-12-03/?tz=Asia/Tokyo")
    )


def test_a_moved_date_keeps_its_address_and_the_new_day_leads_there(hub, client):
    date = hub.occurrences.order_by("start")[0]
    move_occurrence(date, now=NOW, actor=TERMINAL, dtstart="20261127T170000", reason="Holiday")
    page = client.get("/meetings/metrics-call/2026-11-26/").content.decode()
    assert "Moved" in page
    assert "Holiday" in page
    assert "Fri, 27 Nov 2026, 17:00 Madrid" in page


def test_two_on_one_day_have_a_chooser(now, client):
    make_community()
    make_series(rrule="FREQ=WEEKLY;BYHOUR=9,16")
    chooser = client.get("/meetings/metrics-call/2026-12-03/").content.decode()
    assert "/meetings/metrics-call/2026-12-03T0900/" in chooser
    assert client.get("/meetings/metrics-call/2026-12-03T1600/").status_code == 200


def test_old_paths_lead_on_for_ever(hub, client):
    OldPath.objects.create(path="/groups/old-metrics/", noun="group", object_id=hub.group.pk)
    OldPath.objects.create(path="/meetings-of-2019/", noun="page")
    answer = client.get("/groups/old-metrics/")
    assert (answer.status_code, answer.headers["Location"]) == (301, "/groups/metrics/")
    assert client.get("/meetings-of-2019/").headers["Location"] == "/"


def test_what_is_not_there_is_a_404_that_helps(hub, client):
    answer = client.get("/groups/metric/")
    assert answer.status_code == 404
    assert 'href="/groups/metrics/"' in answer.content.decode()
    problem = client.get("/groups/nothing.ics")
    assert problem.status_code == 404
    assert problem.headers["Content-Type"] == "application/problem+json"
    assert problem.json()["status"] == 404


@pytest.mark.parametrize(
    "path", ["/groups/%00/", "/calendar/?group=%00", "/x%00y/", "/calendar.json?tag=%00"]
)
def test_a_nul_in_the_address_is_refused(hub, client, path):
    assert client.get(path).status_code in (400, 404)


@pytest.mark.parametrize("query", ["limit=0", "limit=1001", "limit=x", "after=yesterday", "page=-1"])
def test_bad_questions_get_a_sentence(hub, client, query):
    answer = client.get(f"/calendar.json?{query}")
    assert answer.status_code == 422
    assert answer.json()["detail"].endswith(".")


def test_json_pages_through_everything_once(hub, client):
    seen, url = [], "/calendar.json?limit=40&before=2028-11-01T00:00:00Z"
    while url:
        document = client.get(url).json()
        seen += [row["id"] for row in document["occurrences"]]
        url = document["next"] and document["next"].split("8000", 1)[-1]
    assert len(seen) == len(set(seen)) == hub.occurrences.filter(start__lt="2028-11-01T00:00:00Z").count()


def test_filters_reach_list_feed_and_embed(hub, client):
    other = make_group("book", "Book", space=make_space("Learning", "learning"))
    make_series("Book club", other, "20261127T100000")
    for path in ("/calendar/", "/calendar.ics", "/calendar.json", "/calendar.md", "/embed/agenda/", "/"):
        assert "Book club" in client.get(f"{path}?space=learning").content.decode(), path
        body = client.get(f"{path}?group=metrics").content.decode()
        assert "Book club" not in body.split('<section aria-labelledby="space-1">')[0], path


def test_the_subscribe_page_switches_the_calls_of_outside_calendars_on(hub, client):
    def page(query):
        text = html.unescape(client.get(f"/subscribe/{query}").content.decode())
        return re.search(r'id="feed" class="address" value="[^"]*?(/[a-z]+[./][^"]*)"', text).group(1), text

    assert "From an outside calendar" not in page("")[1]
    source = Source.objects.create(kind="google", url="https://calendar.example/a", is_shown=True)
    partner = make_series("Partner call", None, "20261127T160000")
    partner.schedules.update(source=source)
    assert page("")[0] == "/calendar.ics"
    assert 'href="/subscribe/?outside=include"' in page("")[1]
    feed, text = page("?group=metrics&tag=a&outside=include")
    assert feed == "/calendar.ics?group=metrics&tag=a&outside=include"
    assert 'href="/subscribe/?group=metrics&tag=a"' in text
    assert page("?series=partner-call")[0] == "/meetings/partner-call.ics?outside=include"


def test_a_write_is_seen_on_every_surface_at_once(hub, client):
    before = client.get("/calendar.ics")
    client.get("/")
    cancel_occurrence(hub.occurrences.order_by("start")[0], now=NOW, actor=TERMINAL, reason="Winter break")
    feed = client.get("/calendar.ics")
    assert feed.headers["ETag"] != before.headers["ETag"]
    assert b"STATUS:CANCELLED" in feed.content
    assert b"SEQUENCE:1" in feed.content
    assert client.get("/calendar.json").json()["occurrences"][0]["status"] == "CANCELLED"
    assert "Winter break" in client.get("/meetings/metrics-call/2026-11-26/").content.decode()
    assert b"Cancelled" in client.get("/").content


def test_a_feed_is_the_same_bytes_when_something_else_changed(hub, client):
    before = client.get("/calendar.ics").content
    make_community(accent="#884400")
    shelf.clear()
    assert client.get("/calendar.ics").content == before


def test_cancelled_hide_gives_exdate_at_once(hub, client):
    cancel_occurrence(hub.occurrences.order_by("start")[0], now=NOW, actor=TERMINAL)
    body = client.get("/meetings/metrics-call.ics?cancelled=hide").content
    assert b"EXDATE;TZID=Europe/Madrid:20261126T160000" in body
    assert b"CANCELLED" not in body


def test_the_door_opens_a_quarter_before_and_only_post_goes_through(hub, client, settings):
    give_join(hub)
    path = "/meetings/metrics-call/2026-11-26/join"
    assert client.post(path).headers["Location"] == path
    settings.NOW = "2026-11-26T14:46:00Z"
    for shown in (client.get(path), client.head(path)):
        assert b"MARKER" not in shown.content
        assert "Refresh" not in shown.headers
    answer = Client(enforce_csrf_checks=True).post(path)
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-store")
    assert "https://us02web.zoom.us/j/987654321?pwd=MARKER-SECRET" in answer.content.decode()
    assert "MARKER-PASS" in answer.content.decode()
    assert "Refresh" not in answer.headers  # the passcode is to be read first
    target = hub.join_targets.get()
    target.seal("https://us02web.zoom.us/j/987654321", "")
    target.save()
    answer = client.post(path)
    assert answer.headers["Refresh"] == "0; url=https://us02web.zoom.us/j/987654321"
    assert (answer.headers["Cache-Control"], answer.headers["Referrer-Policy"]) == ("no-store", "no-referrer")
    assert "form-action 'self'" in answer.headers["Content-Security-Policy"]
    settings.NOW = "2026-11-26T16:00:00Z"
    assert client.post(path).headers["Location"] == path


def test_secrets_are_on_no_public_surface(hub, client, settings):
    give_join(hub)
    settings.NOW = "2026-11-26T15:10:00Z"
    for path in [*PAGES, "/healthz", "/readyz", "/metrics", "/robots.txt"]:
        answer = client.get(path)
        assert b"MARKER" not in answer.content, path
        assert not any("MARKER" in value for value in answer.headers.values()), path


HOSTILE = (
    '<script>alert(1)</script>"><img src=x onerror=alert(2)> {{ 7*7 }} \r\nATTENDEE:mailto:x@example.org'
)


def test_user_text_never_runs_and_starts_no_property(hub, client):
    make_community(title=HOSTILE[:190], description=HOSTILE)
    make_group("hostile", HOSTILE[:190], description=HOSTILE)
    hub.title = hub.description = HOSTILE
    hub.save()
    from commonhour.actions.news.change_set import bump_content_version

    bump_content_version()
    for path in [
        *PAGES,
        "/groups/hostile/",
        "/subscribe/?group=hostile",
        "/convert/?q=" + HOSTILE.replace("\r\n", " "),
    ]:
        body = client.get(path).content.decode()
        if not path.endswith((".json", ".md", ".ics")):
            assert "<script>alert" not in body, path
            assert "<img src=x" not in body, path
        if path.endswith(".ics"):
            assert "\r\nATTENDEE" not in body, path


def test_an_unpublished_hub_answers_its_own_machine_only(hub, settings):
    make_community(published_at=None)
    client = Client(headers={"host": "127.0.0.1:8000"})
    answer = client.get("/")
    assert answer.status_code == 200
    assert (answer.headers["X-Robots-Tag"], answer.headers["Cache-Control"]) == (
        "noindex",
        "private, no-cache",
    )
    assert client.get("/", headers={"X-Forwarded-For": "203.0.113.9"}).status_code == 404
    assert client.get("/calendar.ics", REMOTE_ADDR="203.0.113.9").status_code == 404
    settings.BASE_URL = "https://meetings.example.org"
    assert client.get("/").status_code == 404
    assert b"not open yet" in client.get("/").content


def test_numbers_and_robots(hub, client):
    assert b"commonhour_series 1" in client.get("/metrics").content
    assert b"Disallow: /desk/" in client.get("/robots.txt").content


def test_strict_policy_on_every_page(hub, client):
    policy = client.get("/").headers["Content-Security-Policy"]
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert "frame-ancestors *" in client.get("/embed/agenda/").headers["Content-Security-Policy"]


def test_all_day_is_the_same_date_in_every_zone(now, client):
    make_community()
    make_series("Summit", None, "20261201", rrule="", duration=48 * HOUR)
    for tz in ("Asia/Tokyo", "America/Los_Angeles", "Pacific/Kiritimati"):
        page = client.get(f"/meetings/summit/2026-12-01/?tz={tz}").content.decode()
        assert "Tue, 1 Dec 2026" in page, tz


def test_an_address_a_date_had_between_two_changes_leads_to_it(client, now):
    make_community()
    series = make_series(rrule="FREQ=WEEKLY;BYDAY=TH")
    row = series.occurrences.get(recurrence_id="20261210T160000")
    for dtstart, rule in (
        ("20261211T160000", "FREQ=WEEKLY;BYDAY=FR"),
        ("20261212T160000", "FREQ=WEEKLY;BYDAY=SA"),
    ):
        row.refresh_from_db()
        change_series_following(
            row.schedule, row.recurrence_id, now=now, actor=TERMINAL, dtstart=dtstart, rrule=rule
        )
    row.refresh_from_db()
    assert row.slug == "2026-12-12"
    for day in ("2026-12-10", "2026-12-11"):
        assert (
            client.get(f"/meetings/{series.slug}/{day}/")["Location"]
            == f"/meetings/{series.slug}/2026-12-12/"
        )
    assert client.get(f"/meetings/{series.slug}/2026-12-14/").status_code == 404


@pytest.mark.parametrize(("day", "leads_to"), [("2026-11-27", "2026-11-26"), ("2026-12-04", "2026-12-03")])
def test_the_day_a_reader_elsewhere_sees_leads_to_the_date(hub, client, day, leads_to):
    """16:00 in Madrid is the next day in Tokyo; the date's address has the day of its own zone."""
    answer = client.get(f"/meetings/metrics-call/{day}/?tz=Asia/Tokyo")
    assert (answer.status_code, answer.headers["Location"]) == (
        302,
        f"/meetings/metrics-call/{leads_to}/?tz=Asia/Tokyo",
    )


def test_a_day_that_nobody_on_earth_has_is_a_404_with_the_dates_near_it(hub, client):
    answer = client.get("/meetings/metrics-call/2026-11-29/")
    page = answer.content.decode()
    assert answer.status_code == 404
    assert page.index("/meetings/metrics-call/2026-11-26/") < page.index("/meetings/metrics-call/2026-12-03/")


@pytest.mark.parametrize(
    ("path", "meant"),
    [
        ("/groups/metrix/", "/groups/metrics/"),
        ("/metrics/", "/groups/metrics/"),
        ("/meetings/metric-call/", "/meetings/metrics-call/"),
        ("/wiki/metrics-call", "/meetings/metrics-call/"),
        ("/groups/metrics/2026/", "/groups/metrics/"),
    ],
)
def test_a_404_says_what_may_be_meant(hub, client, path, meant):
    answer = client.get(path, follow=True)
    assert answer.status_code == 404
    assert f'href="{meant}"' in answer.content.decode()


def test_groups_and_meetings_have_tables_that_search_and_sort(hub, client):
    make_series("Book club", make_group("book", "Book club"), "20261124T100000")
    page = client.get("/groups/?sort=-name").content.decode()
    assert page.index("/groups/metrics/") < page.index("/groups/book/")
    assert '<th scope="col" aria-sort="descending"><a href="/groups/?sort=name">' in page
    page = client.get("/groups/?q=BOOK").content.decode()
    assert "/groups/book/" in page
    assert "/groups/metrics/" not in page
    page = client.get("/meetings/?sort=next").content.decode()
    assert page.index("/meetings/book-club/") < page.index("/meetings/metrics-call/")


@pytest.mark.parametrize("typed", ["Asia/Tokyo", "tokyo", "東京", "Tokio", "Japan"])
def test_a_zone_is_found_by_the_names_of_its_city(hub, client, typed):
    page = client.get("/calendar/", {"tz": typed}).content.decode()
    assert 'data-zone="Asia/Tokyo"' in page


def test_an_unknown_zone_says_which_may_be_meant(hub, client):
    page = client.get("/calendar/?tz=Toky").content.decode()
    assert 'href="/calendar/?tz=Asia/Tokyo"' in page


def test_places_are_named_in_the_language_of_the_page(hub, client):
    assert "Nueva York" in client.get("/zones/?q=new+york&lang=es").content.decode()
    assert "東京" in client.get("/zones/?q=tokyo&lang=ja").content.decode()
    assert "大阪, 日本" in client.get("/zones/?q=大阪&lang=ja").content.decode()
    assert 'data-tz="Asia/Kolkata"' in client.get("/zones/?q=calcutta").content.decode()


@pytest.mark.parametrize("written", ["group=book&group=metrics", "group=metrics,book", "group=book, metrics"])
def test_several_groups_are_one_selection_everywhere(hub, client, written):
    make_series("Book club", make_group("book", "Book"), "20261124T100000")
    make_series("Other call", make_group("other", "Other"), "20261124T120000")
    for path in ("/calendar/", "/calendar/2026-11/", "/calendar/week/2026-W48/", "/calendar.ics", "/calendar.json",
                 "/calendar.atom", "/calendar.md", "/embed/agenda/", "/embed/agenda.fragment.html"):  # fmt: skip
        page = client.get(f"{path}?{written}").content.decode()
        assert "Book club" in page, path
        assert "Metrics call" in page, path
        assert "Other call" not in page, path


def test_tags_are_a_choice_of_any(hub, client):
    hub.tags = ["talk, open"]
    hub.save()
    make_series("Book club", make_group("book", "Book"), "20261124T100000")
    page = client.get("/calendar.md?tag=talk%2C+open&tag=nothing").content.decode()
    assert "Metrics call" in page
    assert "Book club" not in page


def test_the_agenda_turns_back_to_what_was_and_on_to_what_comes(now, client):
    make_community()
    daily = make_series("Daily", dtstart="20260801T160000", rrule="FREQ=DAILY")
    make_series("Other", make_group(), dtstart="20260801T160000", rrule="")
    days = sorted(daily.occurrences.values_list("slug", flat=True))
    path, seen = "/calendar/?series=daily", []
    for _ in range(5):
        page = html.unescape(client.get(path).content.decode())
        seen += re.findall(r'class="what"><a href="/meetings/daily/([\d-]+)/', page)
        found = re.search(r'href="(/calendar/[^"]*)" rel="prev"', page)
        if not found:
            break
        path = found[1]
    assert found is None, "it ends at the first"
    until = days.index("2026-11-23") + 60
    assert set(days[:until]) == set(seen)
    assert 'rel="next"' in page
    assert 'rel="prev"' not in client.get("/calendar/?group=metrics&from=2026-07-01").content.decode()


def test_the_days_of_a_week_are_not_parted_at_the_end_of_a_line(hub, client):
    heading = re.search(r"<h1>(.*?)</h1>", client.get("/calendar/week/2026-W48/").content.decode())[1]
    assert re.split(r" |(?<!\u2060)–", heading) == ["Week", "48,", "23\u2060–\u206029\u00a0Nov\u00a02026"]


def test_days_are_written_out_in_every_language(hub, client):
    days = {"en": "Thursday 26 November", "es": "Jueves, 26 de noviembre", "ja": "11月26日木曜日"}
    for lang, day in days.items():
        for path in ("/calendar/", "/calendar/2026-11/", "/calendar/week/2026-W48/"):
            assert f">{day}<" in client.get(f"{path}?lang={lang}").content.decode()
    assert "2026年11月26日(木) 16:00 マドリード" in client.get("/?lang=ja").content.decode()


def test_a_month_without_meetings_says_so(hub, client):
    assert "No meetings this month." in client.get("/calendar/2026-10/").content.decode()
    assert "No meetings this month." not in client.get("/calendar/2026-11/").content.decode()


def test_the_hour_of_a_cancelled_date_is_struck_through(hub, client):
    shown = re.compile(r'<p class="next-time big( off)?">')
    assert shown.search(client.get("/meetings/metrics-call/2026-11-26/").content.decode())[1] is None
    cancel_occurrence(hub.occurrences.order_by("start")[0], now=NOW, actor=TERMINAL)
    assert shown.search(client.get("/meetings/metrics-call/2026-11-26/").content.decode())[1] == " off"


def test_a_group_of_which_nothing_is_known_says_that_nothing_is_planned(now, client):
    make_community()
    make_group("bare", "Bare group")
    assert "nothing planned" in client.get("/").content.decode()
    assert "Nothing is planned." in client.get("/groups/bare/").content.decode()
