"""A second look may also be for what was graded below what was known then."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """One more reason; no row changes."""

    dependencies = [("oversight", "0002_made_packs")]

    operations = [
        migrations.AlterField(
            model_name="secondlook",
            name="standing",
            field=models.CharField(
                choices=[
                    ("open", "Still open"),
                    ("closed", "Followed up and closed"),
                    ("below", "Graded below what was known then"),
                ],
                max_length=8,
            ),
        ),
    ]
