"""The one Django app."""

import gc

from django.apps import AppConfig


class CommonHourConfig(AppConfig):
    name = "commonhour"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Calls and dates come by the hundred thousand and hardly ever point to each other in a circle: to look for
        # such after every 700 new objects takes a quarter of the time of an import.
        gc.set_threshold(50_000, 20, 20)
