"""Why a placement ended, as it was chosen; empty of what ended before anybody was asked."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("placements", "0007_named_in_concern"),
    ]

    operations = [
        migrations.AddField(
            model_name="placement",
            name="ended_because",
            field=models.CharField(blank=True, default="", max_length=8),
        ),
        migrations.AddConstraint(
            model_name="placement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("ended_because", ""), ("ended_on__isnull", False), _connector="OR"
                ),
                name="a_reason_is_of_an_end",
            ),
        ),
    ]
