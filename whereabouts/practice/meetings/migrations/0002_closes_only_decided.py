"""A meeting closes only when every child on its agenda is decided on, whoever asks for it."""

from django.db import migrations

# As the owner of the tables: a child whom the closer may not see counts, too.
CLOSES = """
CREATE OR REPLACE FUNCTION meetings_closes_only_decided() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    v_all bigint;
    v_left bigint;
BEGIN
    IF NEW.state = 'closed' THEN
        SELECT count(*), count(*) FILTER (
            WHERE i.outcome = 'waiting'
               OR (i.outcome = 'acts' AND NOT EXISTS (
                   SELECT 1 FROM meetings_action a
                   WHERE a.item_id = i.id AND a.id = i.first_action_id))
               OR (i.outcome = 'no_action' AND i.signed_by_id <> NEW.chair_id))
        INTO v_all, v_left FROM meetings_item i WHERE i.meeting_id = NEW.id;
        IF v_all = 0 OR v_left > 0 THEN
            RAISE EXCEPTION 'a meeting closes only with an action or a signed reason for each child'
                USING ERRCODE = 'check_violation',
                      CONSTRAINT = 'a_meeting_closes_only_decided';
        END IF;
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER closes_only_decided BEFORE INSERT OR UPDATE ON meetings_meeting
    FOR EACH ROW EXECUTE FUNCTION meetings_closes_only_decided();

CREATE OR REPLACE FUNCTION meetings_closed_stays() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.outcome = NEW.outcome THEN
        RETURN NEW;
    END IF;
    IF EXISTS (SELECT 1 FROM meetings_meeting m WHERE m.id = NEW.meeting_id AND m.state = 'closed')
    THEN
        RAISE EXCEPTION 'a closed meeting decides on nobody any more'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'a_closed_meeting_stays_closed';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER closed_stays BEFORE INSERT OR UPDATE ON meetings_item
    FOR EACH ROW EXECUTE FUNCTION meetings_closed_stays();
"""
NOT = """
DROP TRIGGER closes_only_decided ON meetings_meeting;
DROP TRIGGER closed_stays ON meetings_item;
DROP FUNCTION meetings_closes_only_decided();
DROP FUNCTION meetings_closed_stays();
"""


class Migration(migrations.Migration):
    """Two triggers."""

    dependencies = [("meetings", "0001_first")]
    operations = [migrations.RunSQL(CLOSES, NOT)]
