"""Run in a house: takes reports by the journey, and answers each only after its COMMIT.

Reads a line of JSON for each report (`key`, `at`), and prints one: its receipt, or the error.
"""

import json
import sys
from datetime import datetime

import django


def main() -> None:
    """Take reports until there are no more lines."""
    django.setup()
    from django.db import InterfaceError, OperationalError, connection
    from django.utils import timezone

    from whereabouts.foundations.agencies.queries import actor_of
    from whereabouts.journeys.report_missing import report_missing
    from whereabouts.proving.setting import force
    from whereabouts.proving.telling import told

    for line in sys.stdin:
        asked = json.loads(line)
        key, said_at = asked["key"], datetime.fromisoformat(asked["at"])
        try:
            _, handler = force()
            at = timezone.now()
            receipt = report_missing(
                actor=actor_of(member=handler, at=at), told=told(key=key, at=said_at), at=at
            )
            answer = {"key": key, "receipt": receipt.as_json()}
        except (OperationalError, InterfaceError) as fault:
            answer = {"key": key, "error": type(fault).__name__}
            connection.close()
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
