"""A cancelled meeting decided on nobody, and decides on nobody any more."""

from django.db import migrations

# As the owner of the tables: a child whom whoever cancels may not see counts, too.
STAYS = """
CREATE OR REPLACE FUNCTION meetings_cancelled_decided_on_nobody() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF NEW.state = 'cancelled' AND EXISTS (
        SELECT 1 FROM meetings_item i WHERE i.meeting_id = NEW.id AND i.outcome <> 'cancelled')
    THEN
        RAISE EXCEPTION 'a meeting that decided on a child is closed, not cancelled'
            USING ERRCODE = 'check_violation',
                  CONSTRAINT = 'a_cancelled_meeting_decided_on_nobody';
    END IF;
    IF TG_OP = 'UPDATE' AND OLD.state <> 'planned' AND NEW.state <> OLD.state THEN
        RAISE EXCEPTION 'a meeting that is closed or cancelled stays so'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'an_ended_meeting_stays_ended';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER cancelled_decided_on_nobody BEFORE INSERT OR UPDATE ON meetings_meeting
    FOR EACH ROW EXECUTE FUNCTION meetings_cancelled_decided_on_nobody();

CREATE OR REPLACE FUNCTION meetings_closed_stays() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.outcome = NEW.outcome THEN
        RETURN NEW;
    END IF;
    IF EXISTS (
        SELECT 1 FROM meetings_meeting m
        WHERE m.id = NEW.meeting_id AND m.state IN ('closed', 'cancelled'))
    THEN
        RAISE EXCEPTION 'a closed meeting decides on nobody any more'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'a_closed_meeting_stays_closed';
    END IF;
    RETURN NEW;
END
$$;
"""
NOT = """
DROP TRIGGER cancelled_decided_on_nobody ON meetings_meeting;
DROP FUNCTION meetings_cancelled_decided_on_nobody();
"""


class Migration(migrations.Migration):
    """One trigger, and one that counts more."""

    dependencies = [("meetings", "0003_moved_and_cancelled")]
    operations = [migrations.RunSQL(STAYS, NOT)]
