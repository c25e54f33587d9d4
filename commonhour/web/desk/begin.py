"""The first run: from an empty hub to an open one in four steps, each of which can be left out and come back to."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext

from commonhour import clock
from commonhour.actions.community import edit_community, leave_out_step
from commonhour.errors import NotFound
from commonhour.models import Community
from commonhour.reads.setting_up import STEPS, Step, setting_up
from commonhour.web.desk.begin_forms import NameForm
from commonhour.web.desk.forms import locked
from commonhour.web.desk.gate import manager, post_only, who
from commonhour.web.desk.said import go, show
from commonhour.web.desk.zone_list import zone_names
from commonhour.web.reader import community_of

_PAGE = "/desk/begin/"


@dataclass(frozen=True, slots=True)
class StepRow:
    """A step in words; `ways` are (path, words) of where it is done, the first one is the usual."""

    step: Step
    title: str
    hint: str
    ways: list[tuple[str, str]]


@manager
def index(request: HttpRequest) -> HttpResponse:
    found = setting_up(community_of(request))
    context: dict[str, object] = {"found": found, "rows": [_row(one) for one in found.steps]}
    return show(request, "begin.html", context)


@manager
def name(request: HttpRequest) -> HttpResponse:
    present = Community.the()
    form = NameForm(request.POST or None, initial={one: getattr(present, one) for one in NameForm.FACTS})
    if request.method == "POST" and form.is_valid():
        with locked(present) as fresh:
            facts = dict(form.cleaned_data)
            if facts["tzid"] == "UTC":  # a hub begins with it; now somebody has said so
                facts["skipped_steps"] = sorted({*fresh.skipped_steps, "name"})
            edit_community(now=clock.now(), actor=who(request), version=fresh.version, **facts)
        return go(request, _PAGE, gettext("Saved."))
    context: dict[str, object] = {"form": form, "zones": zone_names(present.tzid)}
    return show(request, "begin_name.html", context, status=422 if form.errors else 200)


@manager
@post_only
def leave_out(request: HttpRequest, step: str) -> HttpResponse:
    if step not in STEPS:
        raise NotFound("no-such-step")
    is_out = request.POST.get("to") != "in"
    leave_out_step(step, is_out=is_out, now=clock.now(), actor=who(request))
    return go(request, _PAGE)


def _row(step: Step) -> StepRow:
    if step.name == "page":
        return StepRow(
            step, gettext("Your page"),
            gettext("The page that lists your groups and meetings, by its address or as a file. Without one, begin with a group."),
            [("/desk/import/", gettext("Read your page")), ("/desk/groups/new/", gettext("Add a group by hand"))],
        )  # fmt: skip
    if step.name == "calendar":
        return StepRow(
            step, gettext("Your calendar"),
            gettext("Bring your calls here from an .ics file or address; or leave them where they are, and the hub reads them every hour."),
            [("/desk/import/", gettext("Bring the calls here")), ("/desk/sources/", gettext("Leave them there and show them")),
             ("/desk/series/new/", gettext("Add a series by hand"))],
        )  # fmt: skip
    if step.name == "name":
        hint = gettext("What the hub is called, and where its usual hours are.")
        return StepRow(
            step, gettext("Name and zone"), hint, [(f"{_PAGE}name/", gettext("Give name and zone"))]
        )
    hint = gettext("Look at it as everybody will see it, then let everybody in.")
    return StepRow(step, gettext("Open"), hint, [("/", gettext("Look at it"))])
