"""`demo`: a small real community, imported by the ordinary importers on first start, then served."""

import datetime as dt
import json
import os
import shutil
import time
from pathlib import Path

import click

from commonhour.core.rights import TERMINAL
from commonhour.management.serving import run_server
from commonhour.management.setting_up import prepare, say

FILES = Path(__file__).parents[2] / "demo"
MANAGER = "manager@example.org"
PARTS = ("meetings.md", "community.ics")
# The partner's calendar is an outside one. Nobody answers at its address, so it is never due.
PARTNER, PARTNER_URL = "partner.ics", "https://calendar.civic-code.example/public-calls.ics"
NEVER = dt.timedelta(days=100 * 365)


@click.command()
@click.option("--fresh", is_flag=True, help="Throw the demo's data away first and begin anew.")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8000, show_default=True, help="Port to listen on.")
def demo(fresh: bool, host: str, port: int) -> None:
    """Import the demo community on first start, print a sign-in link, and serve it.

    \b
    Examples:
      commonhour demo
      commonhour demo --fresh --port 8080
      COMMONHOUR_NOW=2027-03-20T10:00:00Z commonhour demo
    """
    folder = Path(os.environ.get("COMMONHOUR_DATA", "").strip() or "data/demo").resolve()
    if fresh and folder.exists():
        shutil.rmtree(folder)
    os.environ["COMMONHOUR_DATA"] = str(folder)
    os.environ.setdefault("COMMONHOUR_URL", f"http://{host}:{port}")
    # Who looks at a demonstration has not asked it to call on anybody.
    os.environ.setdefault("COMMONHOUR_CHECK_LINKS", "no")
    prepare(static=True)
    fill()
    say_where(f"http://{host}:{port}")
    run_server(host, port)


def fill() -> None:
    """Import what has not been imported yet, one file after the other, and open the hub."""
    from commonhour import clock
    from commonhour.actions.community import publish
    from commonhour.actions.recognise import read_any, recognise
    from commonhour.actions.upstream import import_draft
    from commonhour.models import Community, Import

    done = set(Import.objects.values_list("name", flat=True))
    for name in PARTS:
        if name in done:
            continue
        began, body = time.monotonic(), (FILES / name).read_bytes()
        draft = read_any(name, body, kind=recognise(name, body), now=clock.now())
        report = import_draft(draft, now=clock.now(), actor=TERMINAL, name=name)
        say(f"  {name}: {report.summary} ({time.monotonic() - began:.1f} s)")
    _show_partner()
    _ask_for_talks()
    _bring_notes()
    if not Community.the().is_published and not done:
        publish(now=clock.now(), actor=TERMINAL)


def _show_partner() -> None:
    """The partner's calendar as an outside one, from the file as if it had just been fetched."""
    from commonhour import clock
    from commonhour.actions.source import add_source, take_copy
    from commonhour.models import Source

    if Source.objects.filter(feed_url=PARTNER_URL).exists():
        return
    began, now = time.monotonic(), clock.now()
    source = add_source(PARTNER_URL, now=now, actor=TERMINAL, label="Civic Code Alliance")
    report = take_copy(source, (FILES / PARTNER).read_bytes(), etag="", modified="", now=now, actor=TERMINAL)
    Source.objects.filter(pk=source.pk).update(due_at=now + NEVER)
    say(f"  {PARTNER}: an outside calendar of {report.calls} calls ({time.monotonic() - began:.1f} s)")


def _ask_for_talks() -> None:
    """A call for proposals that is collected here, with two talks that were proposed and confirmed."""
    from commonhour import clock
    from commonhour.actions.proposal import confirm_proposal, confirm_speaker, propose
    from commonhour.actions.proposals import add_call_for_proposals
    from commonhour.core.proposals import ASKED_AT_FIRST
    from commonhour.core.proposing import Speaker, Talk
    from commonhour.models import CallForProposals, Series

    facts, now = json.loads((FILES / "proposals.json").read_bytes()), clock.now()
    talks, series = facts.pop("proposals"), Series.objects.filter(title=facts.pop("series")).first()
    if series is None or CallForProposals.objects.filter(label=facts["label"]).exists():
        return
    fields = {**ASKED_AT_FIRST, "spoken": "optional", "topic": "required"}
    call = add_call_for_proposals(
        series=series, **facts, url="", fields=fields, is_listed=True, now=now, actor=TERMINAL
    )
    for talk in talks:
        first, *others = talk.pop("speakers")
        email, names = first.pop("email"), [(one["name"], one["email"]) for one in others]
        row = propose(
            call, Talk(**talk), Speaker(**first), email, names, "", as_draft=False, language="en", now=now
        )
        confirm_proposal(row, now=now)
        for speaker in row.speakers.filter(position__gt=0):
            confirm_speaker(speaker, now=now)


def _bring_notes() -> None:
    """Two years of notes, a document for each series, named by its slug."""
    from commonhour import clock
    from commonhour.actions.notes.bringing import bring_notes
    from commonhour.formats.notes import Held, read_notes_files
    from commonhour.models import Notes, Series

    if Notes.objects.exists():
        return
    began, now, count = time.monotonic(), clock.now(), 0
    for path in sorted((FILES / "notes").glob("*.md")):
        read = read_notes_files([Held(path.name, f"notes/{path.name}", path.read_bytes())], now.date())
        read.notes = [one for one in read.notes if one.date and one.date <= now.date()]
        series = Series.objects.filter(slug=path.stem)
        if read.notes and series:
            count += len(
                bring_notes(read, list(series), name=f"notes/{path.name}", now=now, actor=TERMINAL).done
            )
    say(f"  notes: {count} of them ({time.monotonic() - began:.1f} s)")


def say_where(address: str) -> None:
    from commonhour import clock
    from commonhour.actions.grants import Terms
    from commonhour.actions.sign_in import invite
    from commonhour.core.rights import Role

    manager = Terms(Role.MANAGER)
    _, token = invite(MANAGER, manager, now=clock.now(), actor=TERMINAL, name="Demo manager")
    say(f"""
  The meetings page      {address}/
  In Tokyo time          {address}/?tz=Asia/Tokyo
  The calendar feed      {address}/calendar.ics
  The desk, signed in    {address}/desk/sign-in/?token={token}
                         (one use, good for a day; the demo's programme manager)
""")
