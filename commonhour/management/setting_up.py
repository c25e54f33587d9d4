"""What every command that needs the hub does first: Django set up, database up to date, files collected."""

import os
import sys


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


def keep_secret_key() -> None:
    """Keep the key of a new hub in its data folder, readable by its owner only. Reading a file needs no hub, so
    nothing is written before something has to be kept."""
    from django.conf import settings

    path = settings.DATA_FOLDER / "secret_key"
    if os.environ.get("COMMONHOUR_SECRET_KEY", "").strip() or path.exists():
        return
    settings.DATA_FOLDER.mkdir(parents=True, exist_ok=True)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:  # another process was quicker
        settings.SECRET_KEY = path.read_text().strip()
        return
    with os.fdopen(handle, "w") as file:
        file.write(settings.SECRET_KEY)


def prepare(*, static: bool) -> None:
    """Django ready and the database up to date; with `static`, the hashed files in place too."""
    set_up()
    from django.conf import settings
    from django.core.management import call_command

    settings.DATA_FOLDER.mkdir(parents=True, exist_ok=True)
    keep_secret_key()

    call_command("migrate", verbosity=0)
    if static:
        call_command("collectstatic", verbosity=0, interactive=False)
