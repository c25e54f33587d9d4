"""The permission matrix: what everybody is answered at every address, reading it and sending it a form.

It says what is meant: everybody reads public pages, a moderator changes what belongs to their own group, a programme
manager everything. A code that stands alone is everybody's; "in" leads to the sign-in page. Those who are not one of
the columns themselves are in `WHO`. At the end of a row stands who else of the group is answered otherwise: a
note-taker ("taker") or a reviewer than a member, a chair than a moderator.
"""

from collections import namedtuple

# nobody; a member; a moderator of another group, of this one ("mine"); a programme manager
#
#                                        reading                         sending a form
#                                        nob mem oth min man             nob mem oth min man
TABLE = """
/                                        200                             405
/calendar/                               200                             405
/calendar/month/                         302                             405
/calendar/week/                          302                             405
/calendar/2026-12/                       200                             405
/calendar/week/2026-W48/                 200                             405
/calendar.ics                            200                             405
/calendar.json                           200                             405
/calendar.atom                           200                             405
/calendar.md                             200                             405
/groups/                                 200                             405
/meetings/                               200                             405
/zones/                                  200                             405
/still-meeting/{answering}/              200                             422
/groups/metrics/                         200                             405
/groups/metrics/next                     302                             405
/groups/metrics.ics                      200                             405
/groups/metrics.json                     200                             405
/groups/metrics.atom                     200                             405
/groups/metrics.md                       200                             405
/groups/metrics.fragment.html            200                             405
/groups/metrics/notes/                   200                             405
/groups/metrics/notes.atom               200                             405
/notes.atom                              200                             405
/meetings/metrics-call/latest-notes      302                             405
/meetings/metrics-call/2026-11-26/notes.md 200                             405
/meetings/metrics-call/2026-11-26/notes.json 200                             405
/actions/mine/{owner}/                   200                             200
/actions/mine/{owner}/{action}/          405                             422
/nudges/{nudge}/                         200                             200
/meetings/metrics-call/                  200                             405
/meetings/metrics-call/next              302                             405
/meetings/metrics-call/join              302                             405
/meetings/metrics-call.ics               200                             405
/meetings/metrics-call.json              200                             405
/meetings/metrics-call.atom              200                             405
/meetings/metrics-call.md                200                             405
/meetings/metrics-call/2026-11-26/       200                             405
/meetings/metrics-call/2026-11-26/join   200                             302
/meetings/metrics-call/2026-11-26/join/{door}/ 200                       302
/meetings/metrics-call/2026-11-26.ics    200                             405
/meetings/metrics-call/2026-11-26.json   200                             405
/meetings/metrics-call/2026-11-26.md     200                             405
/meetings/metrics-call/2026-11-26/reply/ 200                             422
/meetings/metrics-call/2026-11-26/agenda/ 200                            422
/meetings/metrics-call/2026-11-26/notes-history/ 200                     405
/agenda/confirm/{asked_item}/            200                             200
/replies/confirm/{reply}/                200                             302
/replies/{replies}/                      200                             200
/replies/{replies}/answer/               405                             422
/replies/{replies}/back/                 405                             302
/replies/{replies}/undo/                 405                             409
/talks/                                  200                             405
/talks.json                              200                             405
/talks.atom                              200                             405
/talks/a-talk/                           200                             405
/talks/a-talk.json                       200                             405
/talks/a-talk.md                         200                             405
/speakers/ada-long/                      200                             405
/speakers/ada-long.json                  200                             405
/speakers/ada-long.atom                  200                             405
/notes/                                  200                             405
/notes.json                              200                             405
/notes/search.atom                       200                             405
/search/                                 301                             405
/decisions/                              200                             405
/decisions.json                          200                             405
/decisions.csv                           200                             405
/decisions.atom                          200                             405
/actions/                                200                             405
/actions.json                            200                             405
/actions.csv                             200                             405
/actions.ics                             200                             405
/subscribe/                              200                             405
/subscribe/mail/                         302                             422
/subscribe/confirm/{confirm}/            200                             302
/subscribe/mine/{mine}/                  200                             422
/subscribe/mine/{mine}/end/              200                             302
/subscribe/mine/{mine}/end/{subscription}/ 405                           302
/subscribe/mine/{mine}/undo/             405                             409
/subscribe/mine/{mine}/again/            405                             302
/subscribe/mine/{mine}/delete/           200                             200
/subscribe/end/{end}/                    200                             200
/submit/                                 200                             422
/submit/echo/                            200                             405
/submit/mine/{sent}/                     200                             200
/submit/mine/{sent}/confirm/             405                             302
/submit/mine/{sent}/change/              200                             422
/submit/mine/{sent}/withdraw/            405                             302
/submit/mine/{sent}/again/               405                             409
/submit/mine/{sent}/wish/                302                             302
/submit/mine/{sent}/wish/back/           405                             302
/cfp/                                    200                             405
/cfp.json                                200                             405
/cfp/talks/                              200                             422
/cfp/talks/proposals/                    200                             405
/cfp/talks/{listed}/                     200                             422
/cfp/mine/{proposed}/                    200                             200
/cfp/mine/{proposed}/confirm/            405                             302
/cfp/mine/{proposed}/submit/             405                             409
/cfp/mine/{proposed}/change/             200                             422
/cfp/mine/{proposed}/withdraw/           200                             302
/cfp/mine/{proposed}/again/              405                             409
/cfp/mine/{proposed}/delete/             200                             409
/cfp/speaker/{speaker}/                  200                             422
/cfp/speaker/{speaker}/confirm/          405                             302
/cfp/speaker/{speaker}/refuse/           405                             200
/cfp/support/{support}/                  200                             302
/cfp/mine/{proposed}/slot/               200                             200
/cfp/mine/{proposed}/slot/confirm/       405                             409
/cfp/mine/{proposed}/slot/refuse/        405                             422
/cfp/mine/{proposed}/after/              409                             409
/api/v1/submissions                      405                             422
/api/v1/openapi.json                     200                             405
/convert/                                200                             405
/embed/                                  200                             405
/embed/v1/common-hour.js                 200                             405
/embed/agenda/                           200                             405
/embed/agenda.fragment.html              200                             405
/theme.css                               200                             405
/status/                                 200                             405
/status/feeds/                           200                             405
/status/feeds.json                       200                             405
/sitemap.xml                             200                             405
/favicon.ico                             200                             405
/meetings/metrics-call/2026-11-26.png    200                             405
/healthz                                 200                             405
/readyz                                  200                             405
/metrics                                 200                             405
/robots.txt                              200                             405
/desk/                                   in  200 200 200 200             in  200 200 200 200
/desk/sign-in/                           200 302 302 302 302             422 302 302 302 302
/desk/sign-out/                          in  405 405 405 405             in  302 302 302 302
/desk/begin/                             in  403 403 403 200             in  403 403 403 200
/desk/begin/name/                        in  403 403 403 200             in  403 403 403 422
/desk/begin/page/leave-out/              in  403 403 403 405             in  403 403 403 302
/desk/actions/                           in  200 200 200 200             in  200 200 200 200
/desk/actions/{action}/                  in  403 403 200 200             in  403 403 422 422  taker=200/422
/desk/actions/{action}/end/              in  405 405 405 405             in  403 403 422 422  taker=405/422
/desk/occurrence/{date}/                 in  403 403 200 200             in  403 403 200 200  taker=200/200
/desk/occurrence/{date}/move             in  403 403 200 200             in  403 403 422 422
/desk/occurrence/{date}/cancel           in  403 403 200 200             in  403 403 302 302
/desk/occurrence/{date}/restore          in  403 403 200 200             in  403 403 409 409
/desk/occurrence/{date}/sessions/new/    in  403 403 200 200             in  403 403 422 422  taker=200/422
/desk/occurrence/{date}/sessions/{talk}/ in  403 403 200 200             in  403 403 422 422  taker=200/422
/desk/occurrence/{date}/sessions/{talk}/move/ in 405 405 405 405         in  403 403 302 302  taker=405/302
/desk/occurrence/{date}/sessions/{talk}/remove/ in 403 403 200 200       in  403 403 302 302  taker=200/302
/desk/occurrence/{date}/replies.csv      in  403 403 200 200             in  403 403 200 200
/desk/occurrence/{date}/replies/{guest}/remove/ in 403 403 200 200       in  403 403 302 302
/desk/occurrence/{date}/attendance/      in  403 403 200 200             in  403 403 422 422  taker=200/422
/desk/notes/{date}/                      in  403 403 200 200             in  403 403 409 409  taker=200/409
/desk/notes/{date}/read/                 in  405 405 405 405             in  403 403 200 200  taker=405/200
/desk/notes/{date}/agenda/               in  403 403 200 200             in  403 403 422 422  taker=200/422
/desk/notes/{date}/agenda/{item}/        in  403 403 200 200             in  403 403 422 422  taker=200/422
/desk/notes/{date}/outcome/              in  403 403 200 200             in  403 403 400 400  taker=200/400
/desk/notes/{date}/unpublish/            in  403 403 200 200             in  403 403 302 302  taker=200/302
/desk/notes/{date}/revisions/            in  403 403 200 200             in  403 403 200 200  taker=200/200
/desk/notes/{date}/revisions/1/          in  403 403 200 200             in  403 403 422 422  taker=200/422
/desk/series/new/                        in  200 200 200 200             in  422 422 422 422
/desk/series/preview/                    in  200 200 200 200             in  200 200 200 200
/desk/series/metrics-call/               in  403 403 200 200             in  403 403 422 422
/desk/series/metrics-call/join/          in  405 405 405 405             in  403 403 422 422
/desk/series/metrics-call/door/          in  403 403 200 200             in  403 403 422 422
/desk/series/metrics-call/join/add/      in  403 403 200 200             in  403 403 422 422
/desk/series/metrics-call/join/{way}/    in  403 403 200 200             in  403 403 422 422
/desk/series/metrics-call/join/{way}/move/  in  405 405 405 405          in  403 403 302 302
/desk/series/metrics-call/join/{way}/remove/  in  403 403 200 200        in  403 403 422 422
/desk/series/metrics-call/replies/       in  403 403 200 200             in  403 403 422 422
/desk/series/metrics-call/remove/        in  403 403 200 200             in  403 403 200 200
/desk/series/metrics-call/change/        in  403 403 200 200             in  403 403 422 422
/desk/series/metrics-call/duplicate/     in  403 403 200 200             in  403 403 422 422
/desk/series/metrics-call/pause/         in  403 403 200 200             in  403 403 422 422
/desk/series/metrics-call/conclude/      in  403 403 200 200             in  403 403 422 422
/desk/series/metrics-call/bring-back/    in  403 403 409 409             in  403 403 409 409
/desk/series/talks/schedule/             in  403 403 200 200             in  403 403 422 422
/desk/series/talks/answer/               in  405 405 405 405             in  403 403 422 422
/desk/series/theirs/adopt/               in  403 403 200 200             in  403 403 302 302
/desk/series/adopted/give-back/          in  403 403 200 200             in  403 403 302 302
/desk/breaks/                            in  200 200 200 200             in  422 422 422 422
/desk/groups/                            in  200 200 200 200             in  200 200 200 200
/desk/groups/new/                        in  403 403 403 200             in  403 403 403 422
/desk/groups/metrics/                    in  403 403 200 200             in  403 403 422 422
/desk/groups/metrics/goals/              in  403 403 200 200             in  403 403 422 422
/desk/groups/metrics/people/             in  403 403 200 200             in  403 403 422 422
/desk/groups/metrics/channels/           in  403 403 200 200             in  403 403 422 422
/desk/groups/metrics/remove/             in  403 403 403 200             in  403 403 403 200
/desk/community/                         in  403 403 403 200             in  403 403 403 422
/desk/groups/metrics/move/               in  403 403 403 405             in  403 403 403 302
/desk/community/door/                    in  403 403 403 200             in  403 403 403 422
/desk/community/spaces/                  in  403 403 403 200             in  403 403 403 422
/desk/community/spaces/contributor-space/ in 403 403 403 200             in  403 403 403 422
/desk/community/spaces/contributor-space/move/ in 403 403 403 405        in  403 403 403 302
/desk/community/spaces/contributor-space/remove/ in 403 403 403 405      in  403 403 403 422
/desk/community/links/                   in  403 403 403 200             in  403 403 403 422
/desk/community/links/texts/             in  403 403 403 405             in  403 403 403 302
/desk/people/                            in  200 200 200 200             in  200 200 200 200
/desk/people/invite/                     in  403 405 405 405             in  403 422 422 422
/desk/people/{user}/data.json            in  403 403 403 200             in  403 403 403 200
/desk/people/{user}/erase/               in  403 403 403 200             in  403 403 403 422
/desk/people/{user}/leaving/             in  403 403 403 200             in  403 403 403 200
/desk/people/{user}/link/                in  403 405 405 405             in  403 403 403 200
/desk/people/{user}/link/end/            in  403 405 405 405             in  403 403 403 302
/desk/people/grants/{grant}/             in  403 403 403 200             in  403 403 403 302  chair=200/302
/desk/people/grants/{grant}/end/         in  403 403 403 200             in  403 403 403 302  chair=200/302
/desk/persons/                           in  403 403 403 200             in  403 403 403 200
/desk/persons/{person}/                  in  403 403 403 200             in  403 403 403 422
/desk/persons/{person}/merge/            in  403 403 403 422             in  403 403 403 422
/desk/persons/{person}/erase/            in  403 403 403 200             in  403 403 403 422
/desk/persons/{person}/data.json         in  403 403 403 200             in  403 403 403 200
/desk/speakers/                          in  403 403 403 200             in  403 403 403 200
/desk/speakers/again/                    in  403 403 403 405             in  403 403 403 422
/desk/speakers/ada-long/                 in  403 403 403 200             in  403 403 403 422
/desk/speakers/ada-long/unname/          in  403 403 403 200             in  403 403 403 302
/desk/me/data.json                       in  200 200 200 200             in  200 200 200 200
/desk/me/                                in  200 200 200 200             in  422 422 422 422
/desk/proposals/                         in  200 200 200 200             in  200 200 200 200
/desk/proposals/new/                     in  200 200 200 200             in  422 422 422 422
/desk/proposals/{proposals}/             in  403 403 200 200             in  403 403 422 422
/desk/proposals/{proposals}/remove/      in  403 403 200 200             in  403 403 302 302
/desk/proposals/{here}/ranking/          in  403 403 200 200             in  403 403 200 200  reviewer=200/200
/desk/proposals/{here}/ranking/answer/   in  403 403 302 302             in  403 403 302 302
/desk/reviewing/                         in  200 200 200 200             in  200 200 200 200
/desk/proposal/{prop}/                   in  403 403 200 200             in  403 403 200 200  reviewer=200/200
/desk/proposal/{prop}/review/            in  405 405 405 405             in  403 403 422 422  reviewer=405/422
/desk/proposal/{prop}/look/              in  405 405 405 405             in  403 403 302 409
/desk/proposal/{prop}/who/               in  405 405 405 405             in  403 403 302 302
/desk/proposal/{prop}/remarks/           in  405 405 405 405             in  403 403 422 422  reviewer=405/422
/desk/proposal/{prop}/remarks/{remark}/remove/ in 405 405 405 405        in  403 403 403 302
/desk/proposal/{prop}/answer/            in  403 403 200 200             in  403 403 422 422
/desk/proposal/{prop}/accept/            in  403 403 200 200             in  403 403 422 422
/desk/proposal/{prop}/place/             in  403 403 302 302             in  403 403 302 302
/desk/proposal/{prop}/take-off/          in  403 403 302 302             in  403 403 302 302
/desk/proposals/{proposals}/export.csv   in  403 403 200 200             in  403 403 200 200
/desk/proposals/{proposals}/export.json  in  403 403 200 200             in  403 403 200 200
/desk/community/publish/                 in  403 403 403 405             in  403 403 403 302
/desk/community/unpublish/               in  403 403 403 405             in  403 403 403 302
/desk/undecided/                         in  200 200 200 200             in  200 200 200 200
/desk/unplaced/                          in  403 403 403 200             in  403 403 403 302
/desk/unplaced/community/                in  403 403 403 405             in  403 403 403 302
/desk/sources/                           in  403 403 403 200             in  403 403 403 422
/desk/sources/{source}/show/             in  403 403 403 405             in  403 403 403 302
/desk/sources/{source}/decline/          in  403 403 403 405             in  403 403 403 302
/desk/sources/{source}/stop/             in  403 403 403 405             in  403 403 403 409
/desk/sources/{source}/read/             in  403 403 403 405             in  403 403 403 409
/desk/destinations/                      in  200 200 200 200             in  200 200 200 200
/desk/destinations/new/                  in  403 403 403 200             in  403 403 403 200
/desk/destinations/{place}/              in  403 403 200 200             in  403 403 422 422
/desk/destinations/{place}/test/         in  405 405 405 405             in  403 403 302 302
/desk/destinations/{place}/secret/       in  405 405 405 405             in  403 403 200 200
/desk/destinations/{place}/stop/         in  405 405 405 405             in  403 403 302 302
/desk/destinations/{place}/start/        in  405 405 405 405             in  403 403 409 409
/desk/destinations/{place}/remove/       in  403 403 200 200             in  403 403 200 200
/desk/import/                            in  403 403 403 200             in  403 403 403 422
/desk/import/{draft}/                    in  403 403 403 200             in  403 403 403 302
/desk/import/{draft}/answers.yaml        in  403 403 403 200             in  403 403 403 200
/desk/import/{draft}/write/              in  403 403 403 405             in  403 403 403 302
/desk/import/{draft}/drop/               in  403 403 403 405             in  403 403 403 302
/desk/import/done/{done}/                in  403 403 403 200             in  403 403 403 200
/desk/import/done/{done}/remove/         in  403 403 403 200             in  403 403 403 302
/desk/undo/{change}/                     in  403 403 200 200             in  403 403 302 302
/desk/history/                           in  200 200 200 200             in  200 200 200 200
/desk/health/                            in  200 200 200 200             in  200 200 200 200
/desk/health/metrics/ask/                in  405 405 405 405             in  403 403 302 302
/desk/letters/                           in  403 403 403 200             in  403 403 403 200
/desk/letters/settle/                    in  405 405 405 405             in  403 403 403 302
/desk/submissions/                       in  200 200 200 200             in  200 200 200 200
/desk/submissions/spam/                  in  405 405 405 405             in  302 302 302 302
/desk/submissions/pause/                 in  403 403 403 405             in  403 403 403 302
/desk/submissions/trust/                 in  403 403 403 405             in  403 403 403 302
/desk/submissions/{submission}/          in  403 403 200 200             in  403 403 200 200
/desk/submissions/{submission}/accept/   in  403 403 200 200             in  403 403 422 422
/desk/submissions/{submission}/answer/   in  405 405 405 405             in  403 403 422 422
/desk/submissions/{submission}/wish/1/       in  405 405 405 405             in  403 403 404 404
/desk/messages/                          in  200 200 200 200             in  200 200 200 200
/desk/messages/{delivery}/again/         in  405 405 405 405             in  403 403 302 302
/desk/messages/{kept}/                   in  403 403 403 200             in  403 403 403 200
/desk/messages/notices/{notice}/hold/    in  405 405 405 405             in  403 403 302 302
/desk/messages/notices/{notice}/tell/    in  405 405 405 405             in  403 403 409 409
/desk/check/                             in  200 200 200 200             in  200 200 200 200
/desk/check/{finding}/aside/             in  405 405 405 405             in  404 404 302 302
/desk/check/{finding}/again/             in  405 405 405 405             in  404 404 302 302
/account/                                in  200 200 200 200             in  200 200 200 200
/account/code/                           409 302 302 302 302             409 302 302 302 302
/account/passkey/                        200                             422
/account/passkeys/add/                   in  403 403 403 403             in  403 403 403 403
/account/passkeys/{passkey}/             in  403 403 403 403             in  403 403 403 403
/account/passkeys/{passkey}/remove/      in  403 403 403 403             in  403 403 403 403
/account/services/{service}/remove/      in  403 403 403 403             in  403 403 403 403
/account/sessions/end/                   in  200 200 200 200             in  302 302 302 302
/account/sessions/{session}/end/         in  405 405 405 405             in  404 404 404 302
/account/with/github/                    405                             404
/account/github/callback/                404                             404
/account/oidc/callback/                  404                             404
"""
ANY_PATH = "^.*$"
# What the last route, which takes any path, is there for: the community's own path, old ones, and the sorry.
OTHER_PATHS = """
/community/meetings/                     200                             405
/community/meetings.ics                  200                             405
/community/meetings.json                 200                             405
/community/meetings.atom                 200                             405
/community/meetings.md                   200                             405
/meetings-of-2019/                       301                             405
/nothing/here/                           404                             404
/nothing.ics                             404                             404
"""
# The address itself is the proof: whoever has it may, with an account or without.
SIGNED = (
    "/meetings/metrics-call/2026-11-26/join/",
    "/still-meeting/",
    "/replies/",
    "/agenda/confirm/",
    "/submit/mine/",
    "/cfp/mine/",
    "/subscribe/confirm/",
    "/subscribe/mine/",
    "/subscribe/end/",
    "/actions/mine/",
    "/nudges/",
    "/cfp/speaker/",
    "/cfp/support/",
)  # fmt: skip
# While the hub is closed: these answer strangers as ever, the desk leads to its door, and all else is a 404.
OPEN_WHILE_CLOSED = {
    "/healthz", "/readyz", "/robots.txt", "/desk/sign-in/", "/account/code/", "/account/passkey/", "/account/with/github/",
}  # fmt: skip

COLUMNS = ["nobody", "member", "other", "mine", "manager"]
# Answered as these columns, but where the end of a row says otherwise: reading/sending.
LIKE = {"taker": "member", "reviewer": "member", "chair": "mine"}
# Nobody is also who comes with a sign-in link that is used up or too old, and whose account was closed. A member is
# who was a moderator before, and who a page calls a lead.
WHO = {who: who for who in (*COLUMNS, *LIKE)} | {
    "lapsed": "member",
    "closed": "nobody",
    "used link": "nobody",
    "old link": "nobody",
}

Row = namedtuple("Row", "address reading sending")


def rows(text: str) -> list[Row]:
    return [_row(*line.split()) for line in text.splitlines() if line]


def _row(address: str, *words: str) -> Row:
    codes = [word for word in words if "=" not in word]
    half = len(codes) // 2
    sides = _by_column(codes[:half]), _by_column(codes[half:])
    for who, both in (word.split("=") for word in words if "=" in word):
        for side, code in zip(sides, both.split("/"), strict=True):
            side[who] = code
    return Row(address, *sides)


def _by_column(codes: list[str]) -> dict[str, str]:
    if len(codes) == 1:
        return dict.fromkeys((*COLUMNS, *LIKE), codes[0])
    found = dict(zip(COLUMNS, codes, strict=True))
    return found | {who: found[column] for who, column in LIKE.items()}
