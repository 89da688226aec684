from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("sharing", "0003_remove_view"),
    ]

    operations = [
        migrations.AlterField(
            model_name="sharing",
            name="kind",
            field=models.CharField(
                choices=[
                    ("record", "The record, to look at"),
                    ("meeting", "The record, for a strategy discussion"),
                    ("pack", "A pack: the few things that they need"),
                ],
                max_length=8,
            ),
        ),
    ]
