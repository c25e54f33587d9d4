"""`doctor`: what a hub stands on, looked at one by one, each with what to do. It changes nothing."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from urllib.parse import urlsplit

import click

from commonhour.errors import Unavailable
from commonhour.management import doctor_mail, folder
from commonhour.management.documents import print_json
from commonhour.management.setting_up import is_sqlite, set_up_for_repair, the_key, why_it_stands
from commonhour.management.soundness import damage

_LEAST_FREE = 200 * 1024 * 1024
_CLOCK_SECONDS = 300


Check = Callable[[], tuple[bool, str]]


@dataclass(frozen=True, slots=True)
class Checked:
    """`message` has what to do when it is not `ok`."""

    name: str
    ok: bool
    message: str


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document on stdout.")
@click.pass_context
def doctor(ctx: click.Context, as_json: bool) -> None:
    """Check everything the hub stands on, and say in a line each what to do. Exit 1: something has to be done.

    \b
    Examples:
      commonhour doctor
      commonhour doctor --json
    """
    from commonhour import __version__

    checked = list(_checked(set_up_for_repair()))
    ok = all(one.ok for one in checked)
    if as_json:
        print_json({"version": __version__, "ok": ok, "checks": list(map(asdict, checked))})
    else:
        for one in checked:
            click.echo(f"{'ok' if one.ok else '!!'}  {one.name}: {one.message}")
    ctx.exit(0 if ok else 1)


def _checked(key_fault: Unavailable | None) -> Iterator[Checked]:
    for name, check in (_ON_ITS_OWN | {"secret key": lambda: _key(key_fault)}).items():
        yield _one(name, check)
    database = _one("database", _database)
    yield database
    for name, check in _IN_THE_DATABASE.items():
        yield _one(name, check) if database.ok else Checked(name, False, "not checked without the database.")


def _one(name: str, check: Check) -> Checked:
    try:
        return Checked(name, *check())
    except Exception as error:
        sentence = error.sentence() if isinstance(error, Unavailable) else why_it_stands(error)
        if sentence is None and not isinstance(error, OSError):
            raise
        return Checked(name, False, sentence or f"{error}.")


def _data_folder() -> tuple[bool, str]:
    from django.conf import settings

    home = settings.DATA_FOLDER
    if not home.is_dir():
        return (
            False,
            f"{home} is not there. “commonhour serve” begins a hub there, “commonhour restore FILE” brings one back.",
        )
    if (
        is_sqlite()
        and not settings.DATABASE_FILE.exists()
        and (found := folder.traces(settings.DATABASE_FILE))
    ):
        raise Unavailable("database-gone", folder=str(home), traces=found)
    return True, f"{home}."


def _modes() -> tuple[bool, str]:
    from django.conf import settings

    opened = folder.open_to_others(settings.DATABASE_FILE)
    if not opened:
        return True, "only the owner reads what the hub keeps."
    words = (f"chmod {folder.OWN_FOLDER if path.is_dir() else folder.OWN_FILE:o} {path}" for path in opened)
    return False, f"others may read what the hub keeps. Run: {'; '.join(words)}"


def _disk() -> tuple[bool, str]:
    from django.conf import settings

    home, file = settings.DATA_FOLDER, settings.DATABASE_FILE
    free = shutil.disk_usage(next(one for one in (home, *home.parents) if one.exists())).free
    needed = max(_LEAST_FREE, 2 * file.stat().st_size if file.exists() else 0)
    says = f"{free // 1024**2:,} MiB are free"
    return (
        free >= needed,
        f"{says}." if free >= needed else f"{says}; make room up to {needed // 1024**2:,} MiB.",
    )


def _key(fault: Unavailable | None) -> tuple[bool, str]:
    if fault:
        return False, fault.sentence()
    return bool(the_key()), f"it is {'there' if the_key() else 'missing; the first start makes one'}."


def _links() -> tuple[bool, str]:
    from commonhour.errors import UserError
    from commonhour.models import Destination, JoinTarget

    link, place = JoinTarget.objects.exclude(url_sealed="").first(), Destination.objects.first()
    if link is None and place is None:
        return True, "nothing is sealed yet."
    try:
        if link:
            link.reveal()
        if place:
            place.reveal()
    except UserError:
        return (
            False,
            "what is sealed was sealed with another secret key. Put that back, or enter join links and addresses of chats again.",
        )
    return True, "the secret key opens them."


def _database() -> tuple[bool, str]:
    from django.db import connection

    connection.ensure_connection()
    with connection.cursor() as cursor:
        cursor.execute("SELECT sqlite_version()" if is_sqlite() else "SHOW server_version")
        version = cursor.fetchone()[0]
    return True, f"{'SQLite' if is_sqlite() else 'PostgreSQL'} {version} answers."


def _writes() -> tuple[bool, str]:
    from django.db import transaction

    from commonhour.models import WorkerLane

    with transaction.atomic():
        WorkerLane.objects.filter(name="").update(is_late=False)
    return True, "a write could begin."


def _whole() -> tuple[bool, str]:
    from django.conf import settings

    if not is_sqlite():
        return True, "PostgreSQL looks after that itself."
    found = damage(settings.DATABASE_FILE)
    advice = "Stop the hub and bring back a backup with “commonhour restore FILE”."
    return not found, f"{found}. {advice}" if found else "nothing in it contradicts itself."


def _migrations() -> tuple[bool, str]:
    from django.db import connection
    from django.db.migrations.loader import MigrationLoader

    loader = MigrationLoader(connection)
    done, known = loader.applied_migrations or {}, loader.disk_migrations or {}
    ours = {name for app, name in known if app == "commonhour"}
    have = {name for app, name in done if app == "commonhour"}
    if newer := sorted(have - ours):
        return False, f"the database is of a newer version ({newer[-1]}). Install that version."
    missing = len(ours - have)
    return (
        not missing,
        f"{missing} are missing. “commonhour serve” brings the database up to date."
        if missing
        else f"all {len(ours)} are there.",
    )


def _zones() -> tuple[bool, str]:
    from commonhour.core.time.zones import TZDATA_VERSION

    return True, f"{TZDATA_VERSION}."


def _dates() -> tuple[bool, str]:
    from commonhour.core.time.zones import TZDATA_VERSION
    from commonhour.models import Schedule

    stale = Schedule.objects.filter(gone_at=None).exclude(tzdata_version=TZDATA_VERSION).count()
    if stale:
        return False, f"{stale} schedules were made with other time zone data. Run “commonhour recompute”."
    return True, "made with the time zone data of today."


def _address() -> tuple[bool, str]:
    from django.conf import settings

    parts, is_own = urlsplit(settings.BASE_URL), "127.0.0.1"
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.path or parts.query:
        return (
            False,
            f"COMMONHOUR_URL is “{settings.BASE_URL}”. It must be https:// and a host name, without a path.",
        )
    is_near = parts.hostname in (is_own, "localhost", "::1")
    if parts.scheme == "http" and not is_near:
        return (
            False,
            f"{settings.BASE_URL} is not encrypted. Put a web server with TLS in front and set COMMONHOUR_URL to https://…",
        )
    return (
        True,
        f"{settings.BASE_URL}{' (this machine only; COMMONHOUR_URL sets the public one)' if is_near else ''}.",
    )


def _hosts() -> tuple[bool, str]:
    from django.conf import settings

    names = sorted({name for name in settings.ALLOWED_HOSTS if name})
    if "*" in names:
        return False, "any name is answered to. Take “*” out of COMMONHOUR_HOSTS."
    return True, f"{', '.join(names)}."


def _clock() -> tuple[bool, str]:
    from django.conf import settings

    from commonhour import clock

    if settings.NOW:
        return False, f"it stands at {settings.NOW}. Unset COMMONHOUR_NOW on a hub that people use."
    return True, f"{clock.now():%Y-%m-%d %H:%M} UTC."


def _clock_of_worker() -> tuple[bool, str]:
    from django.db.models import Max

    from commonhour import clock
    from commonhour.models import WorkerLane

    now, seen = clock.now(), WorkerLane.objects.aggregate(last=Max("seen_at"))["last"]
    if seen and (seen - now).total_seconds() > _CLOCK_SECONDS:
        return (
            False,
            f"the worker was at work at {seen:%Y-%m-%d %H:%M} UTC, which is still to come. Set this machine’s clock.",
        )
    return True, "it has gone on since the worker was last at work."


def _worker() -> tuple[bool, str]:
    from commonhour import clock
    from commonhour.reads.worker import GONE, LATE, UNSEEN, worker_state

    worker = worker_state(clock.now())
    if worker.state == UNSEEN:
        return False, "none has been at work yet. “commonhour serve” brings its own."
    if worker.state == GONE:
        return False, f"not seen for five minutes: {', '.join(worker.gone)}. Start “commonhour serve” again."
    seen = ", ".join(f"{name} {seconds} s ago" for name, seconds in sorted(worker.seen.items()))
    return True, f"{seen}{'; it needs more time than it may take' if worker.state == LATE else ''}."


_ON_ITS_OWN: dict[str, Check] = {
    "data folder": _data_folder, "file modes": _modes, "disk": _disk, "time zone data": _zones, "address": _address,
    "host names": _hosts, "clock": _clock, "mail server": doctor_mail.server, "mail domain": doctor_mail.domain,
    "mail that comes in": doctor_mail.mailbox,
}  # fmt: skip
_IN_THE_DATABASE: dict[str, Check] = {
    "database is whole": _whole, "database takes writes": _writes, "migrations": _migrations, "join links": _links,
    "dates": _dates, "clock since then": _clock_of_worker, "worker": _worker,
    "outbox": doctor_mail.outbox,
}  # fmt: skip
