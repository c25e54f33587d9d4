"""Every address of the hub. docs/reference/urls.md names each of them, and a test holds it to that."""

from django.urls import include, path, re_path

from commonhour.web import (
    accent,
    calendar,
    convert,
    documents,
    embed,
    group,
    health,
    meetings_page,
    occurrence,
    picture,
    series,
    status,
    still_meeting,
    subscribe,
    zone,
)

DAY = r"(?P<day>\d{4}-\d{2}-\d{2}(?:T\d{4}(?:-\d)?)?)"
SLUG = r"(?P<slug>[\w-]+)"

urlpatterns = [
    path("", meetings_page.home),
    path("calendar/", calendar.agenda),
    path("calendar/month/", calendar.this_month),
    path("calendar/week/", calendar.this_week),
    re_path(
        r"^calendar/(?P<year>\d{4})-(?P<number>\d{2})/$",
        lambda r, year, number: calendar.month(r, int(year), int(number)),
    ),
    re_path(
        r"^calendar/week/(?P<year>\d{4})-W(?P<number>\d{2})/$",
        lambda r, year, number: calendar.week(r, int(year), int(number)),
    ),
    path("calendar.ics", documents.ics),
    path("calendar.json", documents.as_json),
    path("calendar.atom", documents.atom),
    path("calendar.md", documents.md),
    path("groups/", group.index),
    path("meetings/", series.index),
    re_path(rf"^groups/{SLUG}/$", group.page),
    re_path(rf"^groups/{SLUG}/next/?$", group.next_call),
    re_path(r"^groups/(?P<group>[\w-]+)\.ics$", documents.ics),
    re_path(r"^groups/(?P<group>[\w-]+)\.json$", documents.as_json),
    re_path(r"^groups/(?P<group>[\w-]+)\.atom$", documents.atom),
    re_path(r"^groups/(?P<group>[\w-]+)\.md$", documents.md),
    re_path(rf"^groups/{SLUG}\.fragment\.html$", embed.group_fragment),
    re_path(rf"^meetings/{SLUG}/$", series.page),
    re_path(rf"^meetings/{SLUG}/next/?$", series.next_date),
    re_path(rf"^meetings/{SLUG}/join/?$", series.join),
    re_path(r"^meetings/(?P<series>[\w-]+)\.ics$", documents.ics),
    re_path(r"^meetings/(?P<series>[\w-]+)\.json$", documents.as_json),
    re_path(r"^meetings/(?P<series>[\w-]+)\.atom$", documents.atom),
    re_path(r"^meetings/(?P<series>[\w-]+)\.md$", documents.md),
    re_path(rf"^meetings/{SLUG}/{DAY}/$", occurrence.page),
    re_path(rf"^meetings/{SLUG}/{DAY}/join/?$", occurrence.enter),
    re_path(rf"^meetings/{SLUG}/{DAY}\.ics$", documents.date_ics),
    re_path(rf"^meetings/{SLUG}/{DAY}\.json$", documents.date_json),
    re_path(rf"^meetings/{SLUG}/{DAY}\.png$", picture.date_png),
    re_path(rf"^meetings/{SLUG}/{DAY}\.md$", documents.date_md),
    path("subscribe/", subscribe.page),
    path("convert/", convert.page),
    path("still-meeting/<str:token>/", still_meeting.answer),
    path("zones/", zone.page),
    path("embed/", embed.builder),
    path("embed/agenda/", embed.agenda),
    path("embed/v1/common-hour.js", embed.element),
    path("embed/agenda.fragment.html", embed.fragment),
    path("favicon.ico", picture.favicon),
    path("theme.css", accent.theme),
    path("desk/", include("commonhour.web.desk.urls")),
    path("status/", status.index),
    path("status/feeds/", status.feeds),
    path("status/feeds.json", status.feeds_json),
    path("healthz", health.healthz),
    path("readyz", health.readyz),
    path("metrics", health.metrics),
    path("robots.txt", health.robots),
    path("sitemap.xml", health.sitemap),
    re_path(r"^.*$", meetings_page.own_path),
]

handler400 = "commonhour.web.refusals.bad_request"
handler404 = "commonhour.web.refusals.not_found"
handler500 = "commonhour.web.refusals.server_error"
