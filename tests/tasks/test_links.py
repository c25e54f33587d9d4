"""Links are asked politely, remembered, and called dead only when they are. Nothing leaves this machine."""

import datetime as dt
import functools
import ipaddress

import pytest
from cast import NOW, as_kept_before, make_community, make_group, make_manager, make_notes, make_series
from gateways.rogue import Rogue, Trap, redirect, reply

from commonhour import __version__
from commonhour.errors import GatewayError
from commonhour.errors.telling import tell
from commonhour.gateways.link_answer import LinkAnswer, ask_link
from commonhour.models import Channel, Goal, LinkCheck, Session
from commonhour.reads.audit import hub_findings
from commonhour.reads.links import public_links
from commonhour.tasks import links
from commonhour.tasks.links import check_links

pytestmark = pytest.mark.django_db
HERE = ipaddress.ip_address("127.0.0.1")
DAY = dt.timedelta(days=1)


def server(*answers, seen=None):
    """Answers by path: "/a" gets the answer named for it, in turn."""
    by_path = dict(answers)

    def answer(head):
        method, path = head.decode().split(" ")[:2]
        found = by_path[path]
        return [found(method) if callable(found) else found]

    return Rogue(answer)


def asking(rogue, **how):
    return functools.partial(
        ask_link, allow=lambda address: address == HERE, ports=(rogue.port,), resolver=lambda _: [HERE], **how
    )


def state(url):
    row = LinkCheck.objects.get(url=url)
    return row.state, row.failures


@pytest.fixture
def group():
    make_community()
    return make_group()


def link(group, url):
    Channel.objects.create(group=group, kind="repo", label="Repository", url=url)
    return url


def test_alive_dead_moved_and_unsure(group):
    answers = (
        ("/fine", reply()),
        ("/gone", reply("404 Not Found")),
        ("/removed", reply("410 Gone")),
        ("/private", reply("403 Forbidden")),
        ("/busy", reply("429 Too Many Requests")),
        ("/old", redirect("/fine", "301 Moved Permanently")),
        ("/now", redirect("/fine", "302 Found")),
        ("/twice", redirect("/now", "308 Permanent Redirect")),
        ("/circle", redirect("/circle", "301 Moved Permanently")),
    )
    with server(*answers) as rogue:
        urls = {path: link(group, rogue.url(path)) for path, _ in answers}
        done = sum(check_links(NOW, ask=asking(rogue), pause=0) for _ in range(3))
    assert done == len(answers)
    assert {path: state(url)[0] for path, url in urls.items()} == {
        "/fine": "ok", "/gone": "dead", "/removed": "dead", "/private": "unsure", "/busy": "unsure", "/old": "moved",
        "/now": "ok", "/twice": "ok", "/circle": "unsure",
    }  # fmt: skip
    assert LinkCheck.objects.get(url=urls["/old"]).location == rogue.url("/fine")
    assert "no such page (404)" in tell(LinkCheck.objects.get(url=urls["/gone"]).fault)


def test_get_counts_where_head_is_refused(group):
    def only_get(method):
        return reply(body=b"x" * 100_000) if method == "GET" else reply("405 Method Not Allowed")

    with server(("/", only_get)) as rogue:
        url = link(group, rogue.url())
        check_links(NOW, ask=asking(rogue), pause=0)
        assert [head.split(b" ")[0] for head in rogue.heads] == [b"HEAD", b"GET"]
    assert state(url) == ("ok", 0)


def test_who_asks_and_that_no_cookie_is_kept(group, settings):
    settings.BASE_URL = "https://hub.example"
    with server(("/a", reply(Set_Cookie="a=b")), ("/b", reply())) as rogue:
        link(group, rogue.url("/a"))
        link(group, rogue.url("/b"))
        check_links(NOW, ask=asking(rogue), pause=0)
        heads = b"".join(rogue.heads).decode()
    assert f"User-Agent: CommonHour/{__version__} (+https://hub.example)" in heads
    assert "cookie" not in heads.casefold()


def test_a_failing_site_is_dead_after_three_days_and_alive_at_once(group):
    with server(("/", reply("503 Later"))) as rogue:
        url, ask = link(group, rogue.url()), asking(rogue)
        assert check_links(NOW, ask=ask, pause=0) == 1
        assert state(url) == ("unsure", 1)
        assert check_links(NOW + DAY / 2, ask=ask, pause=0) == 0  # it is left alone for a day
        check_links(NOW + DAY, ask=ask, pause=0)
        assert state(url) == ("unsure", 2)
        check_links(NOW + 3 * DAY, ask=ask, pause=0)
        assert state(url) == ("dead", 3)
    with Rogue(lambda _: [reply()]) as back:
        check_links(NOW + 12 * DAY, ask=lambda _: asking(back)(back.url()), pause=0)
    assert state(url) == ("ok", 0)


def test_failures_of_one_day_are_one(group):
    with server(("/", reply("500 Oh No"))) as rogue:
        url, ask = link(group, rogue.url()), asking(rogue)
        for hour in range(4):
            LinkCheck.objects.update(due_at=None)
            check_links(NOW + dt.timedelta(hours=hour), ask=ask, pause=0)
    assert state(url) == ("unsure", 1)


def test_a_week_between_two_questions(group):
    with server(("/", reply())) as rogue:
        url, ask = link(group, rogue.url()), asking(rogue)
        asked = [check_links(NOW + days * DAY, ask=ask, pause=0) for days in (0, 1, 6, 7, 8)]
    assert asked == [1, 0, 0, 1, 0]
    assert LinkCheck.objects.get(url=url).since == NOW


def test_a_drip_ends_with_the_deadline(group):
    with Rogue(lambda _: rogue.drip(b"HTTP/1.1 200", b" ")) as rogue:
        url = link(group, rogue.url())
        check_links(NOW, ask=asking(rogue, seconds=0.3), pause=0)
    assert state(url) == ("unsure", 1)


def test_nothing_inside_the_house_is_asked(group):
    with Trap() as trap:
        url = link(group, f"http://127.0.0.1:{trap.port}/admin")
        check_links(NOW, ask=functools.partial(ask_link, ports=(trap.port,)), pause=0)
        assert trap.connects() == 0
    assert state(url) == ("unsure", 0)


def test_a_redirect_into_the_house_is_not_followed(group):
    with (
        Trap() as trap,
        server(("/", redirect(f"http://localhost:{trap.port}/", "301 Moved Permanently"))) as rogue,
    ):
        with pytest.raises(GatewayError):
            ask_link(
                rogue.url(), allow=lambda address: address == HERE, ports=(rogue.port, trap.port),
                resolver=lambda _: [ipaddress.ip_address("10.0.0.1")],
            )  # fmt: skip
        assert trap.connects() == 0


def test_a_round_is_bounded_and_hosts_take_turns(group):
    for number in range(20):
        link(group, f"https://many.example/{number}")
        link(group, f"https://host{number}.example/")
        link(group, f"https://other{number}.example/")
    asked = []

    def ask(url):
        asked.append(url)
        return LinkAnswer(200)

    assert check_links(NOW, ask=ask, pause=0) == links.A_ROUND
    assert sum("many" in url for url in asked) <= links.OF_ONE_HOST
    while check_links(NOW, ask=ask, pause=0):
        pass
    assert len(asked) == len(set(asked)) == 60


def test_two_questions_to_one_host_are_spaced(group, monkeypatch):
    waits = []
    monkeypatch.setattr(links.time, "sleep", waits.append)
    for path in ("https://a.example/1", "https://a.example/2", "https://b.example/"):
        link(group, path)
    check_links(NOW, ask=lambda _: LinkAnswer(200), pause=60)
    assert len(waits) == 1
    assert 59 < waits[0] <= 60


def test_what_another_worker_took_is_left_alone(group):
    url = link(group, "https://a.example/")
    check_links(NOW, ask=lambda _: LinkAnswer(200), pause=0)
    LinkCheck.objects.update(due_at=None)

    def meanwhile(asked):
        assert check_links(NOW, ask=lambda _: pytest.fail("asked twice"), pause=0) == 0
        return LinkAnswer(200)

    assert check_links(NOW, ask=meanwhile, pause=0) == 1
    assert state(url) == ("ok", 0)


def test_every_public_link_and_no_way_into_a_call(group):
    series = make_series(group=group)
    series.url = "https://example.org/events/series"
    series.save()
    series.calls_for_proposals.create(label="CFP", url="https://example.org/cfp")
    Session.objects.create(
        series=series, title="Talk", recording="https://example.org/video", url="https://example.org/t"
    )
    Goal.objects.create(group=group, text="Publish https://example.org/guide.")
    link(group, "https://example.org/repo")
    link(group, "https://us02web.zoom.us/j/987654321?pwd=MARKER-SECRET")
    link(group, "https://example.org/watch?password=MARKER-SECRET")
    link(group, "mailto:hello@example.org")
    found = public_links()
    assert set(found) == {
        f"https://example.org/{name}" for name in ("events/series", "cfp", "video", "t", "guide", "repo")
    }
    assert found["https://example.org/repo"][0].mend == "/desk/groups/metrics/channels/"


def test_links_of_notes_that_everybody_may_read(client, group):
    held, coming = make_series(group=group).occurrences.order_by("start")[:2]
    film = "https://example.org/film"
    make_notes(held, "We looked at [the plan](https://example.org/plan).", recording=film)
    make_notes(coming, "https://example.org/draft", stage="draft")
    found = public_links()
    assert set(found) == {"https://example.org/plan", film}
    (spot,) = found["https://example.org/plan"]
    page, mend = f"/meetings/metrics-call/{held.slug}/", f"/desk/notes/{held.public_id}/"
    assert (spot.page, spot.mend) == (page, mend)
    client.force_login(make_manager(), backend="django.contrib.auth.backends.ModelBackend")
    assert "the plan" in client.get(mend).content.decode()


def test_a_link_that_is_gone_from_the_hub_is_forgotten(group):
    link(group, "https://a.example/")
    check_links(NOW, ask=lambda _: LinkAnswer(404), pause=0)
    Channel.objects.all().delete()
    check_links(NOW, ask=lambda _: LinkAnswer(404), pause=0)
    assert not LinkCheck.objects.exists()


@pytest.mark.parametrize("to", ["https://www.a.example/x/", "https://a.example/x/"])
def test_a_slash_or_a_lock_is_no_move(group, to):
    url = link(group, "http://a.example/x")
    check_links(NOW, ask=lambda _: LinkAnswer(200, to), pause=0)
    assert state(url) == ("ok", 0)


@pytest.fixture(autouse=True)
def _asking(settings):
    settings.CHECK_LINKS = True


def test_a_hub_can_be_told_to_ask_nobody(settings):
    settings.CHECK_LINKS = False

    def ask(url):
        raise AssertionError(url)

    make_group().channels.create(kind="docs", label="Docs", url="https://docs.example.org/")
    assert check_links(NOW, ask=ask) == 0
    assert not LinkCheck.objects.exists()


@pytest.mark.parametrize(
    "there",
    [
        "https://us02web.zoom.us/j/987654321?pwd=MARKER",
        "https://x.example/file?access_token=MARKER",
        "https://calendar.google.com/calendar/ical/a%40b.com/private-MARKER/basic.ics",
    ],
)
def test_where_a_link_leads_is_told_only_when_everybody_may_know(group, settings, there):
    url = link(group, "https://go.example/metrics")
    check_links(NOW, ask=lambda _: LinkAnswer(200, there), pause=0)
    assert "MARKER" not in LinkCheck.objects.get(url=url).location
    as_kept_before(LinkCheck.objects.get(url=url), location=there)
    [found] = [one.finding for one in hub_findings(NOW) if one.finding.code == "moved-link"]
    assert "MARKER" not in found.message + found.suggestion
    assert "join page" in found.suggestion
