"""What files claim, each read by its kind; one that cannot be read becomes a finding, and the others go on."""

import datetime as dt
import functools
import os
import re
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from commonhour.core.audit.claim import Claims, Passage
from commonhour.core.audit.report import split_place
from commonhour.core.finding import Finding, notice
from commonhour.errors import RefusedInput, UserError
from commonhour.errors.telling import fault
from commonhour.formats.claims import draft_claims, embed_claims, read_page_claims
from commonhour.formats.ical import read_calendar
from commonhour.management.checked_files import CALENDARS, CATALOGUES, MARKDOWN, TEMPLATES, CheckedFile
from commonhour.management.files import files_beside, read_file
from commonhour.management.setting_up import say, set_up

_MANY, _TOLD, _CHUNK, _MOST_WORKERS = 100, 10, 8, 4

_TEMPLATE = re.compile(rb"\{\{.*?\}\}|\{%.*?%\}")
_HAS_EVENTS = re.compile(rb"^\s*(?:\[\[?\s*)?(?:events|includes)\b|\bincludes\s*=", re.MULTILINE)


@dataclass(slots=True)
class Checked:
    """`files` are those that were read, `refused` the sentences about named ones that could not be, `skipped` those
    about files of a folder that are harmless and hold no calendar."""

    claims: Claims = field(default_factory=Claims)
    files: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)

    def add(self, other: "Checked") -> None:
        self.claims.add(other.claims)
        self.files += other.files
        self.refused += other.refused
        self.skipped += other.skipped


def read_files(files: list[CheckedFile], now: dt.datetime) -> Checked:
    """In their order, whoever was ready first."""
    checked, step = Checked(), max(_MANY, len(files) // _TOLD)
    for number, one in enumerate(_each(files, now), 1):
        checked.add(one)
        if number % step == 0 and number < len(files):
            say(f"commonhour: {number:,} of {len(files):,} files read")
    checked.claims.findings += _missing_files(checked.claims)
    return checked


def _each(files: list[CheckedFile], now: dt.datetime) -> Iterator[Checked]:
    """What each file claims; many are read by as many processes as there are cores, up to a few."""
    read = functools.partial(_read, now=now)
    workers = min(_MOST_WORKERS, os.cpu_count() or 1)
    if len(files) < _MANY or workers < 2 or any(file.path == "-" for file in files):
        yield from map(read, files)
        return
    with ProcessPoolExecutor(workers, initializer=set_up) as pool:
        yield from pool.map(read, files, chunksize=_CHUNK)


def _read(file: CheckedFile, now: dt.datetime) -> Checked:
    checked = Checked()
    try:
        claims = _claims(file, now)
    except UserError as error:
        _refuse(checked, file, error)
        return checked
    if claims is not None:
        checked.claims = claims
        checked.files.append(file.path)
    return checked


def _refuse(checked: Checked, file: CheckedFile, error: UserError) -> None:
    if not file.is_named and _is_no_calendar(file):
        checked.skipped.append(error.sentence())
        return
    is_file = file.path != "-" and "://" not in file.path  # an address may hold a secret
    name = file.path if is_file else split_place(getattr(error, "where", ""))[0] or "stdin"
    met = error.as_json()
    told_of, line = split_place(met.get("where", ""))
    if told_of == name:
        met = fault(error.code, **error.facts)
    checked.claims.findings.append(notice("refused-input", f"{name}:{line or 1}", reason=met))
    if file.is_named:
        checked.refused.append(error.sentence())


def _is_no_calendar(file: CheckedFile) -> bool:
    """True for what only looks like a calendar: a template nobody rendered, a catalogue's table of time zones."""
    try:
        _, body = read_file(file.path)
    except RefusedInput:
        return False
    if file.suffix in CALENDARS:
        return bool(_TEMPLATE.search(body))
    return file.suffix == ".toml" and not _HAS_EVENTS.search(body)


def _claims(file: CheckedFile, now: dt.datetime) -> Claims | None:
    """None for a file of a folder that has nothing to do with meetings. Raises UserError."""
    name, body = read_file(file.path)
    today = now.date()
    if file.suffix in TEMPLATES:
        found = embed_claims(body, where=name)
        if found.calendars or not file.is_named:
            return found if found.calendars else None
    if file.suffix in MARKDOWN:
        return read_page_claims(body, where=name, today=today)
    from commonhour.actions.recognise import read_any, recognise

    try:
        kind = recognise(name, body, explains=file.is_named)
    except RefusedInput:
        if file.is_named or file.suffix not in CATALOGUES:
            raise
        return None
    if kind == "page":
        return read_page_claims(body, where=name, today=today)
    if kind == "calendar":
        return draft_claims(read_calendar(body, where=name, community_tzid="UTC"), page=name, today=today)
    draft = read_any(name, body, kind=kind, now=now, read=files_beside(file.path))
    return draft_claims(draft, page=name, today=today)


def _missing_files(claims: Claims) -> list[Finding]:
    """Links of a page of a site to Markdown files that do not lie beside it: they were written for another place."""
    return [
        notice("relative-link", place.where, "missing-file", url=url)
        for url, place in claims.links
        if _is_missing(url, place)
    ]  # fmt: skip


def _is_missing(url: str, place: Passage) -> bool:
    path = url.partition("#")[0].partition("?")[0]
    file = place.where.rpartition(":")[0]
    is_beside = path.endswith(".md") and "://" not in path and not path.startswith(("/", "#"))
    return is_beside and place.page != file and not (Path(file).parent / path).exists()
