"""Notes in every form: of which day they are, what they say, and what was left over."""

import datetime as dt
import json

import pytest

from commonhour.core.limits import NOTES_CHARACTERS
from commonhour.formats.notes import Held, read_notes_files

TODAY = dt.date(2026, 11, 29)


def read(*files):
    return read_notes_files(
        [Held(name, name, body.encode() if isinstance(body, str) else body) for name, body in files], TODAY
    )


def days(*files):
    return [str(one.date) for one in read(*files).notes]


@pytest.mark.parametrize(
    ("name", "text", "day"),
    [
        ("m/2026-11-26.md", "x", "2026-11-26"),
        ("m/2019.04.18.md", "# 2019-09-01", "2019-04-18"),
        ("m/20261126-call.md", "x", "2026-11-26"),
        ("m/call_26-11-2026.txt", "x", "2026-11-26"),
        ("Agenda_2025/Feb-27.md", "**Date**: Thursday, February 27", "2025-02-27"),
        ("m/1-04-2024.md", "\n# April 1, 2024\n", "2024-04-01"),
        ("m/04-01-2024.md", "mirrored\n\n# Feb 5, 2024\n", "2024-02-05"),
        ("m/call.md", "# T-lang\n\n* Meeting date: 2021-07-07\n", "2021-07-07"),
        ("_posts/2026-11-26-notes.md", "---\nlayout: post\ntitle: Notes\n---\nx", "2026-11-26"),
        ("content/notes.md", "---\ndate: 2026-11-26T16:00:00Z\n---\nx", "2026-11-26"),
        ("content/notes.md", '+++\ndate = "2026-11-26"\n+++\nx', "2026-11-26"),
        ("m/weekly.md", "# Thu, Nov 26\n\nx", "2026-11-26"),
        ("m/2024/March-7.md", "x", "2024-03-07"),
        (
            "m/notes.md",
            "x on 2026-11-26 we said, and it was a very long line that is no heading at all",
            "None",
        ),
        ("m/03-04-2024.md", "x", "None"),
        ("m/notes.md", "---\ndate: 03/04/2024\n---\nx", "None"),
        ("m/notes.md", "---\ndate: 03/04/2024\n---\n# March 4, 2024\n", "2024-03-04"),
        ("m/notes.md", "---\ndate: 03/04/2024, Wednesday\n---\nx", "2024-04-03"),
        ("m/Feb-27.md", "Release on 2025-05-01\n", "None"),
        ("m/call.md", "Next call: 2026-12-10\n", "None"),
        ("m/call.md", "When we ship: 2025-05-01\nDue date: 2025-05-01\n", "None"),
        ("m/call.md", "Fecha de la reunión: 26/11/2026\n", "2026-11-26"),
        ("m/call.md", "開催日：2026年11月26日\n", "2026-11-26"),
        ("m/call.md", "Meeting on Thursday, 2026-11-26 16:00 UTC\n", "2026-11-26"),
        ("m/call.md", "| Date | 2026-11-26 |\n", "2026-11-26"),
        ("m/call.md", "Budget call 2026-11-26\n", "2026-11-26"),
        ("m/call.md", "Hello\n\nBudget call 2026-11-26\n", "None"),
        ("m/call.md", "Minutes are due by 2026-11-26\n", "None"),
        ("m/call.md", "# Release 2027-05-01\n", "None"),
        ("m/call.md", "# Agenda 2027-05-01\n", "2027-05-01"),
        ("m/2027-05-01.md", "x", "2027-05-01"),
        ("m/call.md", "26/11/98\n", "1998-11-26"),
    ],
)
def test_of_which_day_a_file_is(name, text, day):
    assert days((name, text)) == [day]


def test_files_beside_it_say_which_number_is_the_month():
    assert days(("m/03-04-2024.md", "x"), ("m/18-04-2024.md", "x")) == ["2024-04-03", "2024-04-18"]
    assert days(("m/03-04-2024.md", "x"), ("m/1-04-2024.md", "# April 1, 2024")) == [
        "2024-04-03",
        "2024-04-01",
    ]
    assert days(("m/03-04-2024.md", "x"), ("other/18-04-2024.md", "x"))[0] == "None"
    posts = [(f"m/{name}.md", f"---\ndate: {name}/04/2024\n---\nx") for name in ("03", "18")]
    assert days(*posts) == ["2024-04-03", "2024-04-18"]


def test_a_day_that_nobody_can_tell_is_said():
    found = read(("m/03-04-2024.md", "x"), ("m/ideas.md", "x")).findings
    assert [(one.code, one.case, one.where) for one in found] == [
        ("notes-undated", "either", "m/03-04-2024.md"), ("notes-undated", "", "m/ideas.md"),
    ]  # fmt: skip


def test_what_tells_about_notes_and_the_head_of_a_post_are_left_over():
    found = read(
        ("m/README.md", "# How we meet\n"), ("m/2026-11-26.md", "---\ntags: [call]\ntitle: Call\n---\nx\n")
    )
    assert [one.text for one in found.notes] == ["x\n"]
    assert found.left_over == [("m/README.md", "# How we meet\n"), ("m/2026-11-26.md", "tags: [call]")]


def test_an_endless_document_is_split_and_its_beginning_left_over():
    found = read(
        ("pad/notes.md", "# Our notes\n\nhow to\n\n## Nov 26, 2026\n\na\n\n## Nov 12: Budget\n\nb\n")
    )
    assert [(one.origin, str(one.date), one.title, one.where) for one in found.notes] == [
        ("pad/notes.md#2026-11-26", "2026-11-26", "", "pad/notes.md:5"),
        ("pad/notes.md#2026-11-12", "2026-11-12", "Budget", "pad/notes.md:9"),
    ]  # fmt: skip
    assert [text for _, text in found.left_over] == ["# Our notes\n\nhow to\n\n"]


def test_the_head_of_a_document_that_is_split_is_left_over():
    found = read(
        (
            "pad/notes.md",
            "---\ntitle: Ours\nslides: https://e.org/s\n---\n## Nov 26, 2026\n\na\n\n## Nov 12\n\nb\n",
        )
    )
    assert [text for _, text in found.left_over] == ["title: Ours", "slides: https://e.org/s"]


GOOGLE = """<html><head><title>x</title><style>p{}</style></head><body><h1 id="h.1"><span>Nov 26, 2026</span></h1>
<p><span style="font-weight:700">DECISION: ship &amp; tell</span></p><ul><li><span>one </span><a href="https://www.google.com/url?q=https://example.org/a&amp;sa=D">link</a></li>
<ul><li>deeper</li></ul></ul><h1>Nov 12, 2026</h1><ol><li>first</li><li>second</li></ol><script>alert(1)</script></body></html>"""


def test_hypertext_of_an_office_document_is_markdown():
    found = read(("doc.html", GOOGLE))
    assert [str(one.date) for one in found.notes] == ["2026-11-26", "2026-11-12"]
    assert found.notes[0].text == (
        "# Nov 26, 2026\n\nDECISION: ship & tell\n\n- one [link](https://example.org/a)\n    - deeper\n\n"
    )
    assert found.notes[1].text == "# Nov 12, 2026\n\n1. first\n2. second\n"


def test_a_pad_as_hypertext_or_as_text_is_split_too():
    pad = "<!DOCTYPE HTML><html><body><strong>26.11.2026</strong><br>- one<br><br><strong>12.11.2026</strong><br>- two<br></body></html>"
    assert days(("pad.html", pad)) == ["2026-11-26", "2026-11-12"]
    assert days(("pad.txt", "26.11.2026\n\t* one\n\n12.11.2026\n\t* two\n")) == ["2026-11-26", "2026-11-12"]


def test_a_document_exported_with_backslashes_and_names_of_headings():
    assert days(("doc.md", "# 2026\\-11\\-26 {#2026-11-26}\n\na\n\n# **2026\\-11\\-12** {#x}\n\nb\n")) == [
        "2026-11-26",
        "2026-11-12",
    ]


MBOX = """From ana at example.org  Thu Nov 26 18:00:00 2026
From: ana at example.org (Ana)
Date: Thu, 26 Nov 2026 18:00:00 +0100
Subject: [tsc] Minutes of the call, Nov 26
Message-ID: <one@example.org>

On Wed, Nov 25, 2026 at 10:00, Ben wrote:
> what about the budget?

DECISION: ship
>From here on it is said

--\x20
Ana, example.org

From ben at example.org  Thu Nov 26 19:00:00 2026
From: ben at example.org (Ben)
Date: Thu, 26 Nov 2026 19:00:00 +0100
Subject: Re: [tsc] Minutes of the call, Nov 26
In-Reply-To: <one@example.org>

Thanks!
"""


def test_minutes_on_a_mailing_list_without_quotes_and_signatures():
    found = read(("list.mbox", MBOX))
    (one,) = found.notes
    assert (str(one.date), one.origin, one.text) == (
        "2026-11-26", "list.mbox#one@example.org", "DECISION: ship\nFrom here on it is said\n",
    )  # fmt: skip
    left = "\n".join(text for _, text in found.left_over)
    assert "what about the budget?" in left
    assert "Thanks!" in left
    assert "Ana, example.org" in left


LOG = """16:00:01 <ana> #startmeeting weekly
16:00:01 <bot> Meeting started Thu Nov 26 16:00:01 2026 UTC.  The chair is ana.
16:05:00 <ana> #agreed ship
16:30:00 <ana> #endmeeting
"""


def test_the_log_of_a_meeting_bot():
    found = read(("irc/weekly.2026-11-26-16.00.log.txt", LOG), ("irc/log.txt", LOG))
    assert [(str(one.date), one.text) for one in found.notes] == [("2026-11-26", LOG)] * 2
    assert found.kinds == {"meetbot": 2}


def test_issues_and_discussions_of_github():
    issues = [
        {"number": 1, "title": "TSC Meeting 2026-11-26", "body": "## Agenda\r\n", "html_url": "https://github.com/a/b/issues/1",
         "comments": [{"body": "DECISION: ship"}]},
        {"number": 2, "title": "A bug", "body": "it breaks"},
    ]  # fmt: skip
    found = read(("issues.json", json.dumps(issues)))
    (one,) = found.notes
    assert (str(one.date), one.title, one.origin) == (
        "2026-11-26",
        "TSC Meeting",
        "https://github.com/a/b/issues/1",
    )
    assert one.text == "## Agenda\n\n---\n\nDECISION: ship\n"
    assert found.left_over == [("issues.json: 2", "A bug\n\nit breaks")]
    nodes = {"data": {"repository": {"discussions": {"nodes": [
        {"number": 3, "title": "Call on Nov 26, 2026", "body": "x", "comments": {"nodes": [{"body": "y", "replies": {"nodes": [{"body": "z"}]}}]}}
    ]}}}}  # fmt: skip
    (one,) = read(("d.json", json.dumps(nodes))).notes
    assert (str(one.date), one.text) == ("2026-11-26", "x\n\n---\n\ny\n\n---\n\nz\n")


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\xff\xfe",
        b"\0\0\0",
        b"{",
        b"[1, 2]",
        b"From \n",
        b"---\nnotes: common-hour\n",
        b"# " * 5_000,
        b"<html><b><b>",
        b"From: a\nDate: b\nSubject: Minutes\n\n",
        b"From: \xff\nDate: (((\nSubject: =?x?q?=00?= Minutes\n\xff\n",
        b'[{"title": "Call \\ud83d\\u0000 2026-11-26", "body": "\\ud83d\\u0000", "number": "\\udc00"}]',
    ],
)
@pytest.mark.parametrize("name", ["a.md", "a.json", "a.mbox", "a.eml", "a.html", "a.txt", "caf\udce9.md"])
def test_broken_files_are_told_and_never_a_fault(name, body):
    found = read((name, body))
    assert found.files == 1
    for one in found.notes:
        assert "\0" not in f"{one}".encode().decode()


def test_a_file_that_is_no_text_is_refused_and_a_log_with_colours_is_read():
    found = read(
        ("a.txt", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20),
        ("log.txt", LOG.replace("ship", "\x0304ship")),
    )
    assert [(one.code, one.where) for one in found.findings] == [("refused-input", "a.txt")]
    assert [str(one.date) for one in found.notes] == ["2026-11-26"]


def test_two_issues_of_one_title_are_two_notes():
    issues = [{"title": "Call 2026-11-26", "body": body} for body in ("one", "two")]
    assert [one.origin for one in read(("i.json", json.dumps(issues))).notes] == [
        "i.json#Call 2026-11-26", "i.json#Call 2026-11-26-2",
    ]  # fmt: skip


def test_what_is_longer_than_notes_may_be_is_left_over_and_told_and_the_rest_is_read():
    long = "a" * (NOTES_CHARACTERS + 1)
    found = read(("m/2026-11-26.md", long), ("m/2026-11-19.md", "x"))
    assert [str(one.date) for one in found.notes] == ["2026-11-19"]
    assert [(where, len(text)) for where, text in found.left_over] == [("m/2026-11-26.md", len(long))]
    assert [(one.code, one.facts["most"]) for one in found.findings] == [("notes-too-long", NOTES_CHARACTERS)]
    assert read(("m/2026-11-26.md", "a" * NOTES_CHARACTERS)).notes
