"""Which page of a long list of the desk is asked for."""

from django.http import HttpRequest

_LAST = 10_000


def page_number(request: HttpRequest) -> int:
    """From 1 on; whatever else is typed is the first."""
    asked = request.GET.get("page", "1")
    is_number = asked.isascii() and asked.isdigit() and len(asked) < 9 and int(asked) > 0
    return min(int(asked), _LAST) if is_number else 1
