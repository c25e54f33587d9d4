"""The WSGI door, for `commonhour serve` and for any WSGI server."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "commonhour.settings")
django_application = get_wsgi_application()

from commonhour.management.setting_up import keep_secret_key  # noqa: E402 - needs Django set up
from commonhour.web.bodies import Bodies  # noqa: E402 - needs Django set up
from commonhour.web.kept import Door  # noqa: E402 - needs Django set up

keep_secret_key()
application = Door(Bodies(django_application))
