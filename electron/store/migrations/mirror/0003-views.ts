import type { Migration } from '../../migrate.ts';

/** The public read model, described in views.md. Internal tables may change; these names, columns and units may only be added to. */
export const views: Migration = {
  number: 3,
  name: 'views',
  up(db) {
    db.exec(VIEWS);
  },
};

/** UTC as ISO 8601. Whole seconds carry no fraction, so that a typed literal such as `2026-01-01T00:00:00Z` compares as expected. */
function iso(column: string, name = column): string {
  return `CASE WHEN ${column} % 1000 = 0
      THEN strftime('%Y-%m-%dT%H:%M:%SZ', ${column} / 1000, 'unixepoch')
      ELSE strftime('%Y-%m-%dT%H:%M:%fZ', ${column} / 1000.0, 'unixepoch') END AS ${name}`;
}

const VIEWS = `
CREATE VIEW contacts AS
SELECT c.source, c.id, c.channel, c.direction, c.queue, c.agent, c.customer_key,
  ${iso('c.created_at', 'created_at')}, ${iso('c.queued_at', 'queued_at')},
  ${iso('c.answered_at', 'answered_at')}, ${iso('c.ended_at', 'ended_at')},
  c.vru_seconds, c.queue_seconds, c.ring_seconds, c.talk_seconds, c.hold_seconds, c.wrap_seconds, c.outcome,
  CASE WHEN c.outcome = 'abandoned' THEN c.queue_seconds <= coalesce(
    (SELECT l.seconds FROM short_abandon_row l WHERE l.source = c.source AND l.queue = c.queue),
    (SELECT l.seconds FROM short_abandon_row l WHERE l.source = '' AND l.queue = '')) END AS short_abandon,
  c.created_at AS created_at_ms
FROM contact_row c WHERE c.deleted_at IS NULL;

CREATE VIEW queues AS
SELECT source, id, name, channel, active FROM queue_row WHERE deleted_at IS NULL;

CREATE VIEW agents AS
SELECT source, id, name, email, active, teams, queues FROM agent_row WHERE deleted_at IS NULL;

CREATE VIEW agent_states AS
SELECT source, id, agent, platform, state, raw_state, ${iso('start_at')}, ${iso('end_at')},
  (end_at - start_at) / 1000.0 AS seconds, contact
FROM agent_state_row WHERE deleted_at IS NULL;

CREATE VIEW queue_intervals AS
SELECT source, nullif(queue, '') AS queue, channel, ${iso('bucket_at', 'interval_start')},
  answered + abandoned AS offered, answered, abandoned, left_before_queue, excluded, missed, open,
  answered_timed, abandoned_timed, handled,
  queue_ms_answered / 1000.0 AS queue_seconds_answered, queue_ms_abandoned / 1000.0 AS queue_seconds_abandoned,
  talk_ms / 1000.0 AS talk_seconds, hold_ms / 1000.0 AS hold_seconds, wrap_ms / 1000.0 AS wrap_seconds
FROM queue_quarter_rollup;

CREATE VIEW queue_snapshots AS
SELECT source, id, queue, ${iso('at')}, waiting, longest_wait_seconds, agents_available
FROM queue_snapshot_row WHERE deleted_at IS NULL;

CREATE VIEW surveys AS
SELECT source, id, kind, contact, agent, queue, score, scale_max, satisfied, comment,
  ${iso('offered_at')}, ${iso('answered_at')}
FROM survey_row WHERE deleted_at IS NULL;

CREATE VIEW contact_events AS
SELECT source, id, contact, kind, ${iso('at')}, seconds, clock FROM contact_event_row WHERE deleted_at IS NULL;

CREATE VIEW contact_segments AS
SELECT source, id, contact, kind, agent, queue, ${iso('start_at')}, ${iso('end_at')},
  (end_at - start_at) / 1000.0 AS seconds
FROM contact_segment_row WHERE deleted_at IS NULL;

CREATE VIEW quarantine AS
SELECT source, stream, key, entity, line, reason, payload, ${iso('first_seen_at')}, ${iso('last_seen_at')}
FROM quarantine_row;

CREATE VIEW sources AS
SELECT id, kind, name, zone, state, ${iso('as_of')}, fault, quarantined FROM (
  SELECT s.id, s.kind, s.name, s.zone,
    coalesce(json_extract(s.status, '$.state'), 'new') AS state,
    coalesce(json_extract(s.status, '$.asOf'), (SELECT max(t.as_of) FROM stream_row t WHERE t.source = s.id)) AS as_of,
    json_extract(s.status, '$.fault') AS fault,
    (SELECT count(*) FROM quarantine_row q WHERE q.source = s.id) AS quarantined
  FROM source_row s
);
`;
