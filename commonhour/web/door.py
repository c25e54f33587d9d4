"""Who may read a hub that is not open yet: who looks after it, and the machine it is being set up on."""

from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest

from commonhour.errors import NotFound
from commonhour.web.reader import community_of

_THIS_MACHINE = {"127.0.0.1", "localhost", "::1"}


def require_readable(request: HttpRequest) -> None:
    """Raises NotFound for everybody else until the hub is open."""
    if not community_of(request).is_published and not may_read(request):
        raise NotFound("hub-not-open")


def may_read(request: HttpRequest) -> bool:
    user = getattr(request, "user", None)
    return is_on_this_machine(request) or bool(user and user.is_authenticated and user.is_active)


def is_on_this_machine(request: HttpRequest) -> bool:
    """True only while the hub has no public address yet and the request never left this machine."""
    forwarded = {"HTTP_X_FORWARDED_FOR", "HTTP_FORWARDED", "HTTP_X_REAL_IP"} & request.META.keys()
    hosts = {urlsplit(settings.BASE_URL).hostname, urlsplit(f"//{request.get_host()}").hostname}
    return not forwarded and hosts <= _THIS_MACHINE and request.META.get("REMOTE_ADDR") in _THIS_MACHINE
