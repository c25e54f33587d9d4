"""The proposals to one call as a file, for who decides on them; only here with the addresses of the speakers."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from commonhour.actions.rights import require
from commonhour.core.proposed import ProposalsRead
from commonhour.core.rights import Verb
from commonhour.errors import NotFound
from commonhour.formats.proposals import write_csv, write_json
from commonhour.models import CallForProposals
from commonhour.reads.proposals_out import proposals_out
from commonhour.web.desk.gate import desk, who


@desk
def as_csv(request: HttpRequest, pk: int) -> HttpResponse:
    return _file(request, pk, "csv", write_csv, "text/csv; charset=utf-8")


@desk
def as_json(request: HttpRequest, pk: int) -> HttpResponse:
    return _file(request, pk, "json", write_json, "application/json")


def _file(
    request: HttpRequest, pk: int, ending: str, write: Callable[[ProposalsRead], str], content_type: str
) -> HttpResponse:
    call = CallForProposals.objects.select_related("series").filter(pk=pk).first()
    if call is None:
        raise NotFound("no-such-proposals")
    require(who(request), Verb.DECIDE, call.series.group_id if call.series else None)
    response = HttpResponse(write(proposals_out(call.slug)), content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="proposals-{call.pk}.{ending}"'
    return response
