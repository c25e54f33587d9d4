"""Node.js meeting files: they have no time, so each call is undecided and says which calendar knows."""

import datetime as dt

import pytest
from cast import asked
from catalogue_counts import FIXTURES, counts, real

from commonhour.errors import RefusedInput
from commonhour.formats.node_meetings import read_node_meetings

TODAY = dt.date(2026, 11, 23)


def test_everything_has_its_place() -> None:
    draft = read_node_meetings((FIXTURES / "tsc.meeting.json").read_bytes(), where="tsc.json", today=TODAY)
    assert counts(draft) == (0, 1, 0)
    (group,), (series,) = draft.groups, draft.series
    assert (group.name, group.space) == ("Technical Steering Committee (TSC)", "node-js")
    assert [(p.name, p.role, p.url) for p in group.people] == [
        ("Antoine du Hamel", "voting member", "https://github.com/aduh95")
    ]
    assert [c.kind for c in group.channels] == ["repo", "notes", "notes", "recordings"]
    assert series.title == "TSC Weekly Meeting"
    assert "basic.ics, under “TSC Weekly Meeting”: import that calendar" in asked(series)
    assert "13:00" in asked(series)
    assert len(series.joins) == 2
    for words in ("Guests are welcome.", "All are welcome", "- Vulnerability Review", "TSC: @nodejs/tsc"):
        assert words in series.description
    assert draft.sources[0].kind == "google"
    assert draft.findings[0].where == "tsc.json:4"


@pytest.mark.parametrize(
    "body",
    [b"{", b"[]", b'{"name": "x"}', b"[" * 20_000, b'{"a": ' + b"1" * 5000 + b"}", b'{"name": "\xff"}'],
)
def test_bad_input_is_refused(body: bytes) -> None:
    with pytest.raises(RefusedInput, match=r"a\.json"):
        read_node_meetings(body, where="a.json", today=TODAY)


def test_counts_of_the_real_files(capsys: pytest.CaptureFixture[str]) -> None:
    files = sorted((real("code-nodejs") / "meetings").glob("*.json"))
    drafts = [read_node_meetings(path.read_bytes(), where=path.name, today=TODAY) for path in files]
    found = {path.name: counts(draft) for path, draft in zip(files, drafts, strict=True)}
    with capsys.disabled():
        print(f"\nnode-meetings: scheduled, undecided, refused = {found}")
    assert set(found.values()) == {(0, 1, 0)}
    assert len(found) == 12
    assert all(draft.sources for draft in drafts)
