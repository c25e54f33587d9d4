"""The language of a page is in its URL (`?lang=es`), else the community's own; this switches translations to it."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from commonhour.web.reader import community_of

_FOR_MACHINES = {"/healthz", "/readyz", "/metrics"}  # they answer when the database does not


class LanguageOfUrl:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with translation.override(_language(request)):
            return self.get_response(request)


def _language(request: HttpRequest) -> str:
    known = dict(settings.LANGUAGES)
    asked = request.GET.get("lang", "").strip()
    if asked in known:
        return asked
    own = settings.LANGUAGE_CODE if request.path in _FOR_MACHINES else community_of(request).language
    return own if own in known else settings.LANGUAGE_CODE
