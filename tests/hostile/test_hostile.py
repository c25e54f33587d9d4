"""Every hostile file gets a draft or one plain sentence: in the process, from the command line, on the desk's form."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile

from commonhour.actions.upstream import import_draft
from commonhour.core.rights import TERMINAL
from commonhour.errors import UserError
from commonhour.models import ImportDraft
from commonhour.tasks.uploads import run_uploads
from tests.cast import make_community, make_manager
from tests.hostile.answer import NOW, faults_of, is_one_sentence, read_as_said
from tests.hostile.files import hostile_files
from tests.hostile.shape import Hostile

KINDS = (
    "calendar",
    "page",
    "yaml2ics",
    "sigs",
    "irc-meetings",
    "rust-calendar",
    "node-meetings",
    "list",
    "charter",
    "",
)
SMALL = 64 * 1024
# Small files that are refused, for the slow ways in.
REFUSED = (
    "crossed.ics", "only-ends.ics", "nuls.ics", "gzip.ics", "page.ics", "picture.ics", "template.ics", "line-over-the-limit.ics",
    "page-html.md", "page-of-nuls.md", "page-empty.md", "alias-bomb.yaml", "deep-mappings.yaml", "toml-long-name.toml",
    "json-cut.json", "web.html", "noise", "archive.zip",
)  # fmt: skip
# Files that are read, with faults in them.
READ = ("text-script.ics", "text-controls.ics", "uid-lines.ics", "tzid-traversal.ics", "rule-february-30.ics", "override-for-ever.ics",
        "scripts.md", "forged-joins.md", "deep-quotes.md", "html-in-yaml.yaml", "includes-outside.yaml", "toml-shapes.toml")  # fmt: skip


def chosen(names: tuple[str, ...]) -> list[Hostile]:
    found = [file for file in hostile_files() if file.name in names]
    assert len(found) == len(names)
    return found


def test_there_are_many_and_no_two_are_called_the_same() -> None:
    names = [file.name for file in hostile_files()]
    assert len(set(names)) == len(names) >= 120
    assert {file.kind for file in hostile_files()} == set(KINDS)


def is_for_the_suite(file: Hostile) -> bool:
    return len(file.body) <= SMALL or (file.kind == "calendar" and "limit" in f"{file.name} {file.says}")


@pytest.mark.django_db
@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind or "nothing known")
def test_the_answer_is_a_draft_or_one_plain_sentence(kind: str) -> None:
    """Large files are looked at too where they are refused unparsed; all of them by `bench/hostile.py`."""
    files = [file for file in hostile_files() if file.kind == kind and is_for_the_suite(file)]
    faults = [fault for file in files for fault in faults_of(file)]
    assert not faults, "\n".join(faults)


@pytest.mark.django_db
def test_what_is_refused_or_read_can_be_imported_or_leaves_nothing() -> None:
    before = rows()
    for file in chosen((*REFUSED, *READ)):
        try:
            draft = read_as_said(file)
            import_draft(draft, now=NOW, actor=TERMINAL, name=file.name)
        except UserError:
            assert rows() == before, f"{file.name} was refused and left rows"
        before = rows()


def rows() -> dict[str, int]:
    return {model.__name__: model.objects.count() for model in apps.get_app_config("commonhour").get_models()}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The refused files and those that are read, on disk."""
    place = tmp_path_factory.mktemp("hostile")
    for file in chosen((*REFUSED, *READ)):
        (place / file.name).write_bytes(file.body)
    return place


def run(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    root = str(Path(__file__).parents[2])
    environment = {
        "COMMONHOUR_DATA": str(folder / "hub"),
        "COMMONHOUR_NOW": NOW.isoformat(),
        "PYTHONPATH": root,
        "PATH": "",
    }
    command = [sys.executable, "-m", "commonhour", *words]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)


def test_the_command_refuses_each_in_a_document_and_exits_with_2(folder: Path) -> None:
    names = [file.name for file in chosen(REFUSED)]
    done = run(folder, "import", *names, "--dry-run", "--json")
    documents = json.loads(done.stdout)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert [document.get("file") for document in documents] == names
    assert all(document.keys() == {"file", "error"} for document in documents)
    assert all(is_one_sentence(document["error"], document["file"]) for document in documents)
    assert not list((folder / "hub").glob("*.sqlite3*"))


def test_the_command_reads_the_others_between_them(folder: Path) -> None:
    names = [file.name for file in chosen(READ)]
    done = run(folder, "import", *names, "crossed.ics", "--dry-run", "--json")
    documents = json.loads(done.stdout)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert [document.get("file", "") for document in documents] == [*[""] * len(names), "crossed.ics"]


def test_a_real_import_of_a_refused_file_writes_nothing(folder: Path) -> None:
    done = run(folder, "import", "alias-bomb.yaml", "picture.ics")
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert json.loads(run(folder, "next", "--json").stdout)["occurrences"] == []


@pytest.fixture
def manager(client, db, now):
    make_community()
    client.force_login(make_manager(), backend="django.contrib.auth.backends.ModelBackend")


@pytest.mark.usefixtures("manager")
@pytest.mark.parametrize("file", chosen(REFUSED), ids=lambda file: file.name)
def test_the_form_answers_with_its_sentence_and_keeps_nothing(client, file: Hostile) -> None:
    before = rows()
    answered = client.post("/desk/import/", {"file": SimpleUploadedFile(file.name, file.body)})
    if answered.status_code == 302:  # a large one is the worker's, and its page tells
        assert run_uploads(NOW) == 1
        told = client.get(answered.headers["Location"])
        ImportDraft.objects.all().delete()
        assert told.status_code == 200
        assert ">Import</button>" not in told.content.decode()
        assert "Traceback" not in told.content.decode()
    else:
        assert answered.status_code in (413, 422)
        assert "Something is not right yet" in answered.content.decode()
    assert rows() == before


@pytest.mark.usefixtures("manager")
@pytest.mark.parametrize("file", chosen(READ), ids=lambda file: file.name)
def test_the_form_shows_the_others_without_running_their_words(client, file: Hostile) -> None:
    answered = client.post("/desk/import/", {"file": SimpleUploadedFile(file.name, file.body)}, follow=True)
    text = answered.content.decode()
    assert answered.status_code == 200
    assert "<script>alert" not in text
    assert "<img src=x" not in text
    assert 'href="javascript:' not in text
