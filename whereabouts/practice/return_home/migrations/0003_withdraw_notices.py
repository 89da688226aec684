"""Taking back every unread notice of an episode, whichever agency it was sent by."""

from django.db import migrations

# A death is told by a named officer and by nobody else, so notices that other agencies promised
# to one another go too; the fence would hide those from whoever records the death.
WITHDRAW = """
CREATE OR REPLACE FUNCTION return_home_withdraw_notices(p_episode uuid) RETURNS bigint
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    WITH withdrawn AS (
        UPDATE outbox_message m
        SET withdrawn_at = nullif(current_setting('whereabouts.moment', true), '')::timestamptz
        WHERE m.acknowledged_at IS NULL
          AND m.withdrawn_at IS NULL
          AND (m.subject = 'episode:' || p_episode::text
               OR m.subject IN (SELECT 'task:' || t.id::text FROM investigation_task t
                                WHERE t.episode_id = p_episode))
          AND EXISTS (SELECT 1 FROM episodes_episode e
                      WHERE e.id = p_episode
                        AND (e.owner_agency_id =
                                 nullif(current_setting('whereabouts.agency', true), '')::uuid
                             OR access_is_related(e.child_id)))
        RETURNING 1)
    SELECT count(*) FROM withdrawn
$$
"""


class Migration(migrations.Migration):
    """One function over the notices of one episode."""

    dependencies = [
        ("return_home", "0002_destination_kind_and_protection"),
        ("outbox", "0002_withdrawn_at"),
        ("access", "0002_functions"),
    ]
    operations = [
        migrations.RunSQL(WITHDRAW, "DROP FUNCTION return_home_withdraw_notices(uuid)"),
    ]
