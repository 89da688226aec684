"""Where a hot spot lies, where whoever names it knows."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("street", "0004_officer_said_once"),
    ]

    operations = [
        migrations.AddField(
            model_name="hotspot",
            name="latitude",
            field=models.DecimalField(blank=True, decimal_places=5, max_digits=8, null=True),
        ),
        migrations.AddField(
            model_name="hotspot",
            name="longitude",
            field=models.DecimalField(blank=True, decimal_places=5, max_digits=8, null=True),
        ),
        migrations.AddConstraint(
            model_name="hotspot",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("latitude__isnull", True), ("longitude__isnull", True)),
                    models.Q(
                        ("latitude__isnull", False),
                        ("latitude__range", (49, 61)),
                        ("longitude__isnull", False),
                        ("longitude__range", (-9, 2)),
                    ),
                    _connector="OR",
                ),
                name="a_hot_spot_lies_in_these_islands",
            ),
        ),
    ]
