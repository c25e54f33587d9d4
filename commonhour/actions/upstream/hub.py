"""Whether there is a hub at all: commands that only read must not make one by looking."""

from django.conf import settings
from django.db import connection

from commonhour.models import Group


def has_hub() -> bool:
    """True when there is a database with this hub's tables in it. Never makes one."""
    is_file = str(connection.settings_dict["NAME"]).startswith(settings.DATABASE_FILE.as_uri())
    if is_file and not settings.DATABASE_FILE.exists():
        return False
    return Group._meta.db_table in connection.introspection.table_names()
