"""Hostile catalogues: YAML bombs, endless includes, TOML and JSON that nest for ever, and notes that are none."""

import json
from collections.abc import Iterator

from tests.hostile.shape import Hostile

_EVENT = "events:\n- summary: Call\n  begin: 2026-01-05 16:00:00\n  timezone: Europe/Madrid\n  duration: {hours: 1}\n"


def _yaml(name: str, text: str, why: str, says: str = "", kind: str = "yaml2ics") -> Hostile:
    return Hostile(f"{name}.yaml", kind, text.encode("utf-8", "surrogatepass"), why, says)


def yaml_files() -> Iterator[Hostile]:
    doubled = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n" + "".join(
        f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 12)
    )
    yield _yaml(
        "alias-bomb", f"{doubled}{_EVENT}", "ten thousand million values in a kilobyte", "100,000 values"
    )
    yield _yaml("alias-of-itself", f"a: &a [*a]\n{_EVENT}", "a list that holds itself", "refers to nothing")
    yield _yaml("alias-unknown", f"a: *nobody\n{_EVENT}", "an alias of nothing", "refers to nothing")
    merged = "m0: &m0 {summary: x, begin: 2026-01-05}\n" + "".join(
        f"m{n}: &m{n}\n  <<: [*m{n - 1}, *m{n - 1}]\n" for n in range(1, 30)
    )
    yield _yaml("merge-bomb", f"{merged}{_EVENT}", "merges that double", "100,000 values")
    yield _yaml(
        "merge-of-a-word", "events:\n- <<: word\n  summary: x\n- <<: [[], null, 1]\n", "a merge of nothing"
    )
    yield _yaml(
        "deep-lists",
        "events: " + "[" * 30_000 + "]" * 30_000 + "\n",
        "30,000 lists in each other",
        "20 levels",
    )
    yield _yaml(
        "deep-mappings", "events: " + "{a: " * 10_000 + "\n", "10,000 mappings in each other", "20 levels"
    )
    yield _yaml(
        "deep-blocks",
        "events:\n" + "".join(" " * n + "a:\n" for n in range(1, 500)),
        "500 indents",
        "20 levels",
    )
    yield _yaml("deep-dashes", "events:\n" + "- " * 20_000 + "a\n", "20,000 dashes", "20 levels")
    yield _yaml("python-object", 'events: !!python/object/apply:os.system ["id"]\n', "a tag that would run")
    yield _yaml(
        "python-name",
        "events:\n- summary: !!python/name:os.system x\n  begin: !!timestamp 2026-01-05\n",
        "tags of Python",
    )
    yield _yaml("tag-unknown", "%TAG ! tag:x,2000:\n---\nevents: !x\n- summary: !<!!> a\n", "tags of nobody")
    yield _yaml(
        "tags-of-every-kind",
        "events:\n- summary: !!binary AAAA\n  begin: !!int x\n  duration: !!float .nan\n",
        "tags that lie",
    )
    yield _yaml(
        "same-keys",
        "events:\n- summary: a\n" + "  summary: b\n" * 5_000 + "  begin: 2026-01-05\n",
        "one key 5,000 times",
        "twice",
    )
    yield _yaml(
        "giant-int",
        f"events:\n- summary: {'9' * 20_000}\n  begin: {'9' * 20_000}\n  duration: {{hours: {'9' * 5_000}}}\n",
        "numbers of 20,000 digits",
    )
    yield _yaml("dates", "events:\n" + "".join(f"- summary: d\n  begin: {text}\n" for text in (
        "0000-01-01", "9999-12-31 23:59:60", "2026-02-31", "2026-01-05 25:00", "-1", ".inf", "0x7fffffff", "12:00:00", "2026-W01", "1e400"
    )), "dates of every kind that are none")  # fmt: skip
    yield _yaml(
        "ten-thousand-events",
        _EVENT + "- {summary: a, begin: 2026-01-05}\n" * 10_000,
        "10,000 events",
        "5,000 calls",
    )
    yield _yaml("a-million-values", "events: [" + "a," * 300_000 + "]\n", "300,000 values", "100,000 values")
    yield _yaml("over-a-megabyte", _EVENT + "# " + "x" * 2**20, "over a megabyte", "1,048,576")
    yield _yaml("long-key", "? " + "k" * 60_000 + "\n: v\n" + _EVENT, "a key of 60 kB")
    yield _yaml("keys-of-lists", "? [a, b]\n: v\n" + _EVENT, "a key that is a list", "keys are words")
    yield _yaml("many-documents", f"---\n{_EVENT}" * 400, "400 documents")
    yield _yaml("quotes-open", _EVENT + 'x: "' + "a\n" * 20_000, "a text that never ends", "cannot be read")
    yield _yaml("block-scalar", _EVENT + "x: |\n" + "  a\n" * 100_000, "a text of 100,000 lines")
    yield _yaml("flow-commas", _EVENT + "x: [" + "," * 20_000 + "]\n", "commas only", "cannot be read")
    yield _yaml(
        "anchors", "x: [" + ",".join(f"&a{n} {n}" for n in range(20_000)) + "]\n" + _EVENT, "20,000 anchors"
    )
    yield _yaml("comments", "#" * 900_000 + "\n" + _EVENT, "a comment of a megabyte")
    yield _yaml("indents", " " * 900_000 + "\n" + _EVENT, "a megabyte of blanks")
    yield _yaml("tabs", "events:\n\t- a\n", "tabs, which YAML forbids", "cannot be read")
    yield _yaml("controls", "events:\n- summary: a\x07b\n", "control characters", "cannot be read")
    yield _yaml(
        "html-in-yaml",
        _EVENT + "- summary: <script>alert(1)</script>\n  begin: 2026-01-05\n  url: javascript:alert(1)\n",
        "words that would run",
    )
    yield _yaml("includes-outside", "name: x\ninclude:\n- ../../../etc/passwd.yaml\n- /etc/passwd.yaml\n- C:\\x.yaml\n- file:///etc/passwd.yaml\n",
                "includes that lead elsewhere", "not a file beside it")  # fmt: skip
    yield _yaml(
        "includes-itself",
        "name: x\ninclude:\n- includes-itself.yaml\n- ./includes-itself.yaml\n- a/../includes-itself.yaml\n",
        "a file that includes itself",
    )
    yield _yaml("repeats", "events:\n" + "".join(f"- summary: r\n  begin: 2026-01-05 10:00\n  repeat: {text}\n" for text in (
        "{}", "x", "[]", "{interval: {seconds: 1}}", "{interval: {days: 0}}", "{interval: {days: 99999}}", "{interval: {weeks: 1}, until: never}",
        "{interval: {days: 1}, except_on: [x]}", "{interval: {years: 9999}}", "{interval: {days: 1}, until: 9999-12-31}",
    )) + "- summary: r\n  begin: 2026-01-05\n  ics: |\n" + "    RRULE:FREQ=DAILY\n" * 3_000, "repeats of every kind that are none")  # fmt: skip
    for kind, key in (("sigs", "sigs"), ("irc-meetings", "project"), ("yaml2ics", "events")):
        for name, value in {
            "word": "x",
            "number": "1",
            "null": "",
            "list": "[[], {}, null, 1, x]",
            "mapping": "{a: {b: c}}",
            "deep": "[{a: [{b: [{}]}]}]",
        }.items():
            more = (
                "\nschedule: [{time: x, day: [], frequency: {}, irc: 1, start_date: []}, [], null]\nchair: []\n"
                if kind == "irc-meetings"
                else "\n"
            )
            yield _yaml(f"{kind}-{name}", f"{key}: {value}{more}", "values of another shape", kind=kind)
    yield _yaml("sigs-odd", "sigs:\n- name: [a]\n  label: {}\n  contact: x\n  leadership: {chairs: [1, {name: []}]}\n  meetings: [x, {}, "
                "{description: {}, day: [Mon], time: 99:99, tz: Nowhere, frequency: [], url: 1}]\n  subprojects: x\n", "a SIG of wrong shapes", kind="sigs")  # fmt: skip
    meeting = "  - {description: M, day: Friday the 13th, time: 12:00 GMT, tz: ../../etc/passwd, frequency: biweekly}\n"
    yield _yaml(
        "sigs-many",
        "sigs:\n- name: A\n  dir: a\n  meetings:\n" + meeting * 6_000,
        "6,000 meetings of a SIG",
        "5,000 calls",
        kind="sigs",
    )
    yield from _lists()
    yield _yaml("irc-odd", "project: P\nschedule:\n- {time: 2500, day: Funday, irc: 1, frequency: quadweekly-9, start_date: 99999999, "
                "skip_dates: [{skip_date: x, reason: []}, 1], duration: -5}\n", "an IRC meeting at no time", kind="irc-meetings")  # fmt: skip


def _lists() -> Iterator[Hostile]:
    said = "schedule: Every Monday 10:00 UTC"
    for name, text, why, says in (
        ("names", "".join(f"- name: n{n}\n  x: mon {n}\n" for n in range(15_000)), "15,000 names without a time", "say when"),
        ("calls", "- name: A\n  meetings:\n" + f"  - {said}\n" * 6_000, "6,000 calls of a group", "5,000 calls"),
        ("people", f"- name: A\n  {said}\n  chairs: [" + ",".join(f"p{n}" for n in range(30_000)) + "]\n", "30,000 chairs", ""),
        ("channels", f"- name: A\n  {said}\n  slack: [" + ",".join(f"c{n}" for n in range(30_000)) + "]\n", "30,000 channels", ""),
        ("keys", f"- name: A\n  {said}\n" + "".join(f"  k{n}: some words\n" for n in range(20_000)), "20,000 keys that say nothing", ""),
        ("itself", f"- name: A\n  parent: A\n  {said}\n", "a group above itself", ""),
        ("shapes", f"- name: [a]\n  title: x\n  {said}\n  chairs: {{chair: [{{}}, [], 1, null]}}\n  slack: {{slack: {{slack: x}}}}\n  when: [[], {{}}, 99:99]\n"
                   "  start: 9999-12-31 23:59\n  end: 0000-01-01\n  meeting: {meeting: {meeting: {until: x}}}\n", "keys of wrong shapes", ""),
    ):  # fmt: skip
        yield _yaml(f"list-{name}", text, why, says, kind="list")
    head = "---\nname: A\nchairs: [b]\n" + said + "\n"
    for name, text, why in (
        ("open", head, "front matter that never ends"), ("twice", f"{head}---\n---\n{head}---\n", "front matter twice"),
        ("long", head + "x: y\n" * 30_000 + "---\n", "front matter of 30,000 lines"),
    ):  # fmt: skip
        yield Hostile(f"charter-{name}.md", "charter", text.encode(), why, "")


def toml_files() -> Iterator[Hostile]:
    def toml(name: str, text: str, why: str, says: str = "") -> Hostile:
        return Hostile(f"{name}.toml", "rust-calendar", text.encode("utf-8", "surrogatepass"), why, says)

    good = '[[events]]\nuid = "1"\ntitle = "Call"\nstart = { date = "2026-01-05T16:00:00", timezone = "Europe/Madrid" }\n'
    yield toml(
        "toml-includes-itself",
        '[meta]\nincludes = ["toml-includes-itself.toml", "./toml-includes-itself.toml"]\n' + good,
        "a file that includes itself",
    )
    yield toml("toml-includes-outside", '[meta]\nincludes = ["../../../etc/passwd", "/etc/passwd", "a\\\\..\\\\b.toml", "http://[::1]/x.toml"]\n' + good,
               "includes that lead elsewhere", "not a file beside it")  # fmt: skip
    yield toml(
        "toml-deep-lists",
        "x = " + "[" * 30_000 + "]" * 30_000 + "\n" + good,
        "30,000 lists in each other",
        "not well formed",
    )
    yield toml(
        "toml-deep-tables",
        "x = " + "{a=" * 5_000 + "1" + "}" * 5_000 + "\n" + good,
        "5,000 tables in each other",
        "",
    )
    yield toml(
        "toml-long-name", "a" + ".a" * 20_000 + " = 1\n" + good, "a name of 20,000 parts", "forty parts"
    )
    yield toml("toml-long-head", "[" + "a." * 20_000 + "a]\n", "a head of 20,000 parts", "forty parts")
    yield toml("toml-same-key", "a = 1\na = 2\n" + good, "a key twice", "not well formed")
    yield toml(
        "toml-giant-int", f"a = {'9' * 20_000}\n" + good, "a number of 20,000 digits", "not well formed"
    )
    yield toml("toml-floats", "a = nan\nb = inf\nc = 1e400\n" + good, "numbers that are none")
    yield toml(
        "toml-dates",
        good.replace('"2026-01-05T16:00:00"', "9999-12-31T23:59:59-23:59")
        + good.replace('"2026-01-05T16:00:00"', "0001-01-01"),
        "dates at the ends",
    )
    yield toml(
        "toml-many",
        "".join(good.replace('"1"', f'"{n}"') for n in range(6_000)),
        "6,000 events",
        "5,000 calls",
    )
    yield toml("toml-many-tables", "".join(f"[a{n}]\n" for n in range(20_000)) + good, "20,000 tables")
    yield toml(
        "toml-shapes",
        '[[events]]\nuid = []\ntitle = {}\nstart = 1\nrecurrence_rules = [1, {}, {frequency = []}]\n[[events]]\n[meta]\nincludes = "x"\n',
        "wrong shapes",
    )
    yield toml(
        "toml-rules",
        good
        + 'recurrence_rules = [{ frequency = "secondly", interval = 0, by_day = ["99XX"], by_month_day = [-99], until = 1, count = -1 }]\n',
        "rules of nothing",
    )
    yield toml("toml-nul", good + 'x = "\0"\n', "a NUL", "")


def json_files() -> Iterator[Hostile]:
    def node(name: str, text: str, why: str, says: str = "") -> Hostile:
        return Hostile(f"{name}.json", "node-meetings", text.encode("utf-8", "surrogatepass"), why, says)

    calendar = '"calendar": {"filter": "TSC"}, "name": "TSC"'
    yield node(
        "json-deep-lists",
        '{"calendar": ' + "[" * 50_000 + "]" * 50_000 + "}",
        "50,000 lists in each other",
        "well formed",
    )
    yield node(
        "json-deep-mappings",
        '{"calendar": ' + '{"a":' * 20_000 + "1" + "}" * 20_000 + "}",
        "20,000 mappings",
        "well formed",
    )
    yield node(
        "json-giant-int", f'{{{calendar}, "x": {"9" * 20_000}}}', "a number of 20,000 digits", "well formed"
    )
    yield node("json-same-key", "{" + '"name": "a", ' * 20_000 + calendar + "}", "one key 20,000 times")
    yield node("json-constants", f'{{{calendar}, "x": [NaN, Infinity, -Infinity]}}', "numbers that are none")
    yield node("json-cut", f'{{{calendar}, "x": "', "a file that was cut", "well formed")
    yield node(
        "json-shapes",
        '{"calendar": [[], {}, null, 1], "name": {}, "joining": 1, "github": [], "invitees": {}, "observers": [1]}',
        "wrong shapes",
    )
    yield node("json-list", '{"calendar": 1}[]', "two documents", "well formed")
    yield node("json-surrogate", f'{{{calendar}, "x": "\\ud800"}}', "half a character")
    yield node(
        "json-many-keys", json.dumps({"calendar": {}, **{f"k{n}": n for n in range(20_000)}}), "20,000 keys"
    )
    yield node(
        "json-regex-keys",
        json.dumps({"calendar": {}, **{"(" * n: n for n in range(1, 300)}}),
        "keys that are patterns",
    )


def other_files() -> Iterator[Hostile]:
    """Files that nobody can import: each is refused in one sentence, whatever it is called."""
    yield Hostile("data.csv", "", b"a,b\n" * 10_000, "a table", "neither a Markdown")
    yield Hostile("archive.zip", "", b"PK\x03\x04" + bytes(1_000), "an archive", "binary")
    yield Hostile("noise", "", bytes((n * n * 31 + 7) % 251 + 1 for n in range(50_000)), "noise", "")
    yield Hostile(
        "web.html", "", b"<?xml version='1.0'?>" + b" " * 60_000 + b"<html>", "a page behind blanks", ""
    )
    yield Hostile(
        "../../etc/passwd",
        "",
        b"root:x:0:0:root:/root:/bin/sh\n",
        "a name that is a path",
        "neither a Markdown",
    )
    yield Hostile("n" * 300 + ".ics", "calendar", b"x", "a name of 300 letters", "BEGIN:VCALENDAR")
    yield Hostile("a\nb.ics", "calendar", b"x", "a name of two lines", "BEGIN:VCALENDAR")
    yield Hostile("notes.txt", "", b"Notes 2026-01-05\n" * 2_000, "plain notes", "")
    yield Hostile("<script>alert(1)</script>.ics", "calendar", b"", "a name that would run", "empty")
