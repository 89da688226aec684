from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("agencies", "0004_in_partnership")]

    operations = [
        migrations.AddField(
            model_name="agency",
            name="absent_apart_since",
            field=models.DateTimeField(blank=True, null=True),
        ),
    ]
