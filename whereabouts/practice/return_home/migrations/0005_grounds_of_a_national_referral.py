"""What was decided on a national referral, and on which day."""

from django.db import migrations, models

DECIDED = [("positive", "Yes: treated as a victim"), ("negative", "No")]


def decision() -> models.CharField:
    """Return a column for one decision."""
    return models.CharField(blank=True, choices=DECIDED, default="", max_length=8)


class Migration(migrations.Migration):
    """Four columns and two constraints."""

    dependencies = [("return_home", "0004_conversations_alternatives_and_national_referrals")]
    operations = [
        migrations.AddField("nationalreferral", "reasonable", decision()),
        migrations.AddField(
            "nationalreferral", "reasonable_on", models.DateField(blank=True, null=True)
        ),
        migrations.AddField("nationalreferral", "conclusive", decision()),
        migrations.AddField(
            "nationalreferral", "conclusive_on", models.DateField(blank=True, null=True)
        ),
        migrations.AddConstraint(
            "nationalreferral",
            models.CheckConstraint(
                condition=models.Q(reasonable="", reasonable_on__isnull=True)
                | ~models.Q(reasonable="") & models.Q(reasonable_on__isnull=False),
                name="reasonable_grounds_with_their_date",
            ),
        ),
        migrations.AddConstraint(
            "nationalreferral",
            models.CheckConstraint(
                condition=models.Q(conclusive="", conclusive_on__isnull=True)
                | ~models.Q(conclusive="") & models.Q(conclusive_on__isnull=False),
                name="conclusive_grounds_with_their_date",
            ),
        ),
    ]
