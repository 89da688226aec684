"""Which forces and authorities a safeguarding partnership covers, from a day until a day."""

import django.db.models.deletion
from django.db import migrations, models

import whereabouts.foundations.agencies.keys


class Migration(migrations.Migration):
    dependencies = [
        ("agencies", "0003_feed_tokens"),
    ]

    operations = [
        migrations.CreateModel(
            name="InPartnership",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=whereabouts.foundations.agencies.keys.new_id,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("from_on", models.DateField()),
                ("until_on", models.DateField(blank=True, null=True)),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="in_partnerships",
                        to="agencies.agency",
                    ),
                ),
                (
                    "partnership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="covering",
                        to="agencies.agency",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("until_on__isnull", True)),
                        fields=("partnership", "agency"),
                        name="in_a_partnership_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("until_on__isnull", True),
                            ("until_on__gt", models.F("from_on")),
                            _connector="OR",
                        ),
                        name="in_a_partnership_for_a_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("agency", models.F("partnership")), _negated=True),
                        name="no_partnership_is_in_itself",
                    ),
                ],
            },
        ),
    ]
