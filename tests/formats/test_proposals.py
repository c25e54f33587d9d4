"""Files of proposals: GitHub's issue forms, pretalx, Sessionize, tables, and our own, with nothing lost."""

import csv
import io
import json
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st
from proposal_files import BODY, GRID, ISSUES, PRETALX, SCHEDULE, SESSIONIZE, TABLE

from commonhour.core.proposed import LEVELS, ProposalsRead, Proposed, Speaking
from commonhour.errors import RefusedInput, TooLarge
from commonhour.formats.proposals import is_like_proposals, read_proposals, write_csv, write_json
from commonhour.formats.proposals.vocabulary import OURS

# Keys whose values only point from one part of a file to another, or say what the format itself says.
POINTERS = {"questionType", "linkType"}
# What is a field or a level of ours.
MEANT = {"Track", "Level", "Language", "Introductory and overview"}
NUMBERS = {"id", "roomId", "questionId", "categoryItems", "sessions"}


def read(value, name="talks.json"):
    body = value if isinstance(value, bytes) else json.dumps(value).encode()
    return read_proposals(body, name)


def scalars(value, key=""):
    if isinstance(value, dict):
        for name, one in value.items():
            if name not in POINTERS:
                yield from scalars(one, name)
    elif isinstance(value, list):
        for one in value:
            yield from scalars(one, key)
    elif isinstance(value, str) and value.strip():
        yield value.strip()
    elif isinstance(value, int) and not isinstance(value, bool) and key not in NUMBERS:
        yield str(value)


def kept(found: ProposalsRead):
    """All that was read, as one text."""
    from dataclasses import asdict

    return json.dumps(asdict(found), ensure_ascii=False, default=lambda at: at.isoformat())


def test_an_issue_form_of_github():
    one, other = read(ISSUES).proposals
    assert (one.title, one.takeaway, one.state, one.key) == ("How we count", "To count", "submitted", "12")
    assert one.abstract == "About *counting*.\n\nWith two paragraphs."
    assert one.speakers == [Speaking("Ana Núñez", "ana@example.org", "Acme")]
    assert one.answers["Anything else?"] == "- [X] I agree"
    assert one.answers["Labels"] == "cfp"
    assert one.submitted_at.isoformat() == "2026-02-03T04:05:06+00:00"
    assert (other.title, other.abstract, other.state, other.speakers[0].name) == (
        "Only a title",
        "Some words",
        "declined",
        "bo",
    )


def test_submissions_of_pretalx():
    (one,) = read(PRETALX).proposals
    assert (one.title, one.state, one.topic, one.spoken, one.abstract) == (
        "Trees",
        "accepted",
        "Text",
        "de",
        "Short",
    )
    assert [(each.name, each.email, each.bio) for each in one.speakers] == [
        ("Bo", "bo@example.org", "I am Bo"),
        ("Cy", "", ""),
    ]
    assert one.links == [{"label": "Slides", "url": "https://a.example/slides.pdf"}]
    assert one.answers["T-shirt?"] == "XL"
    assert one.held_at.isoformat() == "2026-03-04T09:00:00+00:00"


def test_the_schedule_of_pretalx():
    (one,) = read(SCHEDULE).proposals
    assert (one.title, one.state, one.speakers[0].name, one.key) == ("Held", "accepted", "Di", "XY")
    assert one.held_at.isoformat() == "2026-03-04T09:00:00+00:00"


def test_sessions_of_sessionize():
    found = read(SESSIONIZE)
    (one,) = found.proposals
    assert (one.title, one.level, one.spoken, one.state) == ("Maps", "beginner", "Swedish", "accepted")
    assert [each.name for each in one.speakers] == ["Eva Ek", "Finn Fo"]
    assert one.answers["What do you need?"] == "A beamer"
    assert one.answers["Eva Ek: Diet"] == "Vegan"
    assert one.answers["Room"] == "Aula"
    assert one.recording == "https://v.example/1"
    assert ("talks.json: speakers of nothing", "fullName: Gone Girl") in found.left_over
    (grid,) = read(GRID).proposals
    assert (grid.title, grid.topic, grid.speakers[0].name) == ("Grid", "Text", "Ulf U")


def test_a_table_of_talks():
    maps, other = read(TABLE.encode(), "talks.csv").proposals
    assert (maps.title, maps.abstract, maps.level, maps.state) == (
        "Maps",
        "Two\nlines",
        "intermediate",
        "submitted",
    )
    assert [(each.name, each.email) for each in maps.speakers] == [
        ("Eva Ek", "eva@example.org"),
        ("Finn Fo", "finn@example.org"),
    ]
    assert maps.answers["What do you need?"] == "Beamer"
    assert maps.answers["What do you need? (2)"] == "Chair"
    assert other.title == "=1+1"
    assert [each.name for each in other.speakers] == ["Ola", "Per"]
    assert other.answers["Status"] == "Weird state"
    assert other.answers["Level"] == "Wizards"


@pytest.mark.parametrize(
    "value",
    [ISSUES, PRETALX, SCHEDULE, SESSIONIZE, GRID],
    ids=["issues", "pretalx", "schedule", "sessionize", "grid"],
)
def test_every_value_of_a_file_ends_somewhere_or_is_told(value):
    found = kept(read(value))
    flat = " ".join(found.replace("\\n", " ").split()).casefold()
    for text in scalars(value):
        if text == BODY.strip() or text in MEANT:
            continue
        wanted = json.dumps(" ".join(text.split()), ensure_ascii=False)[1:-1].casefold()
        is_there = wanted in flat or any(as_instant(text) in flat for _ in (0,) if as_instant(text))
        assert is_there, text
    for line in BODY.splitlines() if value is ISSUES else ():
        assert line.startswith(("###", "_No")) or line.casefold() in found.replace("\\n", "\n").casefold()


def as_instant(text):
    from commonhour.formats.proposals.vocabulary import instant

    found = instant(text)
    return found.isoformat().casefold() if found else ""


def test_every_cell_of_a_table_ends_somewhere():
    found = kept(read(TABLE.encode(), "talks.csv")).replace("\\n", "\n")
    for row in list(csv.reader(io.StringIO(TABLE)))[1:]:
        for cell in row:
            assert (
                cell.removeprefix("'") in found or as_instant(cell) in found.casefold() or cell == "Nominated"
            ), cell


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_encodings_and_delimiters(encoding, delimiter):
    rows = [["Title", "Speaker name", "Abstract"], ["Grüße", "José Pérez", "a, b; c"]]
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows(rows)
    (one,) = read(text.getvalue().encode(encoding), "a.csv").proposals
    assert (one.title, one.speakers[0].name, one.abstract) == ("Grüße", "José Pérez", "a, b; c")


def test_what_is_clear_is_recognised_and_what_is_not_is_not():
    for value in (ISSUES, PRETALX, SCHEDULE, SESSIONIZE, GRID):
        assert is_like_proposals(json.dumps(value).encode(), "a.json")
    assert is_like_proposals(TABLE.encode(), "a.csv")
    for value in ({}, [], [1], {"sessions": []}, {"meetings": [{"name": "x", "calendar": {"a": 1}}]}, "text"):
        assert not is_like_proposals(json.dumps(value).encode(), "a.json")
    assert not is_like_proposals(b"Group,Day\nA,Monday\n", "a.csv")


TEXT = st.text(alphabet=string.ascii_letters + "áé, ;\n\"'=+-@|\t–中", max_size=20).map(
    lambda text: " ".join(text.split(" ")).strip()
)
LINE = TEXT.map(lambda text: " ".join(text.split()))
SPEAKERS = st.builds(
    Speaking,
    name=LINE,
    email=st.sampled_from(["", "a@example.org"]),
    bio=TEXT,
    hours=st.sampled_from([[], [[9, 17]]]),
)
PROPOSALS = st.builds(
    Proposed, key=st.uuids().map(str), title=LINE, abstract=TEXT, answers=st.dictionaries(LINE.filter(bool), TEXT.filter(bool), max_size=3),
    links=st.lists(st.fixed_dictionaries({"label": LINE, "url": st.just("https://a.example/x")}), max_size=2), may_be_listed=st.booleans(),
    state=st.sampled_from(["draft", "accepted", "declined"]), created_at=st.datetimes(timezones=st.just(__import__("datetime").UTC)),
    speakers=st.lists(SPEAKERS, max_size=3), call=st.just("talks"),
)  # fmt: skip


@given(st.lists(PROPOSALS, max_size=4))
def test_what_we_write_is_read_as_it_was(proposals):
    out = ProposalsRead("own", "", proposals)
    assert read(write_json(out).encode()).proposals == proposals
    assert not proposals or write_csv(read(write_csv(out).encode(), "a.csv")) == write_csv(out)


def test_no_cell_of_ours_is_a_formula():
    cells = ["=cmd|' /C calc'!A0", "+1", "-1", "@SUM(1)", "\t=1", "'=1", "''=1"]
    rows = [Proposed("k", title=cell, call="x", answers={cell: cell}) for cell in cells]
    text = write_csv(ProposalsRead("own", "", rows))
    for row in csv.reader(io.StringIO(text.removeprefix("\ufeff"))):
        assert not [cell for cell in row if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
    again = read(text.encode(), "a.csv").proposals
    assert [one.title for one in again][:4] == cells[:4]


@pytest.mark.parametrize(
    ("body", "refusal"),
    [
        (b"[" * 100_000, RefusedInput), (b'{"results": ' + b"[" * 200 + b"]" * 200 + b"}", TooLarge),
        (json.dumps([{"number": n, "title": "x", "body": ""} for n in range(6_000)]).encode(), TooLarge),
        (b"Title,Speaker\n" + b"a,b\n" * 6_000, TooLarge), (b",".join(b"Title" for _ in range(400)) + b"\nx\n", TooLarge),
        (b'Title,Speaker\n"' + b"x" * 600_000, RefusedInput), (b"\xff\xfe\x00", RefusedInput), (b"", RefusedInput), (b"{}", RefusedInput),
        (b"null", RefusedInput), (b'"' * 10_000, RefusedInput), (b"Title,Speaker", RefusedInput),
    ],
)  # fmt: skip
def test_hostile_files_are_refused(body, refusal):
    with pytest.raises(refusal):
        read(body, "a.csv" if not body.startswith((b"[", b"{")) else "a.json")


def test_ten_megabytes_of_odd_json_are_read_in_bounds():
    rows = [
        {
            "number": n,
            "title": "x" * 300,
            "body": "### Title\n\n" + "y" * 3_000,
            "user": [],
            "labels": [None, 3, {}],
        }
        for n in range(3_000)
    ]
    found = read(rows)
    assert len(found.proposals) == 3_000
    assert len(found.proposals[0].title) == 200
    assert "Title, whole" in found.proposals[0].answers


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["sessions", "title", "code", "number", "body", "speakers", "abstract",
        "startsAt", "questionAnswers", "results", "slot", "answers", "links", "schedule", "conference", "days", "rooms", "labels", "user", "id", "format", "proposals"]), inner, max_size=5),
    max_leaves=20,
)  # fmt: skip


@given(JSON, st.sampled_from(["issues", "pretalx", "sessionize", "own"]))
def test_odd_shapes_are_refused_or_read(value, kind):
    shapes = {
        "issues": [{"number": 1, "title": value, "body": value, "user": value, "labels": value}],
        "pretalx": {"results": [{"code": value, "title": value, "abstract": value, "speakers": value, "slot": value, "answers": value, "resources": value}, value]},
        "sessionize": {"sessions": [{"title": value, "startsAt": value, "speakers": value, "categoryItems": value, "questionAnswers": value}], "speakers": value, "categories": value, "questions": value, "rooms": value},
        "own": {"format": "common-hour-proposals", "proposals": [{"key": value, "speakers": value, "answers": value, "links": value, "state": value, "hours": value}, value], "calls": value},
    }  # fmt: skip
    for one in (value, shapes[kind]):
        try:
            found = read(one)
        except RefusedInput as refused:
            assert refused.code
            continue
        keys = [proposal.key for proposal in found.proposals]
        assert (all(keys), len(keys)) == (True, len(set(keys)))
        for proposal in found.proposals:
            assert (len(proposal.title) <= 200, proposal.level in LEVELS, proposal.state in OURS) == (
                True,
                True,
                True,
            )
            assert all(link["url"].startswith(("http://", "https://")) for link in proposal.links)
            assert all(isinstance(text, str) for text in proposal.answers.values())
