"""The table of desks as they stood."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import whereabouts.foundations.agencies.keys


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("agencies", "0003_feed_tokens"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Desk",
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
                            ("coordinator", "The coordinator's desk"),
                            ("authority", "The authority's desk"),
                            ("governance", "Information governance's desk"),
                        ],
                        max_length=12,
                    ),
                ),
                ("for_on", models.DateField()),
                ("made_at", models.DateTimeField()),
                ("sections", models.JSONField()),
                ("counts", models.JSONField()),
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
                        fields=("owner_agency", "kind", "for_on"), name="one_desk_a_day"
                    )
                ],
            },
        ),
    ]
