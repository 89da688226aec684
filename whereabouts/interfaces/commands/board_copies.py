"""Open episodes copied, to measure a board with more of them than there is time to report.

Each copy is another child with another name to find it by, another episode, and its own tasks,
reviews, clocks and notices; what else hangs on an episode shows on no board.
"""

from __future__ import annotations

from typing import Any

from psycopg import sql

TABLES = (
    "people_child", "people_childname", "people_childbirth", "access_relation",
    "episodes_episode", "investigation_task", "supervision_review", "timers_timer",
    "outbox_message",
)  # fmt: skip
OURS = {
    "id": "md5(id::text || {n})::uuid",
    "child_id": "md5(child_id::text || {n})::uuid",
    "episode_id": "md5(episode_id::text || {n})::uuid",
    "key": "key || ':' || {n}",
    "reference": "'E-' || upper(left(md5(reference || {n}), 10))",
}
SUBJECTS = {
    "access_relation": "md5(subject::text || {n})::uuid",
    "timers_timer": "'episode:' || md5(substr(subject, 9) || {n})::uuid",
    "outbox_message": "'episode:' || md5(substr(subject, 9) || {n})::uuid",
}


def copy_open_episodes(*, line: Any, times: int) -> None:
    """Copy everything a board shows, so that there is so many times as much, as the owner."""
    for table in TABLES:
        columns = [
            name
            for (name,) in line.execute(
                "SELECT column_name FROM information_schema.columns"
                " WHERE table_schema = 'public' AND table_name = %s ORDER BY ordinal_position",
                [table],
            )
        ]
        made = OURS | ({"subject": SUBJECTS[table]} if table in SUBJECTS else {})
        where = (
            " WHERE subject LIKE 'episode:%'" if table in ("timers_timer", "outbox_message") else ""
        )
        rows = line.execute(sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(table)))
        if not rows.fetchone()[0]:
            continue
        taken = sql.SQL(", ").join(
            sql.SQL(made[name].replace("{n}", "n::text")) if name in made else sql.Identifier(name)
            for name in columns
        )
        line.execute(
            sql.SQL("INSERT INTO {} ({}) SELECT {} FROM {}, generate_series(2, {}) n{}").format(
                sql.Identifier(table),
                sql.SQL(", ").join(map(sql.Identifier, columns)),
                taken,
                sql.Identifier(table),
                sql.Literal(times),
                sql.SQL(where),
            )
        )
