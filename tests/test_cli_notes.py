"""`import … --as notes` and `export notes` on the terminal: a dry run, an import, the same again, what is refused, and back."""

import json

import pytest
from test_cli_imports import CALENDAR, SEED, python, run

NOTES = "DECISION: ship\n"


@pytest.fixture
def hub(tmp_path):
    for name, text in (("page.md", SEED), ("calls.ics", CALENDAR), ("readme.md", "# A library\n")):
        (tmp_path / name).write_text(text, "utf-8")
    made = python(tmp_path, "from commonhour.management.setting_up import prepare; prepare(static=False)")
    assert made.returncode == 0, made.stderr
    return tmp_path


def test_notes_come_in_once_and_go_out_byte_for_byte(hub):
    there = hub / "ospo-metrics"
    there.mkdir()
    (there / "2026-10-27.md").write_text(NOTES)
    (there / "caf\udce9.md").write_bytes(b"no day\n")
    (there / "broken.txt").write_bytes(bytes(range(256)) * 20)
    assert run(hub, "import", "page.md", "calls.ics").returncode == 0
    words = ("import", "ospo-metrics", "--as", "notes", "--json")
    results = []
    for more in (["--dry-run"], [], []):
        done = run(hub, *words, *more)
        assert done.returncode == 0, done.stderr
        document = json.loads(done.stdout)
        assert (document["kind"], document["notes"], document["dated"]) == ("notes", 2, 1)
        results.append({one["result"] for one in document["list"]})
    assert results == [{"added"}, {"added"}, {"same"}]
    assert [one["code"] for one in document["findings"] if one["severity"] == "error"] == ["refused-input"]
    assert run(hub, "export", "notes", "--as", "folder", "--to", "out").returncode == 0
    out = {path.name: path.read_bytes() for path in (hub / "out").rglob("*.md")}
    assert NOTES.encode() in out["2026-10-27.md"]
    again = json.loads(run(hub, "import", "out", "--as", "notes", "--json").stdout)
    assert {one["result"] for one in again["list"]} == {"same"}
    assert run(hub, "export", "notes", "--as", "folder", "--to", "out").returncode == 0
    assert {path.name: path.read_bytes() for path in (hub / "out").rglob("*.md")} == out


def test_notes_of_nobody_and_an_export_to_nowhere_are_refused_in_a_sentence(hub):
    for words in (
        ("import", "readme.md", "--as", "notes", "--group", "none"),
        ("export", "notes", "--as", "folder"),
        ("export", "notes", "--group", "none"),
    ):
        done = run(hub, *words)
        assert (done.returncode, done.stdout) == (2, "")
        assert done.stderr.strip()
        assert "Traceback" not in done.stderr
