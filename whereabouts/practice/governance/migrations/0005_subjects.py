"""A run is about children, or about adults, reports, meetings or operations: each by itself."""

from django.db import migrations, models

RUN = "retentionrun"
SUBJECTS = [
    ("children", "Children’s episodes"),
    ("adults", "Adults who may pose a risk"),
    ("community", "Community reports"),
    ("meetings", "Meetings: their places, reasons and guests"),
    ("operations", "Operations"),
]


class Migration(migrations.Migration):
    """One field; what waits for its second person waits once a subject."""

    dependencies = [("governance", "0004_breaches_of_data")]
    operations = [
        migrations.AddField(
            model_name=RUN,
            name="subject",
            field=models.CharField(
                choices=SUBJECTS, db_default="children", default="children", max_length=12
            ),
        ),
        migrations.RemoveConstraint(model_name=RUN, name="one_run_waits_at_a_time"),
        migrations.AddConstraint(
            model_name=RUN,
            constraint=models.UniqueConstraint(
                condition=models.Q(state="counted"),
                fields=("owner_agency", "subject"),
                name="one_run_of_a_subject_waits",
            ),
        ),
    ]
