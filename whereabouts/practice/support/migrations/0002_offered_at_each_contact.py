"""At which contact help was offered, and that what is not offered has its reason."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("support", "0001_first"),
    ]

    operations = [
        migrations.AddField(
            model_name="supportoffer",
            name="said_in",
            field=models.CharField(
                blank=True,
                choices=[
                    ("attending", "At the door"),
                    ("contact", "Contact while missing"),
                    ("prevention", "Prevention interview"),
                    ("return", "Return home interview"),
                ],
                default="",
                max_length=12,
            ),
        ),
        migrations.AlterField(
            model_name="supportoffer",
            name="answer",
            field=models.CharField(
                choices=[
                    ("accepted", "Accepted"),
                    ("declined", "Declined for now; the offer stands"),
                    ("thinking", "Thinking about it"),
                    ("not_reached", "Could not be asked"),
                    ("not_offered", "Not offered, with the reason"),
                ],
                max_length=12,
            ),
        ),
        migrations.AddConstraint(
            model_name="supportoffer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("answer", "not_offered"), _negated=True),
                    models.Q(models.Q(("words", ""), _negated=True), ("help_seeking", False)),
                    _connector="OR",
                ),
                name="what_is_not_offered_has_its_reason",
            ),
        ),
    ]
