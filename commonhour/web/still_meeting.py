"""Does the group still meet? Three buttons behind a signed link: looking changes nothing, one click answers."""

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt

from commonhour import clock
from commonhour.actions.still_meeting import answer_still_meeting
from commonhour.errors import NotFound
from commonhour.models import StillMeeting, User
from commonhour.reads.mail_links import answering
from commonhour.reads.shapes.group import GroupName


@csrf_exempt  # the token in the address is the proof; there is no cookie to ride on
def answer(request: HttpRequest, token: str) -> HttpResponse:
    if request.method not in ("GET", "HEAD", "POST"):
        return HttpResponseNotAllowed(["GET", "HEAD", "POST"])
    question, user = answering(token)
    row = StillMeeting.objects.select_related("group").filter(pk=question).first()
    person = User.objects.filter(pk=user, is_active=True).first()
    if row is None or person is None or row.group.removed_at is not None:
        raise NotFound("link-used")
    if request.method == "POST":
        answer_still_meeting(row, person, request.POST.get("answer", ""), now=clock.now())
    context = {"group": GroupName(row.group.slug, row.group.name), "answer": row.answer}
    response = render(request, "group/still_meeting.html", context)
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "no-referrer"  # the address is a key
    return response
