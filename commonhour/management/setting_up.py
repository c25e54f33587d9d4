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


def prepare(*, static: bool) -> None:
    """Django ready and the database up to date; with `static`, the hashed files in place too."""
    set_up()
    from django.conf import settings
    from django.core.management import call_command

    from commonhour.settings import keep_secret_key

    settings.DATA_FOLDER.mkdir(parents=True, exist_ok=True)
    keep_secret_key()

    call_command("migrate", verbosity=0)
    if static:
        call_command("collectstatic", verbosity=0, interactive=False)
