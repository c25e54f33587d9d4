"""Issues of a form as GitHub's API has them ("### Heading", then the answer)."""

import re
from collections.abc import Iterator
from typing import Any

from commonhour.core.proposed import ProposalsRead, Proposed, Speaking
from commonhour.formats.proposals.gathering import finished, gathered, tell
from commonhour.formats.proposals.json_parts import items, leave_over, text_of
from commonhour.formats.proposals.vocabulary import instant

_HEADING = re.compile(r"(?m)^###[ \t]+(.+?)[ \t]*#*[ \t]*\r?$")
_NOTHING = ("_no response_", "")
_ACCEPTED = re.compile(r"accept|schedul|confirm|present|done", re.I)
_DECLINED = re.compile(r"declin|reject|wont ?fix|invalid|not planned|duplicate", re.I)
_READ = ("number", "title", "body", "state", "state_reason", "labels", "created_at", "html_url", "user")


def is_github(value: Any) -> bool:
    first = next(iter(items(value, "items")), None)
    return isinstance(first, dict) and {"body", "title", "number"} <= first.keys()


def read_github(value: Any, where: str) -> ProposalsRead:
    read = ProposalsRead("github-issues", where)
    for issue in items(value, "items"):
        if not isinstance(issue, dict):
            leave_over(read, where, issue)
            continue
        place = f"{where}: issue {text_of(issue.get('number'))}"
        if "pull_request" in issue:
            leave_over(read, f"{place} is a pull request", issue)
            continue
        one = _proposal(issue)
        read.proposals.append(one)
        leave_over(read, place, one.apart)
        leave_over(read, place, {key: one for key, one in issue.items() if key not in _READ})
        user = issue.get("user")
        leave_over(
            read,
            f"{place}: user",
            {key: one for key, one in user.items() if key != "login"} if isinstance(user, dict) else user,
        )
    return read


def _proposal(issue: dict[str, Any]) -> Proposed:
    before, said = sections(text_of(issue.get("body")))
    one = gathered(said, key=text_of(issue.get("number")))
    title = text_of(issue.get("title"))
    if one.title and one.title != title:
        tell(one, "Title of the issue", title)
    one.title = one.title or title
    if before and not one.abstract:
        one.abstract = before
    elif before:
        tell(one, "Text", before)
    _put_envelope(one, issue)
    return finished(one)


def _put_envelope(one: Proposed, issue: dict[str, Any]) -> None:
    labels = [
        text_of(label.get("name") if isinstance(label, dict) else label)
        for label in items(issue.get("labels"), "")
    ]
    one.created_at = one.submitted_at = instant(text_of(issue.get("created_at")))
    one.state = _state(text_of(issue.get("state")), text_of(issue.get("state_reason")), labels)
    if any(labels):
        tell(one, "Labels", ", ".join(labels))
    if one.state != "submitted":
        tell(
            one,
            "State of the issue",
            " ".join(filter(None, [text_of(issue.get("state")), text_of(issue.get("state_reason"))])),
        )
    if url := text_of(issue.get("html_url")):
        one.links.append({"label": "The issue", "url": url})
    user = issue.get("user")
    login = text_of(user.get("login")) if isinstance(user, dict) else ""
    if login and not any(speaking.name for speaking in one.speakers):
        first = one.speakers[0] if one.speakers else Speaking()
        first.name = login
        one.speakers = one.speakers or [first]
    elif login:
        one.apart["Opened by"] = login


def _state(state: str, reason: str, labels: list[str]) -> str:
    if any(_DECLINED.search(label) for label in [*labels, reason.replace("_", " ")]):
        return "declined"
    if any(_ACCEPTED.search(label) for label in labels) or state == "closed":
        return "accepted"
    return "submitted"


def sections(body: str) -> tuple[str, list[tuple[str, str]]]:
    """What stands before the first heading, and each heading with its answer."""
    parts = _HEADING.split(body.replace("\r\n", "\n"))
    return parts[0].strip(), list(_answers(parts[1:]))


def _answers(parts: list[str]) -> Iterator[tuple[str, str]]:
    for head, answer in zip(parts[::2], parts[1::2], strict=True):
        if answer.strip().casefold() not in _NOTHING:
            yield head, answer.strip()
