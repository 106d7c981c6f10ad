/**
 * The merge rule of ledger/merge.ts as SQL, over the copies that machines told. A property test holds the two together.
 * The lowest four bits of the flags (rank, final, speed) come with the usage, the others with the owner.
 */
import { PG_SCHEMA as S } from '../../ledger/dialect/postgres.ts';
import { FLAG } from '../../ledger/schema.ts';

const USAGE_BITS = FLAG.rankMask | FLAG.final | FLAG.hasSpeed;
const OWNER_BITS = FLAG.ownerCertain | FLAG.side;
const TOKENS = ['input', 'output', 'cache_5m', 'cache_1h', 'cache_read', 'web_searches'];

/** In the order in which `compareUsage` asks; the larger wins. `c` is a copy, `p` its price class. */
const usageOrder = (c: string, p: string): string[] => [
  `${c}.flags & ${FLAG.rankMask}`,
  `${c}.input + ${c}.output + ${c}.cache_5m + ${c}.cache_1h + ${c}.cache_read`,
  `${c}.flags & ${FLAG.final}`,
  `${c}.flags & ${FLAG.hasSpeed}`,
  ...['output', 'input', 'cache_1h', 'cache_5m', 'cache_read', 'web_searches'].map((column) => `${c}.${column}`),
  ...['fast', 'batch', 'us', 'context', 'model'].map((column) => `${p}.${column}`),
];
/** In the order in which `compareSighting` asks of what is shared; the smaller owns. `s` is the session. */
const sightingOrder = (c: string, s: string): string[] => [
  `-(${c}.flags & ${FLAG.rankMask})`,
  `-(${c}.flags & ${FLAG.ownerCertain})`,
  `${c}.born_ms`,
  `${s}.uid`,
];

export const COPY_COLUMNS =
  'key, ts_ms, born_ms, session_id, project_id, class_id, branch_id, flags, input, output, cache_5m, cache_1h, cache_read, web_searches';
const COPY_TYPES = 'text bigint bigint int int int int int bigint bigint bigint bigint bigint bigint'.split(' ');
const INCOMING = `unnest(${COPY_TYPES.map((type, i) => `$${i + 3}::${type}[]`).join(', ')}) AS i (${COPY_COLUMNS})`;

/** $1 machine, $2 change, $3… the columns. Returns the keys that were new. */
export const INSERT_COPIES = `INSERT INTO ${S}.copy (machine_id, seq, ${COPY_COLUMNS})
  SELECT $1, $2, ${COPY_COLUMNS} FROM ${INCOMING} ON CONFLICT DO NOTHING RETURNING key`;

const usageOf = (column: string): string => `${column} = CASE WHEN m.usage_newer THEN m.${column} ELSE c.${column} END`;
const placeOf = (column: string): string => `${column} = CASE WHEN m.place_newer THEN m.${column} ELSE c.${column} END`;

/**
 * Parameters as above. What the machine told before and what it tells now, as one: nothing it told is lost. At the same
 * place only what it knows privately can have decided between two branches: what it says last holds. The keys stand there
 * twice so that they are looked up: a first load of a machine is planned before anybody has counted its rows.
 */
export const UPDATE_COPIES = `UPDATE ${S}.copy c SET seq = $2, ts_ms = LEAST(m.ts_ms, c.ts_ms),
    flags = (CASE WHEN m.usage_newer THEN m.flags ELSE c.flags END & ${USAGE_BITS})
      | (CASE WHEN m.place_newer THEN m.flags ELSE c.flags END & ${OWNER_BITS}),
    ${['class_id', ...TOKENS].map(usageOf).join(', ')},
    ${['born_ms', 'session_id', 'project_id', 'branch_id'].map(placeOf).join(', ')}
  FROM (SELECT i.*,
      (${usageOrder('i', 'pi').join(', ')}) > (${usageOrder('o', 'po').join(', ')}) AS usage_newer,
      CASE WHEN (${sightingOrder('i', 'si').join(', ')}) = (${sightingOrder('o', 'so').join(', ')})
        THEN (i.project_id, i.branch_id) <> (o.project_id, o.branch_id)
        ELSE (${sightingOrder('i', 'si').join(', ')}) < (${sightingOrder('o', 'so').join(', ')}) END AS place_newer, o.ts_ms AS old_ms
    FROM ${INCOMING} JOIN ${S}.copy o ON o.key = i.key AND o.key = ANY($3::text[]) AND o.machine_id = $1
    JOIN ${S}.price_class pi ON pi.id = i.class_id JOIN ${S}.price_class po ON po.id = o.class_id
    JOIN ${S}.session si ON si.id = i.session_id JOIN ${S}.session so ON so.id = o.session_id) m
  WHERE c.key = m.key AND c.key = ANY($3::text[]) AND c.machine_id = $1 AND (m.usage_newer OR m.place_newer OR m.ts_ms < m.old_ms)`;

const EVENT_COLUMNS = `ts_ms, session_id, folder_id, machine_id, class_id, branch_id, tools_id, agent_id, version_id, file_id, flags, ${TOKENS.join(', ')}`;
const eventOf = (from: string): string =>
  EVENT_COLUMNS.split(', ')
    .map((column) => `${from}.${column}`)
    .join(', ');
const descending = usageOrder('c', 'p').map((column) => `${column} DESC`);
/** One row per turn of which a machine told. The label 1 is the empty text. */
const merged = (keys: string): string => `WITH c AS MATERIALIZED (SELECT * FROM ${S}.copy WHERE key = ANY(${keys})),
  u AS (SELECT DISTINCT ON (c.key) c.* FROM c JOIN ${S}.price_class p ON p.id = c.class_id ORDER BY c.key, ${descending.join(', ')}),
  o AS (SELECT DISTINCT ON (c.key) c.* FROM c JOIN ${S}.session s ON s.id = c.session_id JOIN ${S}.machine m ON m.id = c.machine_id
    ORDER BY c.key, ${sightingOrder('c', 's').join(', ')}, m.uid),
  t AS (SELECT key, MIN(ts_ms) AS ts_ms, COUNT(*) AS told FROM c GROUP BY key),
  merged AS (SELECT u.key, t.ts_ms, o.session_id, o.project_id AS folder_id, o.machine_id, u.class_id, o.branch_id,
      1 AS tools_id, 1 AS agent_id, 1 AS version_id, 0 AS file_id,
      (u.flags & ${USAGE_BITS}) | (o.flags & ${OWNER_BITS}) | CASE WHEN t.told > 1 THEN ${FLAG.shared} ELSE 0 END AS flags,
      ${TOKENS.map((column) => `u.${column}`).join(', ')}
    FROM u JOIN o ON o.key = u.key JOIN t ON t.key = u.key)`;

/** Turns that were not there, each as one of its copies tells it. `keys` is an expression of type text[]. */
export const insertEvents = (keys: string): string => `INSERT INTO ${S}.event (key, ${EVENT_COLUMNS})
  SELECT key, ts_ms, session_id, project_id, machine_id, class_id, branch_id, 1, 1, 1, 0, flags, ${TOKENS.join(', ')}
  FROM ${S}.copy WHERE key = ANY(${keys}) ORDER BY key ON CONFLICT DO NOTHING`;
/** Turns that are there, as all their copies tell them together. */
export const updateEvents = (keys: string): string => `${merged(keys)}
  UPDATE ${S}.event e SET (${EVENT_COLUMNS}) = (${eventOf('m')})
  FROM merged m WHERE e.key = m.key AND (${eventOf('e')}) IS DISTINCT FROM (${eventOf('m')})`;
/** Turns that no machine tells of any more go. */
export const deleteEvents = (keys: string): string => `DELETE FROM ${S}.event e WHERE e.key = ANY(${keys})
  AND NOT EXISTS (SELECT 1 FROM ${S}.copy c WHERE c.key = e.key)`;
