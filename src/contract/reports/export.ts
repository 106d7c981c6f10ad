/** What can be exported, and the columns of each, in order. Every type streams; a column never changes its meaning. */
const tokens = [
  'inputTokens',
  'outputTokens',
  'cacheCreation5mTokens',
  'cacheCreation1hTokens',
  'cacheReadTokens',
  'totalTokens',
  'webSearches',
] as const;
const figures = [...tokens, 'totalCost', 'turns', 'sessions', 'unpricedTokens'] as const;

export const EXPORT_COLUMNS = {
  turns: [
    'timestamp',
    'sessionId',
    'projectId',
    'project',
    'machineId',
    'machine',
    'model',
    ...tokens,
    'cost',
    'unpriced',
    'fast',
    'batch',
    'us',
    'final',
    'sidechain',
    'agentId',
    'tools',
    'branch',
    'cwd',
    'cliVersion',
    'key',
  ],
  sessions: [
    'sessionId',
    'title',
    'projectId',
    'project',
    'machineId',
    'machine',
    'branch',
    'firstActivity',
    'lastActivity',
    'models',
    ...figures,
  ],
  /** One row per local day and model. */
  daily: ['period', 'model', ...tokens, 'totalCost', 'turns', 'unpricedTokens'],
  projects: ['projectId', 'project', 'lastActivity', 'models', ...figures],
  machines: ['machineId', 'machine', 'member', 'team', 'lastActivity', 'models', ...figures],
} as const;

export type ExportType = keyof typeof EXPORT_COLUMNS;
export const EXPORT_TYPES = Object.keys(EXPORT_COLUMNS) as ExportType[];

/** A row holds every column of its type, in order. US dollars are numbers; lists are joined by commas. */
export type ExportRow = Readonly<Record<string, string | number | boolean | null>>;
