"""`import … --as notes` and `export notes` on the terminal: a dry run, an import, the same again, what is refused, and back."""

import json

from test_cli_imports import made_hub, place, place_with_hub, run  # noqa: F401  fixtures

NOTES = "DECISION: ship\n"


def test_notes_come_in_once_and_go_out_byte_for_byte(place_with_hub):
    place, there = place_with_hub, place_with_hub / "ospo-metrics"
    there.mkdir()
    (there / "2026-10-27.md").write_text(NOTES)
    (there / "caf\udce9.md").write_bytes(b"no day\n")
    (there / "broken.txt").write_bytes(bytes(range(256)) * 20)
    assert run(place, "import", "page.md", "calls.ics").returncode == 0
    words = ("import", "ospo-metrics", "--as", "notes", "--json")
    results = []
    for more in (["--dry-run"], [], []):
        done = run(place, *words, *more)
        assert done.returncode == 0, done.stderr
        document = json.loads(done.stdout)
        assert (document["kind"], document["notes"], document["dated"]) == ("notes", 2, 1)
        results.append({one["result"] for one in document["list"]})
    assert results == [{"added"}, {"added"}, {"same"}]
    assert [one["code"] for one in document["findings"] if one["severity"] == "error"] == ["refused-input"]
    assert run(place, "export", "notes", "--as", "folder", "--to", "out").returncode == 0
    out = {path.name: path.read_bytes() for path in (place / "out").rglob("*.md")}
    assert NOTES.encode() in out["2026-10-27.md"]
    again = json.loads(run(place, "import", "out", "--as", "notes", "--json").stdout)
    assert {one["result"] for one in again["list"]} == {"same"}
    assert run(place, "export", "notes", "--as", "folder", "--to", "out").returncode == 0
    assert {path.name: path.read_bytes() for path in (place / "out").rglob("*.md")} == out


def test_notes_of_nobody_and_an_export_to_nowhere_are_refused_in_a_sentence(place_with_hub):
    for words in (
        ("import", "readme.md", "--as", "notes", "--group", "none"),
        ("export", "notes", "--as", "folder"),
        ("export", "notes", "--group", "none"),
    ):
        done = run(place_with_hub, *words)
        assert (done.returncode, done.stdout) == (2, "")
        assert done.stderr.strip()
        assert "Traceback" not in done.stderr
