"""Who a school's officer is, is said in one place; a school lies on one beat."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Two constraints."""

    dependencies = [("street", "0003_officers_to_register")]
    operations = [
        migrations.AddConstraint(
            model_name="school",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("officer__isnull", False), ("setting__isnull", True)),
                    models.Q(("officer__isnull", True), ("setting__isnull", False)),
                    _connector="OR",
                ),
                name="a_schools_officer_is_said_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="school",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at__isnull", True), ("setting__isnull", False)),
                fields=("setting",),
                name="a_school_lies_on_one_beat",
            ),
        ),
    ]
