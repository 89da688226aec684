"""Keep the keys of names as the matching engine makes them, in indexed arrays."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("agencies", "0001_first"),
        ("people", "0001_first"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveField(
            model_name="childname",
            name="family_key",
        ),
        migrations.RemoveField(
            model_name="childname",
            name="family_sound",
        ),
        migrations.RemoveField(
            model_name="childname",
            name="given_key",
        ),
        migrations.RemoveField(
            model_name="childname",
            name="given_sound",
        ),
        migrations.AddField(
            model_name="childname",
            name="keys_version",
            field=models.SmallIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="childname",
            name="name_keys",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.TextField(), default=list, size=None
            ),
        ),
        migrations.AddField(
            model_name="childname",
            name="prefix_keys",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.TextField(), default=list, size=None
            ),
        ),
        migrations.AddField(
            model_name="childname",
            name="sound_keys",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.TextField(), default=list, size=None
            ),
        ),
        migrations.AddIndex(
            model_name="childname",
            index=django.contrib.postgres.indexes.GinIndex(
                fields=["name_keys"], name="names_by_name"
            ),
        ),
        migrations.AddIndex(
            model_name="childname",
            index=django.contrib.postgres.indexes.GinIndex(
                fields=["prefix_keys"], name="names_by_prefix"
            ),
        ),
        migrations.AddIndex(
            model_name="childname",
            index=django.contrib.postgres.indexes.GinIndex(
                fields=["sound_keys"], name="names_by_sound"
            ),
        ),
    ]
