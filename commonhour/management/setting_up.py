"""What every command that needs the hub does first: Django set up, database up to date, files collected."""

import os
import secrets
import sys

from commonhour.core.limits import INTEGRITY_SECONDS
from commonhour.errors import Unavailable
from commonhour.management import folder
from commonhour.management.soundness import damage


def say(text: str) -> None:
    """Prose for people goes to stderr; stdout is for documents."""
    sys.stderr.write(f"{text}\n")
    sys.stderr.flush()


def set_up() -> None:
    """Make Django ready, once."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "commonhour.settings")
    import django
    from django.apps import apps

    if not apps.ready:
        django.setup()


def set_up_for_repair() -> Unavailable | None:
    """As `set_up`, also when the secret key is empty or cannot be read, which is returned."""
    try:
        set_up()
    except Unavailable as fault:
        os.environ["COMMONHOUR_SECRET_KEY"] = secrets.token_urlsafe(50)
        try:
            set_up()
        finally:
            del os.environ["COMMONHOUR_SECRET_KEY"]
        return fault
    return None


def kept_key() -> str:
    """The secret key in the data folder, when it is the one in use; else ""."""
    from django.conf import settings

    path = settings.DATA_FOLDER / folder.KEY
    is_set = os.environ.get("COMMONHOUR_SECRET_KEY", "").strip()
    return "" if is_set or not path.exists() else path.read_text().strip()


def the_key() -> str:
    return os.environ.get("COMMONHOUR_SECRET_KEY", "").strip() or kept_key()


def keep_secret_key() -> None:
    """Keep the key of a new hub in its data folder, readable by its owner only. Raises Unavailable when something is
    sealed already with a key that is gone."""
    from django.conf import settings

    path = settings.DATA_FOLDER / folder.KEY
    if the_key() or path.exists():
        return
    if _has_sealed():
        raise Unavailable("key-gone", path=str(path))
    folder.make(settings.DATA_FOLDER)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, folder.OWN_FILE)
    except FileExistsError:  # another process was quicker
        settings.SECRET_KEY = path.read_text().strip()
        return
    with os.fdopen(handle, "w") as file:
        file.write(settings.SECRET_KEY)


def _has_sealed() -> bool:
    from django.db import connection

    from commonhour.actions.upstream.hub import has_hub
    from commonhour.models import Destination, JoinTarget

    tables = connection.introspection.table_names() if has_hub() else []
    return any(
        one._meta.db_table in tables and one._default_manager.exists() for one in (JoinTarget, Destination)
    )


def open_folder() -> None:
    """Django ready, and the data folder claimed. Raises Unavailable when there is no database in it."""
    set_up()
    from django.conf import settings

    folder.claim(settings.DATA_FOLDER)
    if is_sqlite() and not settings.DATABASE_FILE.exists():
        raise Unavailable("database-missing")


def prepare(*, static: bool) -> None:
    """Django ready and the database up to date; with `static`, the hub is to be served: the database is
    looked through for damage, and the hashed files are put in place."""
    set_up()
    from django.conf import settings
    from django.core.management import call_command

    folder.make(settings.DATA_FOLDER)
    folder.claim(settings.DATA_FOLDER)
    if is_sqlite():
        folder.begin_database(settings.DATABASE_FILE)
        if static and damage(settings.DATABASE_FILE, INTEGRITY_SECONDS):
            raise Unavailable("database-damaged")
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    keep_secret_key()  # of a hub that is there now: a key without its database would look like a loss
    folder.tighten(settings.DATABASE_FILE)
    if static:
        call_command("collectstatic", verbosity=0, interactive=False)


def is_sqlite() -> bool:
    from django.db import connection

    return connection.vendor == "sqlite"


def why_it_stands(error: Exception) -> str | None:
    """A sentence for a setting that is wrong or a database that does not do its work; None for a bug."""
    if "django" not in sys.modules:
        return None
    from django.core.exceptions import ImproperlyConfigured

    from commonhour.errors.telling import tell
    from commonhour.reads.outage import outage_of

    if isinstance(error, ImproperlyConfigured):
        return str(error)
    outage = outage_of(error)
    return tell(outage) if outage else None
