"""Another force takes part in an operation by a named decision."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import whereabouts.foundations.agencies.keys


class Migration(migrations.Migration):
    """Tables and columns alone."""

    dependencies = [
        ("adults", "0002_functions"),
        ("agencies", "0003_feed_tokens"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="OperationPartner",
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
                ("recorded_at", models.DateTimeField()),
                ("because", models.TextField()),
                ("from_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                ("ended_because", models.TextField(blank=True, default="")),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.agency",
                    ),
                ),
                (
                    "ended_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "operation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="partners",
                        to="adults.operation",
                    ),
                ),
                (
                    "owner_agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.agency",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at__isnull", True)),
                        fields=("operation", "agency"),
                        name="a_force_joins_an_operation_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("owner_agency", models.F("agency")), _negated=True),
                            models.Q(("because", ""), _negated=True),
                        ),
                        name="another_force_joins_for_a_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_at__isnull", True), ("ended_by__isnull", True)),
                            models.Q(
                                ("ended_at__isnull", False),
                                ("ended_by__isnull", False),
                                models.Q(("ended_because", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="partnership_ended_by_somebody_with_a_reason",
                    ),
                ],
            },
        ),
    ]
