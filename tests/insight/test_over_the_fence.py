"""What reads over a fence is listed here by name, and what of it counts other agencies' children."""

import pytest
from django.db import connection

pytestmark = pytest.mark.django_db
# They count over every agency: what is shown of them is protected, and has a test that attacks it.
COUNTS = {
    "adults_notice_counts",  # what old code read: counts as of now
    "adults_notice_counts_of",  # a year, as it stood at its end
    "episodes_missing_at",  # at midnight, but for the national unit
    "placements_told",  # one's own; of everybody for the national unit, a year at its end
    "voice_treated",  # of what is said about one's own units, a half year
}
# They read one record, or one child's, for who asks by its key or by the child's signs; or they
# write. A number that they give is of that record, or of the rows that they wrote.
OF_ONE = {
    "access_end_relation", "audit_erase", "conduct_open_matters", "conduct_open_matters_not_sealed",
    "conduct_open_of_words", "governance_bin", "governance_take_bin", "governance_unbin",
    "people_candidates", "people_forget_changes", "people_pointers", "people_rebuild_relations",
    "placements_end_relations", "return_home_withdraw_notices",
}  # fmt: skip


def test_no_function_that_reads_over_a_fence_gives_a_number_that_is_not_known():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT p.proname FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace"
            " WHERE p.prosecdef AND n.nspname = 'public'"
            " AND pg_get_function_result(p.oid) ~ 'bigint|integer|numeric|double|real'"
        )
        numbers = {name for (name,) in cursor.fetchall()}
    assert numbers == COUNTS | OF_ONE, "What counts other agencies' children has to be protected."
