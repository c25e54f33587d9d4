"""TOML calendars: UIDs kept, included files only from beside the first one, one bad event refuses itself."""

import datetime as dt
from pathlib import Path

import pytest
from cast import asked
from catalogue_counts import FIXTURES, codes, counts, reader_of, real

from commonhour.core.draft import Draft
from commonhour.errors import RefusedInput
from commonhour.formats.catalogue.includes import included_path
from commonhour.formats.rust_calendar import read_rust_calendar
from commonhour.management.files import files_beside

TODAY = dt.date(2026, 11, 23)
REAL = {
    "all.toml": (31, 0, 13), "bootstrap.toml": (1, 0, 0), "cargo.toml": (0, 0, 3), "clippy.toml": (4, 0, 0),
    "compiler.toml": (11, 0, 3), "dev-tools.toml": (4, 0, 5), "fls.toml": (1, 0, 0), "goals.toml": (1, 0, 0),
    "infra.toml": (2, 0, 0), "lang-docs.toml": (1, 0, 0), "lang.toml": (7, 0, 0), "libs.toml": (1, 0, 0),
    "rust-analyzer.toml": (1, 0, 0), "spec.toml": (1, 0, 0), "types.toml": (4, 0, 0), "vision.toml": (1, 0, 0),
    "wg-async.toml": (4, 0, 0), "wg-binary-size.toml": (1, 0, 0), "wg-debugging.toml": (1, 0, 0),
    "wg-embedded.toml": (1, 0, 0), "wg-macros.toml": (1, 0, 0),
}  # fmt: skip


def read(name: str, folder: Path = FIXTURES) -> Draft:
    body = (folder / name).read_bytes()
    return read_rust_calendar(body, where=name, today=TODAY, read=reader_of(folder))


def test_included_files_are_read_and_missing_ones_said() -> None:
    draft = read("rust-all.toml")
    assert counts(draft) == (4, 2, 3)
    assert draft.community.title == "Everything"
    assert [group.name for group in draft.groups] == ["A team"]
    refused = [(f.where, f.message) for f in draft.findings if f.code == "refused-input"]
    assert "rust-missing.toml" in refused[0][1]
    assert "which is not a file beside it" in refused[1][1]
    assert refused[2][0] == "rust-team.toml:48"


def test_a_rule_with_its_dates_is_kept_in_wall_time() -> None:
    series = read("rust-all.toml").series[0]
    (schedule,) = series.schedules
    assert (schedule.dtstart, schedule.tzid) == ("20260108T080000", "America/Los_Angeles")
    assert schedule.rrule == "FREQ=WEEKLY;UNTIL=20261230T160000"
    assert (schedule.exdates, schedule.rdates) == (("20260115T080000",), ("20260116T080000",))
    assert (schedule.uid, schedule.status) == ("1704818143227", "TENTATIVE")
    assert series.description == "Weekly. Ask [address]."
    assert series.joins[0].url.startswith("https://meet.jit.si/")


def test_a_fixed_offset_is_asked_when_it_recurs_and_read_when_it_does_not() -> None:
    recurring, once = read("rust-all.toml").series[3:5]
    assert "which city's clock" in asked(recurring)
    assert (once.schedules[0].dtstart, once.schedules[0].tzid) == ("20260208T080000", "UTC")


def test_summer_and_winter_months_are_one_call_and_said_where_they_stand() -> None:
    draft = read("rust-all.toml")
    assert draft.series[-1].title == "Summer call"
    found = next(f for f in draft.findings if f.code == "no-zone")
    assert found.where == "rust-team.toml:55"
    assert draft.unplaced[0].text == "Winter call"


def test_without_a_reader_included_files_are_only_named() -> None:
    body = (FIXTURES / "rust-all.toml").read_bytes()
    draft = read_rust_calendar(body, where="a.toml", today=TODAY)
    assert set(codes(draft)) == {"dropped-property", "refused-input"}
    assert not draft.series


@pytest.mark.parametrize(
    "name",
    [
        "../x.toml",
        "/etc/passwd",
        "a/../../x",
        "https://x.org/a",
        "C:\\x",
        "..\\x",
        "",
        "a\0b",
        "file:///etc/passwd",
    ],
)
def test_paths_that_lead_elsewhere_are_refused(name: str) -> None:
    with pytest.raises(RefusedInput, match="not a file beside it"):
        included_path("all.toml", name)


def test_a_path_below_may_lead_back_up_to_the_folder() -> None:
    assert included_path("cargo/team.toml", "../all.toml") == "all.toml"


def test_links_out_of_the_folder_are_refused(tmp_path: Path) -> None:
    (tmp_path / "secret.toml").write_text("name = 'x'")
    folder = tmp_path / "calendars"
    folder.mkdir()
    (folder / "all.toml").write_text('[meta]\nincludes = ["link.toml", "nothing.toml"]\n')
    (folder / "link.toml").symlink_to(tmp_path / "secret.toml")
    beside = files_beside(str(folder / "all.toml"))
    body = (folder / "all.toml").read_bytes()
    draft = read_rust_calendar(body, where="all.toml", today=TODAY, read=beside)
    assert codes(draft) == ["refused-input", "refused-input"]
    assert "outside of the folder" in draft.findings[0].message
    assert "There is no such file" in draft.findings[1].message
    assert files_beside("-") is None


@pytest.mark.parametrize(
    "body",
    [b"name = 'x'\n", b"events = 3 = 4", b"x = " + b"[" * 5000, b"a" + b".a" * 5000 + b" = 1", b"\xff", b"x = " + b"1" * 5000],
)  # fmt: skip
def test_bad_input_is_refused(body: bytes) -> None:
    with pytest.raises(RefusedInput, match=r"a\.toml"):
        read_rust_calendar(body, where="a.toml", today=TODAY)


def test_counts_of_the_real_files(capsys: pytest.CaptureFixture[str]) -> None:
    folder = real("code-rust")
    found = {name: counts(read(name, folder)) for name in REAL}
    with capsys.disabled():
        print(f"\nrust-calendar: scheduled, undecided, refused (all of them missing includes) = {found}")
    assert found == REAL
    with pytest.raises(RefusedInput, match="neither events nor includes"):
        read("_timezones.toml", folder)


def test_an_inline_table_may_take_several_lines_as_in_toml_1_1() -> None:
    body = b"""[[events]]
title = "Lighthouse call"
start = {
    date = "2026-01-07T15:00:00",  # first one
    timezone = "Europe/Paris",
}
"""
    (series,) = read_rust_calendar(body, where="a.toml", today=TODAY).series
    assert series.schedules[0].tzid == "Europe/Paris"
