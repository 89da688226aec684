"""The same cast as the journeys have."""

from tests.journeys.conftest import (
    accept_all as accept_all,
)
from tests.journeys.conftest import (
    decide_as as decide_as,
)
from tests.journeys.conftest import (
    look as look,
)
from tests.journeys.conftest import (
    make_child as make_child,
)
from tests.journeys.conftest import (
    take_report as take_report,
)
