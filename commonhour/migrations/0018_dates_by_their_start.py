from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("commonhour", "0017_two_indexes_less")]

    operations = [migrations.RemoveIndex("occurrence", "commonhour__end_f9fe06_idx")]
