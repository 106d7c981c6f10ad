/**
 * Who may do what in a strict workspace. The owner of the tables may do everything, which is all there is in a simple
 * one. A writer tells and takes back what its own machines sighted and adds names; what is derived only our functions
 * write. A reader selects. No policy asks another table.
 */
import { PG_SCHEMA as S } from '../../ledger/dialect/postgres.ts';

export type RoleKind = 'writer' | 'reader';

/** Tables whose rows belong to the role that told them. */
const TOLD = ['machine', 'copy', 'title'];
/** Statements that make the rules, once. */
export const POLICIES: readonly string[] = TOLD.flatMap((table) => [
  `ALTER TABLE ${S}.${table} ENABLE ROW LEVEL SECURITY`,
  `CREATE POLICY seen ON ${S}.${table} FOR SELECT USING (true)`,
  `CREATE POLICY own_insert ON ${S}.${table} FOR INSERT WITH CHECK (owner_role = CURRENT_USER)`,
  `CREATE POLICY own_update ON ${S}.${table} FOR UPDATE USING (owner_role = CURRENT_USER) WITH CHECK (owner_role = CURRENT_USER)`,
  `CREATE POLICY own_delete ON ${S}.${table} FOR DELETE USING (owner_role = CURRENT_USER)`,
]);

const SEEN =
  `ledger_meta change machine project folder price_class label session copy title event slice calendar stretch
  session_day day_slice file problem session_cost`.split(/\s+/);
const tables = (names: readonly string[]): string => names.map((name) => `${S}.${name}`).join(', ');
const CARD = 'name, member, team, version, last_heard_ms, ahead_ms, pending';
const COPY = `ts_ms, born_ms, session_id, project_id, class_id, branch_id, flags, input, output, cache_5m, cache_1h,
  cache_read, web_searches, seq`;

/** Functions by which a writer changes what is not its own. */
const FUNCTIONS = [
  'begin_change()',
  'derive(text[])',
  'forget_names(integer[], integer[], integer[])',
  'keep_calendar(text, text, text)',
];
/** What a function is made with may be run by anybody, until this is said. */
export const CLOSED: readonly string[] = FUNCTIONS.map((f) => `REVOKE ALL ON FUNCTION ${S}.${f} FROM PUBLIC`);

/** Statements that give an existing role its rights. Harmless to repeat. `role` is quoted where it must be. */
export function grantsTo(role: string, kind: RoleKind): string[] {
  const reading = [`GRANT USAGE ON SCHEMA ${S} TO ${role}`, `GRANT SELECT ON ${tables(SEEN)} TO ${role}`];
  if (kind === 'reader') return reading;
  return [
    ...reading,
    `GRANT SELECT ON ${S}.secret TO ${role}`,
    `GRANT INSERT (uid, ${CARD}), UPDATE (${CARD}, generation) ON ${S}.machine TO ${role}`,
    `GRANT INSERT (key, machine_id, ${COPY}), UPDATE (${COPY}), DELETE ON ${S}.copy TO ${role}`,
    `GRANT INSERT (session_id, machine_id, rank, pos, text, seq), UPDATE (rank, pos, text, seq), DELETE ON ${S}.title TO ${role}`,
    `GRANT INSERT (uid) ON ${S}.session TO ${role}`,
    `GRANT INSERT (key, name) ON ${S}.project TO ${role}`,
    `GRANT INSERT (text) ON ${S}.label TO ${role}`,
    `GRANT INSERT (model, fast, batch, us, context) ON ${S}.price_class TO ${role}`,
    `GRANT EXECUTE ON FUNCTION ${FUNCTIONS.map((f) => `${S}.${f}`).join(', ')} TO ${role}`,
  ];
}
