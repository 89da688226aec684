"""What is due first in an episode is found by an index, however many tasks were ever set."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """One index on outstanding tasks alone."""

    dependencies = [("investigation", "0002_plan_publicity_and_sources")]

    operations = [
        migrations.AddIndex(
            model_name="task",
            index=models.Index(
                condition=models.Q(("state__in", ["open", "accepted"])),
                fields=["episode", "due_at"],
                name="tasks_by_deadline",
            ),
        ),
    ]
