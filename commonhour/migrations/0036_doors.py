"""Who a way in is for, when a door opens, and what to expect behind it. Rooms that are known already get their digest."""

from cryptography.fernet import InvalidToken
from django.db import migrations, models

from commonhour.models.join_target import room_digest
from commonhour.models.sealed import cipher


def digest_rooms(apps, schema_editor):
    """What another key sealed stays without one: it is not known to be any room."""
    for row in apps.get_model("commonhour", "JoinTarget").objects.exclude(url_sealed="").iterator():
        try:
            url = cipher(b"join-target").decrypt(row.url_sealed.encode()).decode()
        except InvalidToken:
            continue
        row.room_digest = room_digest(url)
        row.save(update_fields=["room_digest"])


class Migration(migrations.Migration):

    dependencies = [
        ("commonhour", '0035_talks'),
    ]

    operations = [
        migrations.AddField(
            model_name="community",
            name="door_opens_minutes",
            field=models.IntegerField(default=15),
        ),
        migrations.AddField(
            model_name="community",
            name="policies",
            field=models.JSONField(blank=True, default=dict),
        ),
        migrations.AddField(
            model_name="jointarget",
            name="room_digest",
            field=models.CharField(blank=True, max_length=64),
        ),
        migrations.AddField(
            model_name="jointarget",
            name="tier",
            field=models.CharField(choices=[("everybody", "Everybody"), ("confirmed", "People who confirmed an e-mail address"), ("members", "Members of the group"), ("listed", "People on this date’s list")], default="everybody", max_length=12),
        ),
        migrations.AddField(
            model_name="series",
            name="door_opens_minutes",
            field=models.IntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="series",
            name="policies",
            field=models.JSONField(blank=True, default=dict),
        ),
        migrations.RunPython(digest_rooms, migrations.RunPython.noop),
    ]
