"""The table of views goes: each is a grading of practice/partners by now."""

from django.db import migrations


class Migration(migrations.Migration):
    """One table."""

    dependencies = [("sharing", "0002_functions"), ("partners", "0002_views_are_gradings")]
    operations = [migrations.DeleteModel(name="View")]
