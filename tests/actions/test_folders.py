"""Folders: each file read by its kind, one import of all, and every finding in the file it is about."""

from pathlib import Path

import pytest
from cast import NOW

from commonhour.actions import folders
from commonhour.actions.folders import Folder, read_folder
from commonhour.actions.upstream import import_draft
from commonhour.core.draft import Draft
from commonhour.core.rights import TERMINAL
from commonhour.errors import RefusedInput, TooLarge
from commonhour.formats.page import read_page
from commonhour.management.checked_files import folder_files
from commonhour.management.files import files_beside, read_file
from commonhour.models import ChangeSet, Community, Group, Import, Series

pytestmark = pytest.mark.django_db

IRC = """project: {0} Team Meeting
meeting_id: {1}
chair: Ana
schedule:
  - time: '1600'
    day: Tuesday
    irc: {1}
    frequency: weekly
"""
PAGE = "---\ntitle: {0}\n---\n\n## {0} Working Group\n\n* Chat: [#{1}](https://chat.example.org/{1})\n"


def write(folder: Path, **files: str) -> None:
    for name, text in files.items():
        path = folder / name.replace("__", "/").replace("_", ".")
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, "utf-8")


def read(folder: Path, kind: str = "") -> Draft:
    names = folder_files(str(folder))
    return read_folder(
        Folder(str(folder), names, lambda name: read_file(name)[1], files_beside), kind=kind, now=NOW
    )


def found(draft: Draft, code: str) -> list[tuple[str, str]]:
    return [(Path(one.where).name, one.case) for one in draft.findings if one.code == code]


def test_a_folder_is_one_import_and_importing_it_again_changes_nothing(tmp_path: Path) -> None:
    write(
        tmp_path,
        lantern_yaml=IRC.format("Lantern", "lantern"),
        deep__optics_yaml=IRC.format("Optics", "optics"),
    )

    def imported():
        draft = read(tmp_path, "irc-meetings")
        return import_draft(draft, now=NOW, actor=TERMINAL, name=str(tmp_path))

    assert imported().added["group"] == 2
    assert (ChangeSet.objects.count(), Import.objects.count()) == (1, 1)
    again = imported()
    assert (again.added, again.changed, Series.objects.count()) == ({}, {}, 2)


def test_a_bad_file_is_a_finding_with_its_line_and_not_the_end(tmp_path: Path) -> None:
    write(tmp_path, a_yaml=IRC.format("Lantern", "lantern"), b_yaml="project: X\nschedule:\n  - [\n")
    draft = read(tmp_path)
    assert [one.name for one in draft.groups] == ["Lantern Team"]
    assert found(draft, "refused-input") == [("b.yaml:4", "")]


def test_a_link_that_leads_nowhere_is_told(tmp_path: Path) -> None:
    write(tmp_path, a_yaml=IRC.format("Lantern", "lantern"))
    (tmp_path / "b.yaml").symlink_to(tmp_path / "gone.yaml")
    draft = read(tmp_path)
    assert found(draft, "refused-input") == [("b.yaml:1", "")]
    assert [one.name for one in draft.groups] == ["Lantern Team"]


def test_calls_stay_with_the_group_whose_file_holds_them(tmp_path: Path) -> None:
    call = '[[events]]\nuid = "1"\ntitle = "Triage"\nstart = "2026-12-08T15:00:00Z"\nend = "2026-12-08T16:00:00Z"\n'
    write(tmp_path, a_toml=f'name = "Lantern team"\n{call}')
    import_draft(read(tmp_path), now=NOW, actor=TERMINAL, name=str(tmp_path))
    assert Series.objects.get().group == Group.objects.get()


def test_the_kind_of_most_files_is_read_and_the_others_are_named(tmp_path: Path) -> None:
    both = {"a_yaml": IRC.format("A", "a"), "b_yaml": IRC.format("B", "b")}
    write(tmp_path, **both, readme_md="# How to\n", package_json='{"version": 1}')
    draft = read(tmp_path)
    assert (draft.kind, len(draft.series)) == ("irc-meetings", 2)
    assert found(draft, "dropped-property") == [
        ("package.json:1", "no-meetings"),
        ("readme.md:1", "other-kind"),
    ]


def test_an_included_file_is_read_once(tmp_path: Path) -> None:
    event = '[[events]]\nuid = "{0}"\ntitle = "{0}"\nstart = "2026-01-07T15:00:00Z"\nend = "2026-01-07T16:00:00Z"\n'
    include = '[meta]\nincludes = ["a.toml", "z.toml"]\n'
    write(tmp_path, a_toml=event.format("a"), m_toml=include, z_toml=event.format("z"))
    draft = read(tmp_path)
    assert [one.title for one in draft.series] == ["a", "z"]
    assert not draft.findings


def test_pages_of_groups_never_name_the_community(tmp_path: Path) -> None:
    write(tmp_path, lantern_md=PAGE.format("Lantern", "lantern"), optics_md=PAGE.format("Optics", "optics"))
    import_draft(read(tmp_path), now=NOW, actor=TERMINAL, name="events")
    assert {group.name for group in Group.objects.all()} >= {"Lantern Working Group", "Optics Working Group"}
    assert Community.the().title == ""
    page = read_page(PAGE.format("All of us", "all"), where="meetings.md", today=NOW.date())
    import_draft(page, now=NOW, actor=TERMINAL, name="meetings.md")
    assert Community.the().title == "All of us"


def test_the_page_that_stands_for_a_folder_names_the_community(tmp_path: Path) -> None:
    write(tmp_path, README_md=PAGE.format("Lights", "all"), optics_md=PAGE.format("Optics", "optics"))
    assert read(tmp_path).community.title == "Lights"


def test_no_link_leads_out_of_the_folder(tmp_path: Path) -> None:
    write(tmp_path, outside_yaml=IRC.format("Outside", "outside"))
    write(tmp_path / "in", a_yaml=IRC.format("A", "a"))
    (tmp_path / "in" / "b.yaml").symlink_to(tmp_path / "outside.yaml")
    assert [one.name for one in read(tmp_path / "in").groups] == ["A Team"]


def test_a_folder_without_meetings_says_why(tmp_path: Path) -> None:
    with pytest.raises(RefusedInput, match="holds meetings"):
        read(tmp_path)
    write(tmp_path, b_yaml="project: X\nschedule:\n  - [\n")
    with pytest.raises(RefusedInput, match="YAML"):
        read(tmp_path)


def test_a_folder_is_bounded_as_a_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folders, "FOLDER_BYTES", 10)
    write(tmp_path, a_yaml=IRC.format("A", "a"))
    with pytest.raises(TooLarge):
        read(tmp_path)
