"""A form that could not be saved, with all that was typed into it, ready to be sent again. No database is asked."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.template.loader import get_template
from django.utils.translation import get_language, gettext

# Not for the screen: what may be seen over a shoulder, and what means nothing to people.
_UNSHOWN = {"csrfmiddlewaretoken", "passcode", "token", "version", "next"}


@dataclass(frozen=True, slots=True)
class TypedField:
    """`label` is "" for one that is sent again without being shown."""

    name: str
    value: str
    label: str


def page_with_form(request: HttpRequest, title: str, sentence: str, status: int) -> HttpResponse:
    """What was posted is posted again as it was, the token against forgery included: a form that another site sent
    gets no good one here."""
    fields = list(_fields(request))
    context = {
        "title": title,
        "sentence": sentence,
        "status": status,
        "lang": get_language() or "en",
        "path": request.get_full_path(),
        "fields": fields,
        "shown": [field for field in fields if field.label],
        "files": [(name, file.name) for name, files in request.FILES.lists() for file in files],
        "is_posted": request.method == "POST",
    }
    # Without the request: the frame of other pages asks the database.
    return HttpResponse(get_template("kept_form.html").render(context), status=status)


def _fields(request: HttpRequest) -> Iterator[TypedField]:
    try:
        posted = list(request.POST.lists())
    except (SuspiciousOperation, OSError):  # too large, or it never came
        return
    for name, values in posted:
        for value in values:
            yield TypedField(name, value, _label(name) if value.strip() else "")


def _label(name: str) -> str:
    """The name as a word; most are labels of the desk, and translated with them."""
    if name in _UNSHOWN:
        return ""
    return gettext(name.rsplit("-", 1)[-1].replace("_", " ").capitalize())
