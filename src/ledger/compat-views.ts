/**
 * `turns` and `sessions` under the column names of the older dashboards, for their readers and for SQL by hand.
 * `cache_creation_tokens` is the 5-minute part, as in their newer layouts; `machine_id` is the machine's name.
 */
const ISO = (column: string): string => `strftime('%Y-%m-%dT%H:%M:%fZ', ${column} / 1000.0, 'unixepoch')`;

/** What the upgrade of an older database adds: its unknown columns stay visible, and so do sessions without turns. */
export interface ViewExtras {
  /** Further select items, each with a leading comma. */
  readonly columns: string;
  /** A further SELECT of the same columns, with a leading UNION ALL. */
  readonly union: string;
}
const NONE: ViewExtras = { columns: '', union: '' };

export function turnsView(extra: ViewExtras = NONE): string {
  return `CREATE VIEW turns AS SELECT
    e.id AS id, s.uid AS session_id, ${ISO('e.ts_ms')} AS timestamp, c.model AS model,
    e.input AS input_tokens, e.output AS output_tokens, e.cache_read AS cache_read_tokens,
    e.cache_5m AS cache_creation_tokens, e.cache_1h AS cache_1h_tokens,
    CASE WHEN t.text IN ('', '-') THEN NULL WHEN instr(t.text, ',') > 0 THEN substr(t.text, 1, instr(t.text, ',') - 1) ELSE t.text END AS tool_name,
    f.path AS cwd, CASE WHEN e.key LIKE 'legacy:%' THEN NULL ELSE e.key END AS message_id, m.name AS machine_id,
    (e.flags >> 5) & 1 AS is_subagent, NULLIF(a.text, '') AS agent_id${extra.columns}
  FROM event e
  JOIN session s ON s.id = e.session_id
  JOIN folder f ON f.id = e.folder_id
  JOIN price_class c ON c.id = e.class_id
  JOIN machine m ON m.id = e.machine_id
  JOIN label t ON t.id = e.tools_id
  JOIN label a ON a.id = e.agent_id${extra.union}`;
}

export function sessionsView(extra: ViewExtras = NONE): string {
  return `CREATE VIEW sessions AS SELECT
    s.uid AS session_id, p.name AS project_name, ${ISO('s.first_ms')} AS first_timestamp, ${ISO('s.last_ms')} AS last_timestamp,
    b.text AS git_branch, x.input AS total_input_tokens, x.output AS total_output_tokens, x.cache_read AS total_cache_read,
    x.cache_5m AS total_cache_creation, x.cache_1h AS total_cache_1h,
    (SELECT c.model FROM session_day d JOIN price_class c ON c.id = d.class_id WHERE d.session_id = s.id
      GROUP BY c.model ORDER BY SUM(d.turns) DESC, c.model LIMIT 1) AS model,
    x.turns AS turn_count, NULLIF(s.title, '') AS session_name, m.name AS machine_id${extra.columns}
  FROM session s
  JOIN project p ON p.id = s.project_id
  JOIN machine m ON m.id = s.machine_id
  JOIN label b ON b.id = s.branch_id
  JOIN (SELECT session_id, COUNT(*) AS turns, SUM(input) AS input, SUM(output) AS output, SUM(cache_read) AS cache_read,
    SUM(cache_5m) AS cache_5m, SUM(cache_1h) AS cache_1h FROM event GROUP BY session_id) x ON x.session_id = s.id${extra.union}`;
}
