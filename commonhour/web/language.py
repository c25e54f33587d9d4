"""The language of a page is in its URL (`?lang=es`); this switches Django's translations to it."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation


class LanguageOfUrl:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        asked = request.GET.get("lang", "")
        with translation.override(asked if asked in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE):
            return self.get_response(request)
