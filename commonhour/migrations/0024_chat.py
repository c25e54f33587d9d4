from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('commonhour', '0023_mail_people_like'),
    ]

    operations = [
        migrations.AddField(
            model_name='destination',
            name='since',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='subscriber',
            name='reminded_since',
            field=models.DateTimeField(blank=True, null=True),
        ),
    ]
