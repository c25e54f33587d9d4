"""What decides who gets in later is asked of nobody who signed in long ago: a browser left open must not be enough."""

import time
from functools import wraps
from typing import Any

from allauth.account.internal.flows.login import get_authentication_records
from django.http import HttpRequest, HttpResponse

from commonhour.web.desk.gate import View, desk, signed_in
from commonhour.web.desk.said import show

FRESH = 3600  # seconds


def fresh(view: View) -> View:
    """For who signed in within the last hour; everybody else is asked to do it again."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        last = [float(one["at"]) for one in get_authentication_records(request, signed_in(request))][-1:]
        if not last or time.time() - last[0] > FRESH:
            return show(request, "sign_in_again.html", {"onward": request.path}, status=403)
        return view(request, *args, **kwargs)

    return desk(wrapped)
