"""Calendars that pages pointed to before they could be shown: those with a public .ics are offered now."""

from django.db import migrations

from commonhour.core.places.calendars import is_secret_calendar
from commonhour.core.places.calendars import calendar_sources


def offer(apps, schema_editor):
    for source in apps.get_model("commonhour", "Source").objects.filter(feed_url=""):
        found = [] if is_secret_calendar(source.url) else calendar_sources(source.url)
        if found:
            source.feed_url = found[0].url
            source.save(update_fields=["feed_url"])


class Migration(migrations.Migration):
    dependencies = [("commonhour", "0002_outside_calendars")]

    operations = [migrations.RunPython(offer, migrations.RunPython.noop)]
