# ruff: noqa: S608 (statements are put together from what stands here, never from input)
"""A board's statement: a text for each open episode, of all of them or of a few children's.

Both say the same of an episode, to the letter. They read nothing but the parts that board_lines
gives them by name, each behind its fences.
"""

# For each open episode its own few rows are looked up by key, so that what is closed costs nothing.
_LINE = """
SELECT json_build_array(
    e.id, e.reference, e.child_id, e.unidentified, e.level, e.seriousness, e.immediacy,
    e.category, e.state, e.decided, e.owner_id, e.owner_name, e.owner_agency_id, e.agency,
    coalesce(e.last_seen_at, e.happened_at, e.reported_at), coalesce(e.back_at, e.located_at),
    task.due_at, task.title, review.due_at, review.rank, timer.due_at, timer.kind,
    EXISTS (SELECT 1 FROM proposals p WHERE p.episode_id = e.id),
    coalesce({goes}, false),
    (SELECT json_agg(json_build_array(d.none_free, d.deployed_at, d.arrived_at, d.child_seen_at,
        d.stood_down_at) ORDER BY d.id) FROM deployments d
        WHERE d.episode_id = e.id AND e.under_way),
    {away}, {named}, {born})::text{more}
FROM episodes e
LEFT JOIN LATERAL (SELECT due_at, rank FROM reviews WHERE episode_id = e.id
    AND owner_agency_id = e.owner_agency_id ORDER BY due_at, id LIMIT 1) review ON true
LEFT JOIN LATERAL (SELECT due_at, kind FROM timers WHERE subject = 'episode:' || e.id
    AND owner_agency_id = e.owner_agency_id ORDER BY due_at, id LIMIT 1) timer ON true
{joined}
"""
_AWAY = """
away AS (SELECT key, json_agg(DISTINCT agency ORDER BY agency) AS all,
        json_agg(DISTINCT other ORDER BY other) AS keys FROM (
    SELECT episode_id AS key, other_agency AS agency, other_id AS other FROM links
    UNION ALL SELECT other_id, one_agency, episode_id FROM links) both_ways GROUP BY key)"""
_BOTH_WAYS = {"away": "away.all, away.keys", "joined": "LEFT JOIN away ON away.key = e.id"}
_NAMES = """json_agg(json_build_array(n.child_id, n.full, n.kind, n.until_on)
        ORDER BY n.recorded_at, n.id)"""
_BIRTHS = """json_agg(json_build_array(b.child_id, b.earliest, b.latest)
        ORDER BY b.recorded_at, b.id)"""


def _line(**said: str) -> str:
    line = _LINE
    for name, sql in said.items():
        line = line.replace(f"{{{name}}}", sql)
    return line


OF_ALL = f""",
same AS MATERIALIZED (
    SELECT child, same FROM people_same_person(ARRAY(SELECT child_id FROM episodes))),
{_AWAY},
named AS (SELECT s.child, {_NAMES} AS all
    FROM same s JOIN LATERAL (SELECT * FROM names WHERE child_id = s.same) n ON true
    GROUP BY s.child),
born AS (SELECT s.child, {_BIRTHS} AS all
    FROM same s JOIN LATERAL (SELECT * FROM births WHERE child_id = s.same) b ON true
    GROUP BY s.child)
{_line(goes="go.goes", named="named.all", born="born.all", more="", **_BOTH_WAYS)}
LEFT JOIN LATERAL (SELECT due_at, title FROM tasks WHERE episode_id = e.id
    AND due_at IS NOT NULL ORDER BY due_at, id LIMIT 1) task ON true
LEFT JOIN LATERAL (SELECT true AS goes FROM goers WHERE episode_id = e.id LIMIT 1) go ON true
LEFT JOIN named ON named.child = e.child_id
LEFT JOIN born ON born.child = e.child_id
"""

# Of whom one is asked for, everybody that they are is: any of them says the same.
_SAME = """(SELECT o.same FROM asked o
        WHERE o.child = (SELECT a.child FROM asked a WHERE a.same = e.child_id LIMIT 1))"""
_NAMED = f"(SELECT {_NAMES} FROM names n WHERE n.child_id = ANY(ARRAY{_SAME}))"
_BORN = f"(SELECT {_BIRTHS} FROM births b WHERE b.child_id = ANY(ARRAY{_SAME}))"
_TO_WHOM = """,
    (SELECT json_agg(json_build_array(m.to_role, m.to_member_id, m.climbed_to))
        FROM messages m WHERE m.subject = 'episode:' || e.id)::text,
    (SELECT min(until_at) FROM reasons)"""
_IS_LINKED = """,
    EXISTS (SELECT 1 FROM links l WHERE l.episode_id = e.id OR l.other_id = e.id)"""
_TASK = """LEFT JOIN LATERAL (SELECT due_at, CASE WHEN due_at IS NOT NULL THEN title END AS title,
    bool_or(goes) OVER () AS goes FROM tasks WHERE episode_id = e.id
    ORDER BY due_at, id LIMIT 1) task ON true"""

# Of a few children a table is not read from end to end, however short it is, and each part of them
# but once: to make a statement ready costs more then than to answer it. Beside a line stands whose
# notices wait about it, and when the first reason ends by which anybody sees these children.
_OF_A_FEW = {"goes": "task.goes", "named": _NAMED, "born": _BORN}
OF_A_FEW = f""",
{_AWAY}
{_line(**_OF_A_FEW, **_BOTH_WAYS, more=f"{_TO_WHOM}, false")}
{_TASK}
"""
# As a rule they are linked to no other episode, and what that takes is not made ready: it is only
# said where they are, so that they are asked about again.
OF_A_FEW_UNLINKED = f"""
{_line(**_OF_A_FEW, away="NULL, NULL", joined="", more=_TO_WHOM + _IS_LINKED)}
{_TASK}
"""
# And of some members those who see anybody by a reason of their own.
APART = "UNION ALL SELECT NULL, member_id::text, NULL, false FROM apart"
