"""Only requests to one of the hub's own names are answered: a foreign name that leads here cannot show it as its own."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from commonhour.web.asked import host_of, is_for_us


class OwnHosts:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if is_for_us(host_of(request.META), request.path_info):
            return self.get_response(request)
        sentence = "This hub does not answer to that name: it is neither in COMMONHOUR_URL nor in COMMONHOUR_HOSTS.\n"
        response = HttpResponse(sentence, status=400, content_type="text/plain; charset=utf-8")
        response.headers["Cache-Control"] = "no-store"
        return response
