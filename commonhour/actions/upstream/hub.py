"""Whether there is a hub at all: commands that only read must not make one by looking."""

from pathlib import Path

from django.db import connection

from commonhour.models import Group


def has_hub() -> bool:
    """True when there is a database with this hub's tables in it. Never makes one."""
    if connection.vendor == "sqlite":
        path = str(connection.settings_dict["NAME"])
        if "mode=memory" not in path and path != ":memory:" and not Path(path).exists():
            return False
    return Group._meta.db_table in connection.introspection.table_names()
