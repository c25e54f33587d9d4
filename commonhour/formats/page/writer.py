"""`write_page`: a Draft as a Markdown meetings page with front matter, which `read_page` reads back to the same model."""

import datetime as dt
from collections import defaultdict

from commonhour.core.draft import (
    Draft,
    DraftCallForProposals,
    DraftChannel,
    DraftGroup,
    DraftPerson,
    DraftSeries,
    DraftSession,
    DraftSource,
)  # fmt: skip
from commonhour.core.speech.questions import question_sentence
from commonhour.core.undecided.question import Question
from commonhour.formats.page.frontmatter import yaml_quoted
from commonhour.formats.page.lines import escaped, link, one_line
from commonhour.formats.page.marks import hidden, mark, mark_body, mark_name, question_mark
from commonhour.formats.page.schedule_text import schedule_lines


def write_page(draft: Draft, *, shortcodes: bool = False) -> str:
    """The page for a Hugo site. With `shortcodes`, groups and calendar are our shortcodes instead of text.

    Join links are never written.
    """
    community = draft.community
    head = ["---", f"title: {yaml_quoted(community.title)}"]
    head += [f"url: {yaml_quoted(community.path)}"] if community.path else []
    parts = ["\n".join([*head, "---"]), mark("page", version="1", tzid=community.tzid)]
    parts += _prose(community.description)
    parts += _list("Contact", [escaped(community.contact_email)] if community.contact_email else [])
    parts += _list("Channels", [_channel(c) for c in community.channels])
    parts += _spaces_and_groups(draft, shortcodes=shortcodes)
    parts += _sessions(draft.sessions)
    parts += _calendar(draft.sources, shortcodes=shortcodes)
    parts += _unplaced(draft)
    return "\n\n".join(parts) + "\n"


def _prose(text: str) -> list[str]:
    """A text as it stands, between two comments that keep it from being read as anything else."""
    text = text.strip("\n").rstrip()
    return [f"{mark('text')}\n\n{text}\n\n{mark('end')}"] if text.strip() else []


def _list(name: str, lines: list[str]) -> list[str]:
    return ["\n".join([f"* {name}", *(f"    * {line}" for line in lines)])] if lines else []


def _unseen(part: str) -> str:
    """A part of a page with its text in comments; comments of ours stay as they are, but not within a text."""
    lines, is_text = [], False
    for line in part.split("\n"):
        name = mark_name(mark_body(line) or "")
        is_text = (is_text or name == "text") and name != "end"
        if mark_body(line) is not None and (name in ("text", "end") or not is_text):
            lines.append(line.strip())  # indented, it would be code
        elif line or is_text:
            lines.append(hidden(line))
    return "\n".join(lines)


def _spaces_and_groups(draft: Draft, *, shortcodes: bool) -> list[str]:
    """A space's heading before its groups, each group's series below it; `position` keeps their own order."""
    groups = _by_space(draft)
    written = _by_group(draft)
    names = {group.slug: group.name for group in draft.groups}
    parts: list[str] = []
    for space in draft.spaces:
        parts += [f"## {escaped(space.name)}\n{mark('space', slug=space.slug, position=str(space.position))}"]
        parts += _prose(space.description)
        for number, group in groups.pop(space.slug, []):
            parts += _group(number, group, names, written.pop(group.slug, []), shortcodes=shortcodes)
    homeless = [pair for pairs in groups.values() for pair in pairs]
    parts += [mark("no-space")] if draft.spaces and homeless else []
    for number, group in homeless:
        parts += _group(number, group, names, written.pop(group.slug, []), shortcodes=shortcodes)
    parts += [f"## Other meetings\n{mark('no-group')}"] if written else []
    for number, series in (pair for pairs in written.values() for pair in pairs):
        parts += _series(number, series, "")
    return parts


def _by_space(draft: Draft) -> dict[str, list[tuple[int, DraftGroup]]]:
    spaces = {space.slug for space in draft.spaces}
    found: dict[str, list[tuple[int, DraftGroup]]] = defaultdict(list)
    for number, group in enumerate(draft.groups):
        found[group.space if group.space in spaces and group.space else ""].append((number, group))
    return found


def _by_group(draft: Draft) -> dict[str, list[tuple[int, DraftSeries]]]:
    groups = {group.slug for group in draft.groups}
    found: dict[str, list[tuple[int, DraftSeries]]] = defaultdict(list)
    for number, series in enumerate(draft.series):
        found[series.group if series.group in groups and series.group else ""].append((number, series))
    return found


def _group(
    number: int,
    group: DraftGroup,
    names: dict[str, str],
    written: list[tuple[int, DraftSeries]],
    *,
    shortcodes: bool,
) -> list[str]:
    attributes = mark(
        "group", slug=group.slug, kind=group.kind, parent=group.parent or "", position=str(number)
    )
    parts = [f"### {escaped(group.name)}\n{attributes}"]
    code = [f'{{{{< common-hour-group slug="{group.slug}" >}}}}']
    facts = _group_facts(group, names, written)
    return parts + (code + [_unseen(part) for part in facts] if shortcodes else facts)


def _group_facts(
    group: DraftGroup, names: dict[str, str], written: list[tuple[int, DraftSeries]]
) -> list[str]:
    parts: list[str] = []
    facts = [("State", group.state if group.state != "active" else ""), ("Region", group.region)]
    facts += [("Lead organisation", group.lead_organisation), ("Part of", names.get(group.parent or "", ""))]
    bullets = [f"* {name}: {escaped(value)}" for name, value in facts if value]
    parts += ["\n".join(bullets)] if bullets else []
    parts += _prose(group.description)
    parts += _list("Goals", [_goal(goal.text, goal.due) for goal in group.goals])
    parts += _list("People", [_person(person) for person in group.people])
    parts += _list("Channels", [_channel(channel) for channel in group.channels])
    for position, series in written:
        parts += _series(position, series, group.name)
    return parts


def _goal(text: str, due: dt.date | None) -> str:
    return f"{escaped(text)} (due {due.isoformat()})" if due else escaped(text)


def _person(person: DraftPerson) -> str:
    name = link(person.name, person.url)
    return f"{escaped(person.role)}: {name}" + (
        f", {escaped(person.organisation)}" if person.organisation else ""
    )


def _channel(channel: DraftChannel) -> str:
    label = link(channel.label, channel.url)
    name = f" “{escaped(channel.name)}”" if channel.name else ""
    return f"{channel.kind}: {label}{name}".rstrip()


def _series(position: int, series: DraftSeries, group: str) -> list[str]:
    heading = "" if one_line(series.title) == one_line(group) else f"#### {escaped(series.title)}\n"
    parts = [
        heading
        + mark("series", slug=series.slug, group="" if group else series.group or "", position=str(position))
    ]
    facts = [("Region", escaped(series.region)), ("Page", link("", series.url) if series.url else "")]
    facts += [("Categories", ", ".join(escaped(c) for c in series.categories))]
    facts += [("To be decided", _question(series.question))]
    facts += [("Call for proposals", _call(call)) for call in series.calls_for_proposals]
    bullets = [f"* {name}: {value}" for name, value in facts if value]
    bullets += [line for schedule in series.schedules for line in schedule_lines(schedule)]
    parts += ["\n".join(bullets)] if bullets else []
    return parts + _prose(series.description)


def _question(question: Question | None) -> str:
    """A sentence for people, and below it a comment that is exact."""
    if question is None:
        return ""
    sentence = escaped(question_sentence(question))
    return sentence if question.code == "told" else f"{sentence}\n  {question_mark(question)}"


def _call(call: DraftCallForProposals) -> str:
    return link(call.label, call.url)


def _sessions(sessions: list[DraftSession]) -> list[str]:
    if not sessions:
        return []
    lines = []
    for session in sessions:
        day = session.date.isoformat() if session.date else "undated"
        lines.append(
            f"* {day}: {link(session.title, session.url)}\n  {mark('session', series=session.series or '')}"
        )
        for speaker in session.speakers:
            organisation = speaker.get("organisation", "")
            lines.append(
                f"    * Speaker: {escaped(speaker.get('name', ''))}"
                + (f", {escaped(organisation)}" if organisation else "")
            )
        lines += [f"    * Tag: {escaped(tag)}" for tag in session.tags]
        lines += [f"    * Language: {escaped(session.language)}"] if session.language else []
        lines += [f"    * Recording: {link('', session.recording)}"] if session.recording else []
        lines += [f"    * Slides: {link('', session.slides)}"] if session.slides else []
        lines += [f"    * Link: {link(one.get('label', ''), one.get('url', ''))}" for one in session.links]
    return [f"## Sessions\n{mark('sessions')}", "\n".join(lines)]


def _calendar(sources: list[DraftSource], *, shortcodes: bool) -> list[str]:
    if not sources and not shortcodes:
        return []
    lines = [
        f"* {escaped(s.kind)}: {link('', s.url)}" + (f" ({escaped(s.tzid)})" if s.tzid else "")
        for s in sources
    ]
    parts = [f"## Calendar\n{mark('calendar')}"]
    if shortcodes:
        return [*parts, "{{< common-hour-calendar >}}", *(hidden(line) for line in lines)]
    return [*parts, "\n".join(lines)]


def _unplaced(draft: Draft) -> list[str]:
    return [
        f"{mark('unplaced')}\n\n{text}\n\n{mark('end')}" for u in draft.unplaced if (text := one_line(u.text))
    ]
