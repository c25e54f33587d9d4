import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('commonhour', '0021_roles'),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='jointarget',
            options={'ordering': ['position', 'id']},
        ),
        migrations.AddField(
            model_name='jointarget',
            name='kind',
            field=models.CharField(choices=[('room', 'Video call'), ('dial-in', 'By telephone'), ('fallback', 'If the room fails'), ('stream', 'Live stream'), ('chat', 'Chat')], default='room', max_length=12),
        ),
        migrations.AddField(
            model_name='jointarget',
            name='label',
            field=models.CharField(blank=True, max_length=80),
        ),
        migrations.AddField(
            model_name='jointarget',
            name='position',
            field=models.IntegerField(default=0),
        ),
        migrations.AddField(
            model_name='schedule',
            name='held',
            field=models.JSONField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='series',
            name='back_on',
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='series',
            name='state_reason',
            field=models.CharField(blank=True, max_length=300),
        ),
        migrations.AddField(
            model_name='series',
            name='stops_on',
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AlterField(
            model_name='jointarget',
            name='series',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='join_targets', to='commonhour.series'),
        ),
    ]
