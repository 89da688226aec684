"""Breaches of personal data, with their clock and what was decided."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import whereabouts.foundations.agencies.keys


class Migration(migrations.Migration):
    dependencies = [
        ("agencies", "0003_feed_tokens"),
        ("governance", "0003_functions"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="DataBreach",
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
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("sent", "Sent to the wrong person or place"),
                            ("seen", "Looked at by somebody who had no reason to"),
                            ("lost", "Lost, stolen or destroyed"),
                            ("shown", "Could be read by others for a time"),
                            ("unavailable", "Could not be reached when it was needed"),
                            ("other", "Something else, in the words"),
                        ],
                        max_length=12,
                    ),
                ),
                ("words", models.TextField()),
                ("known_at", models.DateTimeField()),
                ("due_at", models.DateTimeField()),
                ("people", models.PositiveIntegerField(blank=True, null=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "Not decided yet"),
                            ("told", "The Information Commissioner was told"),
                            ("not_told", "Not told, with the reason"),
                        ],
                        default="open",
                        max_length=10,
                    ),
                ),
                ("told_at", models.DateTimeField(blank=True, null=True)),
                ("reference", models.CharField(blank=True, default="", max_length=60)),
                ("because", models.TextField(blank=True, default="")),
                (
                    "people_told",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("told", "They were told"),
                            ("not_needed", "Not told: no high risk to them, with the reason"),
                            ("not_yet", "Not told yet, with the reason"),
                        ],
                        default="",
                        max_length=10,
                    ),
                ),
                ("people_because", models.TextField(blank=True, default="")),
                ("settled_at", models.DateTimeField(blank=True, null=True)),
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
                (
                    "settled_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("words", ""), _negated=True),
                        name="breach_says_what_happened",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("people_told", ""),
                                ("settled_at__isnull", True),
                                ("settled_by__isnull", True),
                                ("state", "open"),
                            ),
                            models.Q(
                                ("settled_at__isnull", False),
                                ("settled_by__isnull", False),
                                ("state__in", ["told", "not_told"]),
                                models.Q(("people_told", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="breach_decided_by_somebody",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("state", "told"),
                                ("told_at__isnull", False),
                                models.Q(("reference", ""), _negated=True),
                            ),
                            models.Q(
                                ("state", "not_told"),
                                ("told_at__isnull", True),
                                models.Q(("because", ""), _negated=True),
                            ),
                            models.Q(("state", "open"), ("told_at__isnull", True)),
                            _connector="OR",
                        ),
                        name="breach_told_or_with_a_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("people_told__in", ["", "told"]),
                            models.Q(("people_because", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="people_not_told_with_a_reason",
                    ),
                ],
            },
        ),
    ]
