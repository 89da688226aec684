"""Run in a house: a worker whose clock jumps as it is told; prints how much it fired."""

import json
import sys
import time
from datetime import timedelta

import django


def main() -> None:
    """Come round once for each offset, in seconds, that is given."""
    django.setup()
    from django.utils import timezone

    from whereabouts.journeys.clock import fire, moment

    fired = 0
    for offset in json.load(sys.stdin):
        fired += fire(at=moment(own=timezone.now() + timedelta(seconds=offset)), most=20)
        time.sleep(0.2)
    print(fired)


if __name__ == "__main__":
    main()
