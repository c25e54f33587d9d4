"""Series that cannot be put into a calendar yet, each with its question and the answers its words allow."""

import re

from django.http import HttpRequest, HttpResponse

from commonhour.web.desk.gate import desk
from commonhour.web.desk.question_list import question_list


@desk
def index(request: HttpRequest) -> HttpResponse:
    asked = request.GET.get("page", "")
    number = int(asked) if re.fullmatch(r"\d{1,4}", asked, re.ASCII) else 1
    return question_list(request, number)
