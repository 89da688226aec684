"""A run may be carried out: its day, its undoing, and the bin that makes it undoable."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import whereabouts.foundations.agencies.keys

STATES = [
    ("counted", "Counted"),
    ("refused", "Refused"),
    ("agreed", "Agreed, before there was a bin: nothing was erased"),
    ("binned", "In the bin"),
    ("undone", "Undone: everything is back"),
    ("erased", "Erased"),
]
RUN = "retentionrun"


class Migration(migrations.Migration):
    """One table and what a run keeps of it."""

    dependencies = [
        ("agencies", "0003_feed_tokens"),
        ("governance", "0001_first"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.AlterField(
            model_name=RUN,
            name="state",
            field=models.CharField(choices=STATES, default="counted", max_length=10),
        ),
        migrations.AddField(model_name=RUN, name="of", field=models.IntegerField(default=0)),
        migrations.AddField(
            model_name=RUN, name="erase_at", field=models.DateTimeField(blank=True, null=True)
        ),
        migrations.AddField(
            model_name=RUN, name="undone_at", field=models.DateTimeField(blank=True, null=True)
        ),
        migrations.AddField(
            model_name=RUN,
            name="undone_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name=RUN, name="undone_because", field=models.TextField(blank=True, default="")
        ),
        migrations.AddField(
            model_name=RUN, name="erased_at", field=models.DateTimeField(blank=True, null=True)
        ),
        migrations.AddField(model_name=RUN, name="rows", field=models.IntegerField(default=0)),
        migrations.AddField(model_name=RUN, name="lines", field=models.IntegerField(default=0)),
        migrations.AddConstraint(
            model_name=RUN,
            constraint=models.CheckConstraint(
                condition=models.Q(state__in=["binned", "undone", "erased"], erase_at__isnull=False)
                | models.Q(state__in=["counted", "agreed", "refused"], erase_at__isnull=True),
                name="whatever_is_binned_has_its_day",
            ),
        ),
        migrations.AddConstraint(
            model_name=RUN,
            constraint=models.CheckConstraint(
                condition=models.Q(state="undone", undone_at__isnull=False, undone_by__isnull=False)
                & ~models.Q(undone_because="")
                | ~models.Q(state="undone")
                & models.Q(undone_at__isnull=True, undone_by__isnull=True),
                name="undone_by_somebody_with_a_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name=RUN,
            constraint=models.CheckConstraint(
                condition=models.Q(state="erased", erased_at__gte=models.F("erase_at"))
                | ~models.Q(state="erased") & models.Q(erased_at__isnull=True),
                name="nothing_is_erased_before_its_day",
            ),
        ),
        migrations.CreateModel(
            name="BinnedRow",
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
                ("table", models.CharField(max_length=63)),
                ("key", models.UUIDField()),
                ("before", models.JSONField()),
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
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="governance.retentionrun",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("run", "table", "key"), name="a_row_is_binned_once"
                    )
                ],
            },
        ),
    ]
