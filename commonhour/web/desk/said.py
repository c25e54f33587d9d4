"""What was just done, said once, at the top of the next page."""

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext

from commonhour.core.places.doors import Stand
from commonhour.core.places.secrets import has_secret
from commonhour.core.rights import Verb
from commonhour.models import User
from commonhour.reads.setting_up import setting_up
from commonhour.web.desk.forms import field_errors
from commonhour.web.desk.gate import who
from commonhour.web.desk.way_back import way_back
from commonhour.web.reader import community_of, reader_of

_ITS_PAGES = {
    "/desk/community/": (
        "/desk/community/",
        "/desk/proposals/",
        "/desk/submissions/",
        "/desk/letters/",
        "/desk/proposal/",
        "/desk/reviewing/",
    ),
    "/desk/reviewing/": ("/desk/reviewing/", "/desk/proposal/", "/desk/proposals/"),
    "/desk/groups/": ("/desk/groups/", "/desk/health/"),
    "/desk/people/": ("/desk/people/", "/desk/persons/", "/desk/speakers/", "/desk/me/", "/account/"),
}


def say(request: HttpRequest, sentence: str) -> None:
    messages.success(request, sentence)


def go(request: HttpRequest, path: str, sentence: str = "") -> HttpResponse:
    """On to another page of the desk in the same zone and language, where `sentence` will stand on top."""
    if sentence:
        say(request, " ".join(filter(None, [sentence, _withheld(request)])))
    return HttpResponseRedirect(reader_of(request).link(path))


def _withheld(request: HttpRequest) -> str:
    """What to know when a text that was typed held a way into a call."""
    typed = () if "passcode" in request.POST else request.POST.items()
    if not any(has_secret(str(text), Stand.PAGE if name == "url" else Stand.TEXT) for name, text in typed):
        return ""
    return gettext("A way into a call or a code was taken out of the text: only the join page shows it.")


def show(
    request: HttpRequest, template: str, context: dict[str, object] | None = None, status: int = 200
) -> HttpResponse:
    """A page of the desk, with what was just done on top."""
    user = request.user if isinstance(request.user, User) else None
    community = community_of(request)
    is_manager = user is not None and who(request).may(Verb.CHANGE_COMMUNITY)
    said = " ".join(map(str, messages.get_messages(request)))
    shown: dict[str, object] = {
        "said": said,
        "is_only_asked": request.method == "GET" and not said,  # asking once more loses nothing
        "is_manager": is_manager,
        "me": str(user or ""),
        "nav": _nav(request.path, is_manager, _only_reviews(request)) if user else [],
        "setup": setting_up(community) if is_manager and not community.is_published else None,
        "undo": way_back(who(request)) if user and user.is_active else None,
    }
    context = context or {}
    form = context.get("form")
    if isinstance(form, BaseForm) and form.is_bound:
        shown["problems"] = field_errors(form)
    return render(request, f"desk/{template}", shown | context, status=status)


def _only_reviews(request: HttpRequest) -> bool:
    """Who looks after no group finds the proposals at the top; for all others they are one thing of many."""
    actor = who(request)
    return actor.groups(Verb.REVIEW) != [] and actor.groups(Verb.SEE_GROUP) == []


def _nav(here: str, is_manager: bool, only_reviews: bool) -> list[tuple[str, str, bool]]:
    """(path, name, is here) of the desk's parts."""
    parts = [("/desk/", gettext("Today")), ("/desk/groups/", gettext("Groups"))]
    if only_reviews:
        parts[1:] = [("/desk/reviewing/", gettext("Proposals"))]
    if is_manager:
        parts += [("/desk/community/", gettext("Community")), ("/desk/import/", gettext("Import"))]
        parts.append(("/desk/sources/", gettext("Calendars")))
    parts.append(("/desk/people/", gettext("People")))
    parts.append(("/desk/check/", gettext("Worth a look")))
    parts.append(("/desk/messages/", gettext("Messages")))
    parts.append(("/desk/history/", gettext("History")))
    return [
        (path, name, here == path or (path != "/desk/" and here.startswith(_ITS_PAGES.get(path, path))))
        for path, name in parts
    ]
