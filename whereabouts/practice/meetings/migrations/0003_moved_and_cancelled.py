import django.contrib.postgres.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("agencies", "0003_feed_tokens"),
        ("episodes", "0002_missing_at"),
        ("investigation", "0003_tasks_by_deadline"),
        ("meetings", "0002_closes_only_decided"),
        ("people", "0009_grade_adult_links"),
        ("support", "0003_what_the_child_says"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="item",
            name="a_meeting_acts_or_signs_why_not",
        ),
        migrations.RemoveConstraint(
            model_name="meeting",
            name="a_meeting_is_closed_by_its_chair",
        ),
        migrations.AddField(
            model_name="invitation",
            name="sharings",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.UUIDField(), blank=True, default=list, size=None
            ),
        ),
        migrations.AddField(
            model_name="meeting",
            name="cancelled_because",
            field=models.TextField(blank=True, default=""),
        ),
        migrations.AddField(
            model_name="meeting",
            name="moved_because",
            field=models.TextField(blank=True, default=""),
        ),
        migrations.AddField(
            model_name="meeting",
            name="moved_from",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AlterField(
            model_name="invitation",
            name="presence",
            field=models.CharField(
                choices=[
                    ("invited", "Invited, no answer yet"),
                    ("coming", "Is coming"),
                    ("attended", "Was there"),
                    ("apologies", "Sent apologies"),
                ],
                default="invited",
                max_length=10,
            ),
        ),
        migrations.AlterField(
            model_name="item",
            name="outcome",
            field=models.CharField(
                choices=[
                    ("waiting", "Not decided yet"),
                    ("acts", "Actions are agreed"),
                    ("no_action", "No action, signed by the chair"),
                    ("cancelled", "Not decided: the meeting was cancelled"),
                ],
                default="waiting",
                max_length=10,
            ),
        ),
        migrations.AlterField(
            model_name="meeting",
            name="state",
            field=models.CharField(
                choices=[
                    ("planned", "Planned"),
                    ("closed", "Closed, every child decided on"),
                    ("cancelled", "Cancelled, with the reason"),
                ],
                default="planned",
                max_length=9,
            ),
        ),
        migrations.AddConstraint(
            model_name="item",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("decided_at__isnull", True),
                        ("decided_by__isnull", True),
                        ("outcome__in", ["waiting", "cancelled"]),
                        ("signed_at__isnull", True),
                        ("signed_by__isnull", True),
                    ),
                    models.Q(
                        ("decided_at__isnull", False),
                        ("decided_by__isnull", False),
                        ("first_action__isnull", False),
                        ("outcome", "acts"),
                        models.Q(("decision", ""), _negated=True),
                    ),
                    models.Q(
                        ("decided_at__isnull", False),
                        ("decided_by__isnull", False),
                        ("outcome", "no_action"),
                        ("signed_at__isnull", False),
                        ("signed_by__isnull", False),
                        models.Q(("no_action_because", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="a_meeting_acts_or_signs_why_not",
            ),
        ),
        migrations.AddConstraint(
            model_name="meeting",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("closed_at__isnull", True),
                        ("closed_by__isnull", True),
                        ("state", "planned"),
                    ),
                    models.Q(
                        ("closed_at__isnull", False),
                        ("closed_by", models.F("chair")),
                        ("state", "closed"),
                    ),
                    models.Q(
                        ("closed_at__isnull", False),
                        ("closed_by__isnull", False),
                        ("state", "cancelled"),
                        models.Q(("cancelled_because", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="a_meeting_is_closed_by_its_chair",
            ),
        ),
        migrations.AddConstraint(
            model_name="meeting",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("moved_from__isnull", True),
                    models.Q(("moved_because", ""), _negated=True),
                    _connector="OR",
                ),
                name="a_meeting_is_moved_with_a_reason",
            ),
        ),
    ]
