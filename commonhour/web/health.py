"""For whoever runs it: alive, ready, numbers, and the feeds of robots."""

from functools import cache
from typing import Any

from django.conf import settings
from django.db import Error, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from commonhour import __version__, clock
from commonhour.core.time.zones import TZDATA_VERSION
from commonhour.models import Delivery, Group, Occurrence, Series, Session, WorkerLane
from commonhour.reads.worker import GONE, UNSEEN, worker_state
from commonhour.web.door import may_read, require_readable
from commonhour.web.kept import content_version
from commonhour.web.public import public
from commonhour.web.reader import community_of


@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return HttpResponse("ok\n", content_type="text/plain")


class _Unready(Exception):
    """Why, in a sentence."""


@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """The database is of this version and takes writes, and a worker is at work. Else a 503 with a sentence."""
    facts: dict[str, Any] = {"version": __version__, "tzdata": TZDATA_VERSION}
    try:
        _require_migrated()
        _require_writable()
        facts |= {"worker": _require_worker()}
        if community_of(request).is_published or may_read(
            request
        ):  # else it would tell how much is being done
            facts["content_version"] = content_version()
    except (_Unready, Error) as error:
        database = f"The database cannot be read or written ({type(error).__name__})."
        reason = str(error) if isinstance(error, _Unready) else database
        return JsonResponse({"ready": False, "reason": reason, **facts}, status=503)
    return JsonResponse({"ready": True, **facts})


@cache
def _require_migrated() -> None:
    """Asked until it is so, then never again: nobody takes migrations back under a process that runs."""
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise _Unready("The database is older than this version: “commonhour serve” brings it up to date.")


def _require_writable() -> None:
    """A write that finds no row takes all that a write needs, and leaves nothing behind."""
    with transaction.atomic():
        WorkerLane.objects.filter(name="").update(is_late=False)


def _require_worker() -> dict[str, int]:
    """How many seconds ago each lane was seen at work."""
    worker = worker_state(clock.now())
    if worker.state == UNSEEN:
        raise _Unready("No background worker has been seen at work yet.")
    if worker.state == GONE:
        raise _Unready(
            f"The background worker was not seen at work for five minutes: {', '.join(worker.gone)}."
        )
    return worker.seen


@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Prometheus text: counts only, nothing about people. Of a hub that is not open yet, nothing at all."""
    require_readable(request)
    rows = {
        "commonhour_groups": Group.objects.count(),
        "commonhour_series": Series.objects.count(),
        "commonhour_occurrences_upcoming": Occurrence.objects.upcoming(clock.now()).count(),
        "commonhour_content_version": content_version(),
        "commonhour_messages_waiting": Delivery.objects.filter(state=Delivery.WAITING).count(),
        "commonhour_messages_failed": Delivery.objects.filter(state=Delivery.FAILED).count(),
    }
    text = "".join(f"# TYPE {name} gauge\n{name} {value}\n" for name, value in rows.items())
    return HttpResponse(text, content_type="text/plain; version=0.0.4")


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    rule = (
        "Disallow: /desk/\nDisallow: /account/\nAllow: /"
        if community_of(request).is_published
        else "Disallow: /"
    )
    text = f"User-agent: *\n{rule}\nSitemap: {settings.BASE_URL}/sitemap.xml\n"
    return HttpResponse(text, content_type="text/plain")


@public
def sitemap(request: HttpRequest) -> HttpResponse:
    paths = ["/", "/calendar/", "/subscribe/", "/convert/", "/cfp/", "/decisions/", "/actions/"]
    paths += [f"/groups/{slug}/" for slug in Group.objects.values_list("slug", flat=True)]
    paths += [f"/meetings/{slug}/" for slug in Series.objects.values_list("slug", flat=True)]
    paths += ["/talks/", *(f"/talks/{slug}/" for slug in Session.objects.values_list("slug", flat=True))]
    body = "".join(f"<url><loc>{settings.BASE_URL}{path}</loc></url>" for path in paths)
    xml = f'<?xml version="1.0" encoding="UTF-8"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{body}</urlset>'
    return HttpResponse(xml, content_type="application/xml")
