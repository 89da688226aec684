"""A school on a beat may stand on the register, which then says who its officer is."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """One column, and one that may be empty."""

    dependencies = [
        ("placements", "0004_told"),
        ("agencies", "0003_feed_tokens"),
        ("street", "0001_first"),
    ]
    operations = [
        migrations.AddField(
            model_name="school",
            name="setting",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="placements.setting",
            ),
        ),
        migrations.AlterField(
            model_name="school",
            name="officer",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="agencies.member",
            ),
        ),
    ]
