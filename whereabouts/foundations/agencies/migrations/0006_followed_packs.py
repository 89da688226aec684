"""Which local packs an agency follows, from a day until a day, and who said so."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import whereabouts.foundations.agencies.keys


class Migration(migrations.Migration):
    dependencies = [
        ("agencies", "0005_absent_told_apart"),
    ]

    operations = [
        migrations.AlterField(
            model_name="agency",
            name="local_pack",
            field=models.TextField(blank=True, default=""),
        ),
        migrations.CreateModel(
            name="FollowedPack",
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
                ("pack", models.SlugField(max_length=60)),
                ("from_on", models.DateField()),
                ("until_on", models.DateField(blank=True, null=True)),
                ("said_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="followed_packs",
                        to="agencies.agency",
                    ),
                ),
                (
                    "ended_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "said_by",
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
                        condition=models.Q(("until_on__isnull", True)),
                        fields=("agency", "pack"),
                        name="a_pack_is_followed_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("until_on__isnull", True),
                            ("until_on__gte", models.F("from_on")),
                            _connector="OR",
                        ),
                        name="a_pack_is_followed_for_a_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("ended_at__isnull", True),
                                ("ended_by__isnull", True),
                                ("until_on__isnull", True),
                            ),
                            models.Q(
                                ("ended_at__isnull", False),
                                ("ended_by__isnull", False),
                                ("until_on__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="a_pack_that_is_left_names_who",
                    ),
                ],
            },
        ),
    ]
