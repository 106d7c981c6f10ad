// A naive aggregation over made-up turns.
const DAY = 86_400_000;
const TODAY = Date.UTC(2026, 10, 22);
let seed = 7;
const random = () => (seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0) / 2 ** 32;
const pick = (list, power = 1.7) => list[Math.floor(random() ** power * list.length)];
const MODELS = ['claude-opus-4-6', 'claude-sonnet-4-6', 'claude-haiku-4-5', 'glm-5-air'];
const PROJECTS = [
  'oss/ledgerline',
  'work/atlas-api',
  'work/atlas-web',
  'oss/quiet-clock',
  'home/dotfiles',
  'lab/tide-model',
  'work/infra',
  'lab/notebook',
  'oss/paper-trail',
  'home/garden',
  'work/onboarding',
  'lab/spectra',
];
const MACHINES = [
  { id: 'a'.repeat(32), name: 'aurora' },
  { id: 'b'.repeat(32), name: 'basalt' },
  { id: 'c'.repeat(32), name: 'remote-box-eu' },
];
const TITLES = [
  'Rework the segment reader',
  'Fix drift in weekly totals',
  'Move billing to the new client',
  'Flaky upload test on slow disks',
  '',
  'Draft the incident write-up',
  'Type the search parameters',
  'Speed up cold start',
  'Why does the cache miss?',
  'Trim the container image',
];
const RATE = { 'claude-opus-4-6': [5, 25], 'claude-sonnet-4-6': [3, 15], 'claude-haiku-4-5': [1, 5] };
const CLASSES = ['cacheRead', 'cacheWrite5m', 'cacheWrite1h', 'input', 'output', 'webSearch'];
const FACTOR = { cacheRead: 0.1, cacheWrite5m: 1.25, cacheWrite1h: 2, input: 1 };

const turns = [];
for (let d = 150; d >= 0; d--) {
  const weekend = [0, 6].includes(new Date(TODAY - d * DAY).getUTCDay());
  const n = Math.floor((weekend ? 0.8 : 4) * (0.4 + random()) * (d === 9 ? 4 : 1));
  for (let s = 0; s < n; s++) {
    const session = {
      id: [8, 4, 4, 4, 12]
        .map((l) => Array.from({ length: l }, () => Math.floor(random() * 16).toString(16)).join(''))
        .join('-'),
      title: pick(TITLES, 1),
      project: pick(PROJECTS),
      machine: pick(MACHINES),
      model: pick(MODELS, 2.2),
    };
    let at = TODAY - d * DAY + (8 + random() * 12) * 3_600_000;
    let context = 18_000;
    for (let t = 3 + Math.floor(random() ** 2 * 90); t > 0 && at < TODAY + 16 * 3_600_000; t--) {
      const write = Math.floor(random() * 6000);
      turns.push({
        ...session,
        session,
        at,
        cacheRead: context,
        cacheWrite5m: random() < 0.6 ? write : 0,
        cacheWrite1h: random() < 0.4 ? write : 0,
        input: Math.floor(random() * 40),
        output: Math.floor(80 + random() * 1400),
        webSearch: 0,
      });
      context = Math.min(190_000, context + write);
      at += 20_000 + random() * 200_000;
    }
  }
}
const costOf = (t, c) =>
  c === 'webSearch' || !RATE[t.model]
    ? 0
    : (t[c] * (c === 'output' ? RATE[t.model][1] : RATE[t.model][0] * FACTOR[c])) / 1e6;
for (const t of turns) {
  t.cost = CLASSES.reduce((sum, c) => sum + costOf(t, c), 0);
  t.tokens = CLASSES.reduce((sum, c) => sum + t[c], 0);
}
const iso = (ms) => new Date(ms).toISOString();
const dayOf = (ms) => iso(ms).slice(0, 10);
const sum = (list, f) => list.reduce((a, t) => a + f(t), 0);
const groups = (list, f) => Map.groupBy(list, f);
const slotOf = {
  model: (id) => MODELS.indexOf(id),
  project: (id) => PROJECTS.indexOf(id),
  machine: (id) => MACHINES.findIndex((m) => m.id === id),
};
const nameOf = { machine: (id) => MACHINES.find((m) => m.id === id)?.name ?? id };
const idOf = (t, by) => (by === 'machine' ? t.machine.id : t[by]);

function range(p) {
  const first = turns[0].at;
  const days = { '7d': 7, '30d': 30, '90d': 90, today: 1, week: 7, month: 22 }[p.get('range') ?? 'all'];
  if (p.get('range') === 'custom')
    return [Date.parse(p.get('since') ?? dayOf(first)), Date.parse(p.get('until') ?? dayOf(TODAY)) + DAY];
  if (p.get('range') === 'prev-month') return [Date.UTC(2026, 9, 1), Date.UTC(2026, 10, 1)];
  return days ? [TODAY - (days - 1) * DAY, TODAY + DAY] : [Math.floor(first / DAY) * DAY, TODAY + DAY];
}
function within(p, from, to) {
  const [models, projects, machines, q] = [
    p.getAll('model'),
    p.getAll('project'),
    p.getAll('machine'),
    (p.get('q') ?? '').toLowerCase(),
  ];
  const any = (list, v) => list.length === 0 || list.includes(v);
  return turns.filter(
    (t) =>
      t.at >= from &&
      t.at < to &&
      any(models, t.model) &&
      any(projects, t.project) &&
      any(machines, t.machine.id) &&
      `${t.project} ${t.title} ${t.session.id} ${t.model}`.toLowerCase().includes(q),
  );
}
const hit = (list) =>
  sum(list, (t) => t.cacheRead) /
  Math.max(
    1,
    sum(list, (t) => t.tokens - t.output),
  );
const METRICS = {
  cost: (l) => sum(l, (t) => t.cost),
  tokens: (l) => sum(l, (t) => t.tokens),
  turns: (l) => l.length,
  sessions: (l) => new Set(l.map((t) => t.session)).size,
  cacheHitRate: hit,
};
function figures(list) {
  return {
    inputTokens: sum(list, (t) => t.input),
    outputTokens: sum(list, (t) => t.output),
    cacheCreationTokens: sum(list, (t) => t.cacheWrite5m + t.cacheWrite1h),
    cacheReadTokens: sum(list, (t) => t.cacheRead),
    totalTokens: METRICS.tokens(list),
    totalCost: METRICS.cost(list),
    cacheCreation5mTokens: sum(list, (t) => t.cacheWrite5m),
    cacheCreation1hTokens: sum(list, (t) => t.cacheWrite1h),
    turns: list.length,
    sessions: METRICS.sessions(list),
    webSearches: 0,
    unpricedTokens: sum(list, (t) => (RATE[t.model] ? 0 : t.tokens)),
  };
}
function summary(list, p, [from, to]) {
  const span = to - from;
  const before = p.get('range') === 'all' ? null : within(p, from - span, from);
  const step = Math.max(1, Math.ceil(span / DAY / 60)) * DAY;
  const steps = Array.from({ length: Math.ceil(span / step) }, (_, i) =>
    list.filter((t) => t.at >= from + i * step && t.at < from + (i + 1) * step),
  );
  const figure = (f) => ({
    value: f(list),
    previous: before && f(before),
    change: before && f(before) ? (f(list) - f(before)) / f(before) : null,
    spark: steps.map(f),
  });
  const [tokens, cost] = [METRICS.tokens(list) || 1, METRICS.cost(list) || 1];
  return {
    summary: {
      since: dayOf(from),
      until: dayOf(to - DAY),
      previousSince: before && dayOf(from - span),
      previousUntil: before && dayOf(from - DAY),
      activeDays: new Set(list.map((t) => dayOf(t.at))).size,
      ...Object.fromEntries(Object.entries(METRICS).map(([k, f]) => [k, figure(f)])),
      split: CLASSES.map((c) => ({
        class: c,
        tokens: sum(list, (t) => t[c]),
        tokenShare: sum(list, (t) => t[c]) / tokens,
        cost: sum(list, (t) => costOf(t, c)),
        costShare: sum(list, (t) => costOf(t, c)) / cost,
      })),
      sparkBuckets: steps.map((_, i) => dayOf(from + i * step)),
    },
    totals: figures(list),
  };
}
function series(list, p, [from, to]) {
  const days = (to - from) / DAY;
  const bucket = p.get('bucket') ?? (days <= 2 ? 'hour' : days <= 92 ? 'day' : days <= 400 ? 'week' : 'month');
  const stack = p.get('stack') ?? 'class';
  const monday = (ms) => ms - ((new Date(ms).getUTCDay() + 6) % 7) * DAY;
  const key = {
    hour: (ms) => iso(ms).slice(0, 13),
    day: dayOf,
    week: (ms) => dayOf(monday(Math.floor(ms / DAY) * DAY)),
    month: (ms) => dayOf(ms).slice(0, 7),
  }[bucket];
  const buckets = [
    ...new Map(Array.from({ length: days * 24 }, (_, i) => [key(from + i * 3_600_000), dayOf(from + i * 3_600_000)])),
  ].map(([k, until], i) => ({ key: k, since: i === 0 ? dayOf(from) : k.slice(0, 10).padEnd(10, '-01'), until }));
  const at = new Map(buckets.map((b, i) => [b.key, i]));
  const fill = (l, f) =>
    l.reduce(
      (a, t) => ((a[at.get(key(t.at))] += f(t)), a),
      buckets.map(() => 0),
    );
  const make = (id, name, slot, l, ft, fc) => ({
    id,
    name,
    slot,
    tokens: fill(l, ft),
    cost: fill(l, fc),
    totalTokens: sum(l, ft),
    totalCost: sum(l, fc),
  });
  let stacks;
  if (stack === 'class')
    stacks = CLASSES.map((c, i) =>
      make(
        c,
        c,
        i,
        list,
        (t) => t[c],
        (t) => costOf(t, c),
      ),
    );
  else {
    const all = [...groups(list, (t) => idOf(t, stack))]
      .map(([id, l]) => [id, l, METRICS.cost(l)])
      .sort((a, b) => b[2] - a[2]);
    stacks = all.slice(0, 8).map(([id, l]) =>
      make(
        id,
        nameOf[stack]?.(id) ?? id,
        slotOf[stack](id),
        l,
        (t) => t.tokens,
        (t) => t.cost,
      ),
    );
    if (all.length > 8)
      stacks.push(
        make(
          'rest',
          `${all.length - 8} more`,
          -1,
          all.slice(8).flatMap((g) => g[1]),
          (t) => t.tokens,
          (t) => t.cost,
        ),
      );
  }
  return {
    series: {
      bucket,
      stack,
      buckets,
      stacks,
      tokens: fill(list, (t) => t.tokens),
      cost: fill(list, (t) => t.cost),
      turns: fill(list, () => 1),
    },
  };
}
function ranked(list, p, [from, to]) {
  const by = p.get('by');
  const sort = METRICS[p.get('sort') ?? 'cost'];
  const limit = Number(p.get('limit') ?? 8);
  const [cost, tokens] = [METRICS.cost(list) || 1, METRICS.tokens(list) || 1];
  const short = (l) => ({
    cost: METRICS.cost(l),
    tokens: METRICS.tokens(l),
    turns: l.length,
    costShare: METRICS.cost(l) / cost,
    tokenShare: METRICS.tokens(l) / tokens,
  });
  const all = [...groups(list, (t) => idOf(t, by))].sort((a, b) => sort(b[1]) - sort(a[1]));
  const steps = Math.min(40, (to - from) / DAY);
  const rest = all.slice(limit);
  return {
    ranked: {
      by,
      rows: all
        .slice(0, limit)
        .map(([id, l]) => ({
          ...short(l),
          id,
          name: nameOf[by]?.(id) ?? id,
          slot: slotOf[by](id),
          sessions: METRICS.sessions(l),
          unpricedTokens: figures(l).unpricedTokens,
          spark: l.reduce(
            (a, t) => ((a[Math.floor(((t.at - from) / (to - from)) * steps)] += t.cost), a),
            Array(steps).fill(0),
          ),
        })),
      rest: rest.length ? { ...short(rest.flatMap((g) => g[1])), rows: rest.length } : null,
    },
  };
}
function sessions(list, p) {
  const rows = [...groups(list, (t) => t.session)].map(([s, l]) => ({
    ...figures(l),
    modelsUsed: [...new Set(l.map((t) => t.model))],
    sessionId: s.id,
    title: s.title,
    projectId: s.project,
    project: s.project,
    machineId: s.machine.id,
    machine: s.machine.name,
    branch: 'main',
    firstActivity: iso(l[0].at),
    lastActivity: iso(l.at(-1).at),
  }));
  const by = { cost: 'totalCost', tokens: 'totalTokens' }[p.get('sort')] ?? p.get('sort') ?? 'lastActivity';
  rows.sort((a, b) => (a[by] < b[by] ? -1 : 1) * (p.get('order') === 'asc' ? 1 : -1));
  const offset = Number(p.get('offset') ?? 0);
  return { sessions: rows.slice(offset, offset + Number(p.get('limit') ?? 50)), total: rows.length };
}
function heatmap(list) {
  const grid = (f) =>
    list.reduce(
      (a, t) => ((a[((new Date(t.at).getUTCDay() + 6) % 7) * 24 + new Date(t.at).getUTCHours()] += f(t)), a),
      Array(168).fill(0),
    );
  return { heatmap: { turns: grid(() => 1), tokens: grid((t) => t.tokens), cost: grid((t) => t.cost) } };
}
function attention(list) {
  const top = sessions(list, new URLSearchParams('sort=cost'))
    .sessions.slice(0, 3)
    .map((s) => ({ sessionId: s.sessionId, title: s.title, project: s.project, cost: s.totalCost }));
  return {
    attention:
      list.length === 0
        ? []
        : [
            { kind: 'unpriced-model', model: 'glm-5-air', tokens: figures(list).unpricedTokens, turns: 41 },
            { kind: 'skipped', lines: 3, files: 1 },
            {
              kind: 'silent-machine',
              machineId: MACHINES[2].id,
              machine: MACHINES[2].name,
              since: '2026-11-14T09:12:00Z',
              days: 8,
            },
            { kind: 'unusual-day', day: '2026-11-13', cost: 181.2, usual: 44.7, times: 4.05 },
            {
              kind: 'concentration',
              sessions: 14,
              ofSessions: METRICS.sessions(list),
              share: 0.8,
              cost: METRICS.cost(list) * 0.8,
              top,
            },
          ],
  };
}
function filters(mode) {
  const options = (ids, by) =>
    ids.map((id, i) => ({
      id: id.id ?? id,
      name: id.name ?? id,
      slot: i,
      turns: turns.filter((t) => idOf(t, by) === (id.id ?? id)).length,
    }));
  const machines = mode === 'one' ? MACHINES.slice(0, 1) : MACHINES;
  const empty = mode === 'empty';
  return {
    filters: {
      models: empty ? [] : options(MODELS, 'model'),
      projects: empty ? [] : options(PROJECTS, 'project'),
      machines: options(machines, 'machine').map((m) => ({ ...m, member: '', team: '', self: true, lastHeard: null })),
      members: [],
      teams: [],
      multiMachine: mode === 'full',
      firstDay: empty ? null : dayOf(turns[0].at),
      lastDay: empty ? null : dayOf(TODAY),
      today: dayOf(TODAY),
    },
  };
}
const status = (mode) => ({
  status: {
    version: '0.1.0',
    priceTable: '2026-11-20',
    timezone: 'Europe/Prague',
    ledger: '~/.claude/usage.db',
    roots: [
      '~/.claude/projects',
      '~/.config/claude/projects',
      '~/Library/Developer/Xcode/CodingAssistant/ClaudeAgentConfig/projects',
    ].map((path, i) => ({ path, found: i === 0, transcripts: mode === 'empty' ? 0 : i === 0 ? 412 : 0 })),
    turns: turns.length,
    sessions: 300,
    files: mode === 'empty' ? 0 : 412,
    skippedLines: 3,
    skippedFiles: 1,
    scanning: false,
    lastScan: new Date().toISOString(),
    lastTurn: iso(turns.at(-1).at),
  },
});
function session(id) {
  const list = turns.filter((t) => t.session.id === id);
  if (list.length === 0) return undefined;
  return { session: { ...sessions(list, new URLSearchParams()).sessions[0], modelBreakdowns: [] }, turns: [] };
}

export function answer(name, p, mode, revision) {
  const span = range(p);
  const list = mode === 'empty' ? [] : within(p, ...span).filter((t) => mode !== 'one' || t.machine === MACHINES[0]);
  const make = {
    summary,
    series,
    ranked,
    heatmap,
    'recent-sessions': sessions,
    attention,
    filters: () => filters(mode),
    status: () => status(mode),
    session: () => session(p.get('id')),
  }[name];
  const body = make?.(list, p, span);
  if (!body) return undefined;
  const unpriced = figures(list).unpricedTokens;
  return {
    ...body,
    coverage: {
      skippedLines: 3,
      skippedFiles: 1,
      unfinalTurns: 2,
      unpricedModels: unpriced ? [{ model: 'glm-5-air', tokens: unpriced, turns: 41 }] : [],
      silentMachines: [],
      legacyDuplicates: 0,
    },
    meta: {
      version: '0.1.0',
      timezone: 'Europe/Prague',
      priceTable: '2026-11-20',
      generatedAt: new Date().toISOString(),
      since: dayOf(span[0]),
      until: dayOf(span[1] - DAY),
    },
    revision,
  };
}
