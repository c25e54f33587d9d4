"""For whoever runs it: alive, ready, numbers, and the feeds of robots."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse

from commonhour import __version__, clock
from commonhour.core.time.zones import TZDATA_VERSION
from commonhour.models import Group, Occurrence, Series
from commonhour.web.kept import content_version
from commonhour.web.public import public
from commonhour.web.reader import community_of


def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return HttpResponse("ok\n", content_type="text/plain")


def readyz(request: HttpRequest) -> HttpResponse:
    """The database answers too. A failure is a 503, not a traceback."""
    try:
        version = content_version()
    except Exception as error:
        return JsonResponse({"ready": False, "reason": type(error).__name__}, status=503)
    return JsonResponse(
        {"ready": True, "content_version": version, "version": __version__, "tzdata": TZDATA_VERSION}
    )


def metrics(request: HttpRequest) -> HttpResponse:
    """Prometheus text: counts only, nothing about people."""
    rows = {
        "commonhour_groups": Group.objects.count(),
        "commonhour_series": Series.objects.count(),
        "commonhour_occurrences_upcoming": Occurrence.objects.upcoming(clock.now()).count(),
        "commonhour_content_version": content_version(),
    }
    text = "".join(f"# TYPE {name} gauge\n{name} {value}\n" for name, value in rows.items())
    return HttpResponse(text, content_type="text/plain; version=0.0.4")


def robots(request: HttpRequest) -> HttpResponse:
    rule = "Disallow: /desk/\nAllow: /" if community_of(request).is_published else "Disallow: /"
    text = f"User-agent: *\n{rule}\nSitemap: {settings.BASE_URL}/sitemap.xml\n"
    return HttpResponse(text, content_type="text/plain")


@public
def sitemap(request: HttpRequest) -> HttpResponse:
    paths = ["/", "/calendar/", "/subscribe/", "/convert/"]
    paths += [f"/groups/{slug}/" for slug in Group.objects.values_list("slug", flat=True)]
    paths += [f"/meetings/{slug}/" for slug in Series.objects.values_list("slug", flat=True)]
    body = "".join(f"<url><loc>{settings.BASE_URL}{path}</loc></url>" for path in paths)
    xml = f'<?xml version="1.0" encoding="UTF-8"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{body}</urlset>'
    return HttpResponse(xml, content_type="application/xml")
