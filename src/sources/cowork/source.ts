import type { Source } from '../source.ts';
import { discoverAuditLogs } from './discover.ts';
import { CoworkParser } from './parser.ts';

/** Audit logs of Claude Desktop's Cowork (README.md of this folder). */
export const cowork: Source = {
  name: 'cowork',
  reading: 'whole',
  discover: discoverAuditLogs,
  createParser: (writer) => new CoworkParser(writer),
};
