"""What is remembered for a short while."""

from django.db import models

from whereabouts.foundations.access.fences import Unfenced


class Remembered(models.Model):
    """A value until a time; the key is a hash, so that it tells nobody anything."""

    fence = Unfenced()
    sensitive = ""
    plain = "id value until_at"

    id = models.UUIDField(primary_key=True, editable=False)
    value = models.JSONField()
    until_at = models.DateTimeField(db_index=True)
