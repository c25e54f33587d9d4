"""Bare Django views to measure against: no middleware, no templates, nothing but the work named."""

from django.http import HttpResponse
from django.urls import path

from commonhour.models import Occurrence

BODY: dict[str, bytes] = {}


def fifty_rows(request):
    rows = Occurrence.objects.select_related("series").order_by("start")[:50]
    return HttpResponse("".join(f"<li>{row.start:%H:%M} {row.series.title}</li>" for row in rows))


def bytes_ready(request):
    return HttpResponse(BODY["feed"], content_type="text/calendar")


urlpatterns = [path("rows", fifty_rows), path("bytes", bytes_ready)]
