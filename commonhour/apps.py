"""The one Django app."""

from django.apps import AppConfig


class CommonHourConfig(AppConfig):
    name = "commonhour"
    default_auto_field = "django.db.models.BigAutoField"
