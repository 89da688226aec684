"""Capacity that is said, who was told by telephone, and where a setting lies."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import whereabouts.foundations.agencies.keys


class Migration(migrations.Migration):
    """Tables and columns alone."""

    dependencies = [
        ("agencies", "0003_feed_tokens"),
        ("people", "0009_grade_adult_links"),
        ("placements", "0004_told"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Capacity",
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
                            ("places", "Places for children"),
                            ("interviews", "Return interviews"),
                        ],
                        max_length=10,
                    ),
                ),
                ("free", models.PositiveIntegerField()),
                ("of", models.PositiveIntegerField(blank=True, null=True)),
                ("said_at", models.DateTimeField()),
                ("until_on", models.DateField()),
                ("words", models.CharField(blank=True, default="", max_length=240)),
                (
                    "involved",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.UUIDField(), blank=True, default=list, size=None
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="TelephoneTold",
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
                ("told_to", models.CharField(max_length=160)),
                ("told_at", models.DateTimeField()),
                ("words", models.CharField(blank=True, default="", max_length=240)),
            ],
        ),
        migrations.AddField(
            model_name="placementnotice",
            name="distance_by",
            field=models.CharField(
                blank=True,
                choices=[("register", "Worked out from the register"), ("typed", "As typed")],
                default="",
                max_length=8,
            ),
        ),
        migrations.AddField(
            model_name="setting",
            name="latitude",
            field=models.DecimalField(blank=True, decimal_places=5, max_digits=8, null=True),
        ),
        migrations.AddField(
            model_name="setting",
            name="longitude",
            field=models.DecimalField(blank=True, decimal_places=5, max_digits=8, null=True),
        ),
        migrations.AddConstraint(
            model_name="setting",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("latitude__isnull", True), ("longitude__isnull", True)),
                    models.Q(("latitude__range", (49, 61)), ("longitude__range", (-9, 2))),
                    _connector="OR",
                ),
                name="a_setting_lies_in_these_islands",
            ),
        ),
        migrations.AddField(
            model_name="capacity",
            name="owner_agency",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="agencies.agency"
            ),
        ),
        migrations.AddField(
            model_name="capacity",
            name="recorded_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="telephonetold",
            name="acknowledgement",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="telephoned",
                to="placements.acknowledgement",
            ),
        ),
        migrations.AddField(
            model_name="telephonetold",
            name="agency",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="agencies.agency"
            ),
        ),
        migrations.AddField(
            model_name="telephonetold",
            name="child",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.child"
            ),
        ),
        migrations.AddField(
            model_name="telephonetold",
            name="owner_agency",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="agencies.agency"
            ),
        ),
        migrations.AddField(
            model_name="telephonetold",
            name="recorded_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddConstraint(
            model_name="capacity",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("of__isnull", True), ("free__lte", models.F("of")), _connector="OR"
                ),
                name="no_more_is_free_than_there_is",
            ),
        ),
        migrations.AddConstraint(
            model_name="telephonetold",
            constraint=models.CheckConstraint(
                condition=models.Q(("told_to", ""), _negated=True),
                name="told_by_telephone_to_somebody",
            ),
        ),
        migrations.AddConstraint(
            model_name="telephonetold",
            constraint=models.CheckConstraint(
                condition=models.Q(("told_at__lte", models.F("recorded_at"))),
                name="told_before_it_was_written_down",
            ),
        ),
    ]
