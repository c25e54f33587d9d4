"""A call is a meeting; a call for proposals says so."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("commonhour", "0003_offer_known_calendars")]

    operations = [
        migrations.RenameModel("Call", "CallForProposals"),
        migrations.AlterField(
            "callforproposals",
            "series",
            models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="calls_for_proposals", to="commonhour.series"
            ),
        ),
        migrations.RunSQL(
            "UPDATE commonhour_change SET noun = 'callforproposals' WHERE noun = 'call'",
            "UPDATE commonhour_change SET noun = 'call' WHERE noun = 'callforproposals'",
        ),
    ]
