import { z } from 'zod';
import { filterQuery } from '../filters.ts';
import { pageEnvelope } from './page.ts';
import { sessionRow } from './usage-row.ts';

export const SESSION_SORTS = ['lastActivity', 'cost', 'tokens', 'turns', 'title', 'project', 'machine'] as const;
export type SessionSort = (typeof SESSION_SORTS)[number];

export const recentSessionsQuery = filterQuery.extend({
  sort: z.enum(SESSION_SORTS).default('lastActivity'),
  order: z.enum(['asc', 'desc']).default('desc'),
  limit: z.coerce.number().int().min(1).max(1000).default(50),
  offset: z.coerce.number().int().min(0).default(0),
});
export type RecentSessionsQuery = z.infer<typeof recentSessionsQuery>;

/** A session's figures within the range; the breakdown by model belongs to the session's own page. */
export const sessionListRow = sessionRow.omit({ modelBreakdowns: true });
export type SessionListRow = z.infer<typeof sessionListRow>;

/** Ties are ordered by session id, so that pages neither repeat nor skip a row. */
export const recentSessionsReport = pageEnvelope.extend({
  sessions: z.array(sessionListRow),
  /** Sessions in range and filter, over all pages. */
  total: z.number().int(),
});
export type RecentSessionsReport = z.infer<typeof recentSessionsReport>;
