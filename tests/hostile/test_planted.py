"""Secrets planted in every place of every format and form, one marker for each, and looked for wherever anybody may read."""

import json
import logging
from collections.abc import Iterator
from functools import partial
from itertools import count

import pytest
from cast import NOW, make_community, make_manager
from depth import examples

from commonhour.actions.recognise import read_any
from commonhour.actions.upstream import import_draft
from commonhour.core.places.doors import Stand
from commonhour.core.places.secrets import guard
from commonhour.core.rights import TERMINAL
from commonhour.formats.page import write_page
from commonhour.models import CallForProposals, Community, Group, JoinTarget, Series
from commonhour.reads.proposal import listed_path
from commonhour.web.kept import shelf
from tests.hostile.places import forms
from tests.hostile.planted import HARMLESS, LABELS, NOBODYS, SECRETS, disguised, filled

_IN_TEXT = (
    "{}", "See {} there", "We meet weekly. {}.", "* {}", "({})", "| a | {} |", "Title\n\n{}\nmore", "> {}", "{}, and notes",
)  # fmt: skip
_LED_TO = (
    "{label}: {url}", "{label} {url}", "**{label}**: {url}", "[{label}]({url})", '<a href="{url}">{label}</a>', "{label}：{url}", "{label}:\n{url}",
    "### {label}\n\n{url}", "| Group | {label} |\n|---|---|\n| A | {url} |", "| Group | {label} |\n|---|---|\n| A | [here]({url}) |",
    "* {label}:\n  * <{url}>", "| {label} | {url} | x |", "{label}: [here]({url})", "<dl><dt>{label}</dt><dd>{url}</dd></dl>", "<h3>{label}</h3><p>{url}</p>",
    "<table><tr><th>Group</th><th>{label}</th></tr><tr><td>A</td><td>{url}</td></tr></table>", '<tr>\n<th scope="row">\n{label}\n</th>\n<td><a href="{url}">here</a></td>',
)  # fmt: skip
_CODE_LED_TO = (
    "{label}:\n{code}", "{label}\n{code}", "**{label}:**\n{code}", "| {label} |\n|---|\n| {code} |", "| A | {label} |\n|---|---|\n| x | {code} |",
    "### {label}\n\n{code}", "| {label} | {code} |", "- {label}:\n  - {code}", "<tr><td>{label}</td><td>{code}</td></tr>", "<ul><li>{label}<ul><li>{code}</li></ul></li></ul>",
    "<table>\n<tr>\n<th>Group</th>\n<th>{label}</th>\n</tr>\n<tr>\n<td>A</td>\n<td>\n{code}\n</td>\n</tr>\n</table>", "<b>{label}</b><br>{code}",
)  # fmt: skip


def left_in(text: str, marks: list[str], stands: Stand = Stand.TEXT) -> str:
    """The clean text where it still says a secret, or where looking at it again would find one."""
    clean = guard(text, stands)[0]
    return clean if any(mark in clean for mark in marks) or guard(clean, stands)[0] != clean else ""


def test_no_secret_stays_in_a_text_however_it_stands_or_is_written():
    said = [(pattern.replace("{}", secret)) for secret in SECRETS for pattern in _IN_TEXT]
    said += [f"See {text} there" for secret in SECRETS for text in disguised(secret)]
    assert [left for number, text in enumerate(said) if (left := left_in(*filled(text, number)))] == []


def test_what_nobody_knows_is_a_door_by_the_words_that_lead_to_it():
    said = [pattern.format(label=label, url=NOBODYS.replace("{m}", "{{m}}")).replace("{{m}}", "{m}")
            for label in LABELS for pattern in _LED_TO]  # fmt: skip
    assert [left for number, text in enumerate(said) if (left := left_in(*filled(text, number)))] == []


def test_a_code_is_one_by_the_label_above_or_beside_it():
    labels = (
        "Passcode",
        "Passwort",
        "Contraseña",
        "Mot de passe",
        "Senha",
        "Wachtwoord",
        "パスコード",
        "密码",
        "비밀번호",
    )
    said = [
        pattern.replace("{label}", label).replace("{code}", "{m}")
        for label in labels
        for pattern in _CODE_LED_TO
    ]
    assert [left for number, text in enumerate(said) if (left := left_in(*filled(text, number)))] == []


@pytest.mark.parametrize("stands", Stand)
def test_what_is_known_to_let_nobody_in_stays_wherever_it_stands(stands):
    for url in HARMLESS:
        assert guard(url, stands) == (url, []), url
        assert [guard(f"{label}: {url}", stands)[0] for label in LABELS] == [
            f"{label}: {url}" for label in LABELS
        ]


def test_code_that_speaks_of_no_call_is_no_secret_and_the_way_into_a_call_in_one_is():
    sample = "```yaml\npassword: hunter2\nurl: https://x.example/a?token=8fmf94kf\n```"
    assert guard(sample) == (sample, [])
    assert "hunter2" not in guard("```\nZoom, password: hunter2\n```")[0]
    assert "99887766" not in guard("```\nurl: https://zoom.us/j/99887766\n```")[0]


FORMS = forms()


def planted(turns: int) -> Iterator[tuple[str, bytes, dict[str, str]]]:
    """Each file, with a secret in each of its places, in each turn with other ones; what is planted, by its marker."""
    for turn in range(min(turns, len(SECRETS))):
        numbers = count(turn * 1_000)
        for kind, written in FORMS:
            said: dict[str, str] = {}
            body = written(partial(_plant, said, numbers, turn * max(1, len(SECRETS) // turns)))
            yield kind, body.encode(), {mark: f"{kind}, {place}" for mark, place in said.items()}


def _plant(said: dict[str, str], numbers: Iterator[int], turn: int, place: str) -> str:
    number = next(numbers)
    secret = SECRETS[(number % 1_000 + turn) % len(SECRETS)]
    text, marks = filled(secret, number)
    said |= dict.fromkeys(marks, f"{place}: {secret}")
    return text


@pytest.mark.django_db
def test_no_draft_and_no_page_written_from_it_says_a_secret():
    out = []
    for kind, body, planted_in in planted(examples(10)):
        draft = read_any("a.x", body, kind=kind, now=NOW)
        shown = (
            json.dumps(draft.as_json(), ensure_ascii=False)
            + write_page(draft)
            + repr([(one.url, one.schedules) for one in draft.series])
        )
        out += [said for mark, said in planted_in.items() if mark in shown]
    assert out == []


PAGES = (
    "/", "/calendar/", "/calendar/2026-11/", "/calendar/2026-12/", "/calendar/week/2026-W49/", "/calendar.ics", "/calendar.json", "/calendar.atom",
    "/community/meetings.md", "/subscribe/", "/status/", "/sitemap.xml", "/embed/agenda/", "/embed/agenda.fragment.html", "/convert/?q=call",
)  # fmt: skip


def addresses() -> list[str]:
    """Every public address of the hub that shows something of its own."""
    found = [*PAGES, Community.the().path]
    for group in Group.objects.all():
        found += [
            f"/groups/{group.slug}{end}" for end in ("/", ".ics", ".json", ".atom", ".md", ".fragment.html")
        ]
    for series in Series.objects.all():
        found += [f"/meetings/{series.slug}{end}" for end in ("/", ".ics", ".json", ".atom", ".md")]
        found += [f"/meetings/{series.slug}/{one.slug}/" for one in series.occurrences.all()[:2]]
    for call in CallForProposals.objects.filter(is_listed=True):
        found += [call.path, f"{call.path}proposals/", *map(listed_path, call.proposals.all())]
    return [*found, "/cfp/", "/cfp.json"]


@pytest.mark.django_db
def test_nothing_that_is_imported_shows_a_secret_anywhere(client, now, caplog):
    caplog.set_level(logging.DEBUG)
    make_community()
    said, marks = "", {}
    for number, (kind, body, planted_in) in enumerate(planted(1)):
        draft = read_any(f"{number}.x", body, kind=kind, now=NOW)
        report = import_draft(draft, now=NOW, actor=TERMINAL, name=f"{number}.x")
        said += (
            "".join(f"{one.message}{one.suggestion}{one.subject}" for one in report.findings) + report.summary
        )
        marks |= planted_in
    shelf.clear()
    shown = {path: client.get(path).content.decode() for path in addresses()}
    shown |= {"findings": said, "log": caplog.text}
    client.force_login(make_manager())
    shown |= {
        path: client.get(path).content.decode()
        for path in ("/desk/history/", "/desk/check/", "/desk/groups/")
    }
    assert [
        (path, said) for path, text in shown.items() for mark, said in marks.items() if mark in text
    ] == []
    assert JoinTarget.objects.count() > 10
