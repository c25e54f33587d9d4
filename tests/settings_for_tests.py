"""The hub's own settings with a data folder of the tests' own, a quick hasher, and a clock that runs."""

import os
import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path

folder = os.environ.get("COMMONHOUR_DATA") or tempfile.mkdtemp(prefix="commonhour-tests-")
# Each of several test processes has a folder of its own.
os.environ["COMMONHOUR_DATA"] = str(Path(folder) / os.environ.get("PYTEST_XDIST_WORKER", ""))
os.environ["COMMONHOUR_NOW"] = ""
os.environ["COMMONHOUR_CHECK_LINKS"] = "no"
os.environ.pop("COMMONHOUR_URL", None)

from commonhour.settings import *  # noqa: F403
from commonhour.settings import DATABASE_FILE, DATABASES, STATIC_ROOT, STORAGES

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# A browser that keeps its connection open would keep the server's one to the database, which is dropped at the end.
DATABASES["default"]["CONN_MAX_AGE"] = 0
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
# The database of the tests is elsewhere; commands look for the one of a hub that was begun.
with closing(sqlite3.connect(DATABASE_FILE)) as file:
    file.execute("PRAGMA user_version = 1")
# Templates name files without hashes, so that no test needs them collected.
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
