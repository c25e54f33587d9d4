"""Taking a large upload: its size is looked at before its body, and nothing is read for a stranger."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.files.uploadhandler import TemporaryFileUploadHandler
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from commonhour.core.limits import STAFF_BODY_BYTES

View = Callable[..., HttpResponse]
_ROUND_THE_FILE = 64 * 1024  # what a form puts round its file


def is_too_large(request: HttpRequest) -> bool:
    """By what the client says; Django reads no more than that."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    return not str(length).isdigit() or int(length) > STAFF_BODY_BYTES + _ROUND_THE_FILE


def takes_upload(view: View) -> View:
    """CSRF is checked after the size, since checking it reads the body. Too large: `view` is asked with
    `request.is_over` set, and must not read the body either."""
    protected = csrf_protect(view)

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method == "POST" and is_too_large(request):
            request.is_over = True  # type: ignore[attr-defined]
            return view(request, *args, **kwargs)
        request.upload_handlers = [TemporaryFileUploadHandler(request)]
        return protected(request, *args, **kwargs)

    return csrf_exempt(wrapped)
