"""The picture of a date for social sites: what it says, where it is, and that a closed hub shows none."""

import io
import time
from dataclasses import replace

import pytest
from cast import NOW, make_community, make_group, make_series
from django.test import Client
from PIL import Image

from commonhour.actions.occurrence import cancel_occurrence
from commonhour.core.limits import PICTURES_A_MINUTE, PICTURES_AT_ONCE
from commonhour.core.rights import TERMINAL
from commonhour.formats import picture
from commonhour.formats.picture import Card, can_write, draw
from commonhour.models import Series
from commonhour.web.kept import shelf
from commonhour.web.picture import Pace, pace

DATE = "/meetings/metrics-call/2026-11-26"
CARD = Card(
    "Open Offices",
    "Metrics call",
    "Thu, 26 Nov 2026",
    "16:00 Madrid",
    "00:00 Tokyo",
    "hub.example",
    "#0b5d66",
)


@pytest.fixture
def hub(db, now):
    make_community()
    return make_series(group=make_group())


@pytest.fixture
def without_system_fonts(monkeypatch):
    monkeypatch.setattr(picture, "_SYSTEM", ())
    picture._system_fonts.cache_clear()
    picture._font_of.cache_clear()
    yield
    picture._system_fonts.cache_clear()
    picture._font_of.cache_clear()


def meta(page):
    tags = [part.split(">")[0] for part in page.content.decode().split("<meta ")]
    return {tag.split('"')[1]: tag.split('"')[3] for tag in tags if tag.startswith(("property=", "name="))}


def test_a_date_has_a_picture_as_social_sites_want_it(hub, client):
    answer = client.get(f"{DATE}.png")
    image = Image.open(io.BytesIO(answer.content))
    assert (image.format, image.size, answer.headers["Content-Type"]) == ("PNG", (1200, 630), "image/png")
    assert len(answer.content) < 60_000
    assert "Set-Cookie" not in answer.headers


def test_its_page_says_where_it_is_and_what_it_says(hub, client, settings):
    settings.BASE_URL = "https://hub.example.org"
    found = meta(client.get(f"{DATE}/?tz=Asia/Tokyo"))
    assert found["og:image"] == f"https://hub.example.org{DATE}.png"
    assert (found["og:image:width"], found["og:image:height"]) == ("1200", "630")
    assert found["og:title"] == "Metrics call"
    assert found["og:description"] == (
        "Thu, 26 Nov 2026, 16:00 Madrid · 07:00 Los Angeles · 10:00 New York · Fri 00:00 Tokyo"
    )
    assert found["twitter:card"] == "summary_large_image"


def test_it_changes_with_the_date_and_not_with_the_readers_zone(hub, client):
    before = client.get(f"{DATE}.png").content
    assert client.get(f"{DATE}.png?tz=Asia/Tokyo").content == before
    assert client.get(f"{DATE}.png?lang=es").content != before
    cancel_occurrence(hub.occurrences.order_by("start")[0], now=NOW, actor=TERMINAL)
    assert client.get(f"{DATE}.png").content != before


def test_a_hub_that_is_not_open_gives_none_and_its_pages_name_none(hub):
    make_community(published_at=None)
    assert Client(REMOTE_ADDR="203.0.113.9").get(f"{DATE}.png").status_code == 404
    page = Client(headers={"host": "127.0.0.1:8000"}).get(f"{DATE}/")
    assert page.status_code == 200
    assert not [name for name in meta(page) if name.startswith(("og:", "twitter:"))]


def test_a_date_that_is_not_there_has_none(hub, client):
    assert client.get("/meetings/metrics-call/2026-11-25.png").status_code == 404


def test_browsers_find_an_icon_where_they_look_for_one(hub, client):
    answer = client.get("/favicon.ico")
    assert Image.open(io.BytesIO(answer.content)).format == "ICO"


def test_each_line_is_drawn():
    pictures = [draw(CARD), draw(replace(CARD, is_off=True))]
    pictures += [
        draw(replace(CARD, **{name: "Other words"}))
        for name in ("community", "title", "day", "hour", "elsewhere", "address")
    ]
    assert len(set(pictures)) == 8


def test_what_no_font_can_write_is_left_out(without_system_fonts):
    assert can_write("Žluťoučký Ωμέγα Вторник")
    assert not can_write("木曜日")
    assert draw(replace(CARD, title="木曜日の会議")) == draw(replace(CARD, title=""))


def test_a_language_without_a_font_is_drawn_in_english(hub, client, without_system_fonts):
    assert client.get(f"{DATE}.png?lang=ja").content == client.get(f"{DATE}.png?lang=en").content


def test_what_cannot_be_shaped_is_left_out(monkeypatch):
    arabic = replace(CARD, title="مرحبا")
    assert draw(arabic) != draw(replace(CARD, title=""))
    monkeypatch.setattr("PIL.features.check", lambda name: False)
    assert draw(arabic) == draw(replace(CARD, title=""))
    assert draw(replace(CARD, title="e\u0301")) == draw(replace(CARD, title="é"))


def test_asking_for_ever_more_pictures_is_no_way_to_keep_the_hub_busy(hub, client):
    make_series("Daily call", rrule="FREQ=DAILY")
    days = [
        f"/meetings/daily-call/{one}.png"
        for one in Series.objects.get(slug="daily-call").occurrences.values_list("slug", flat=True)
    ]
    answers = [client.get(path) for path in days[: 2 * PICTURES_AT_ONCE]]
    refused = [one for one in answers if one.status_code == 503]
    assert len(answers) - len(refused) >= PICTURES_AT_ONCE
    assert refused
    assert all(one.headers["Cache-Control"] == "no-store" and one.headers["Retry-After"] for one in refused)


def test_so_many_are_drawn_at_once_and_then_so_many_a_minute():
    pace, now = Pace(), time.monotonic()
    assert sum(pace.allows(now) for _ in range(500)) == PICTURES_AT_ONCE
    assert sum(pace.allows(now + second) for second in range(60) for _ in range(50)) in (
        PICTURES_A_MINUTE - 1, PICTURES_A_MINUTE,
    )  # fmt: skip


def test_what_was_drawn_is_given_after_a_write_elsewhere_and_when_no_more_is_drawn(hub, client):
    first = client.get(f"{DATE}.png")
    pace.left = -1e9
    make_series("Other call", None, "20261127T100000")
    shelf.clear()
    assert client.get(f"{DATE}.png").content == first.content
    assert client.get(f"{DATE}.png?lang=es").status_code == 503


@pytest.mark.parametrize(
    "title", ["", "W" * 300, "a " * 200, "🎉", "\u202eabc\x00\n\ud7ff", "é\u0301" * 90, "مرحبا"]
)
def test_no_title_breaks_it(title):
    assert Image.open(io.BytesIO(draw(replace(CARD, title=title)))).size == (1200, 630)
