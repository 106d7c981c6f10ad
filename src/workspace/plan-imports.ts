import type { PeerSegment } from '../ledger/workspace-state.ts';
import type { Manifest, ManifestSegment } from './folder/documents.ts';
import { parseSegmentName } from './folder/names.ts';

export interface ImportPlan {
  readonly wanted: ManifestSegment[];
  /** Packs of nothing but what is here already. */
  readonly covered: ManifestSegment[];
  /** Here, and no longer to be counted. */
  readonly withdrawn: PeerSegment[];
}

type Piece = Pick<PeerSegment, 'incarnation' | 'name'>;
const keyOf = (s: Piece): string => `${s.incarnation}/${s.name}`;

/** Pure: what a manifest wants that is not here yet, and what is here that it no longer wants. Compares sets, never numbers. */
export function planImports(manifest: Manifest, known: readonly PeerSegment[]): ImportPlan {
  const live = manifest.left ? [] : manifest.segments;
  const liveKeys = new Set(live.map(keyOf));
  const state = new Map(known.map((s) => [keyOf(s), s.state]));
  const here = known.filter((s) => s.state === 'imported' || s.state === 'covered');
  const open = live.filter((s) => !['imported', 'covered', 'quarantined'].includes(state.get(keyOf(s)) ?? ''));
  const covered = open.filter((s) => isWholly(s, here));
  const packs = live.filter(isPack);
  const withdrawn = known.filter(
    (s) => s.state === 'imported' && !liveKeys.has(keyOf(s)) && !packs.some((pack) => spans(pack, s)),
  );
  return { wanted: open.filter((s) => !covered.includes(s)), covered, withdrawn };
}

/** First and last sequence of a piece. */
function rangeOf(s: Piece): { low: number; high: number } {
  return parseSegmentName(s.name) ?? { low: 0, high: 0 };
}
const isPack = (s: Piece): boolean => rangeOf(s).low < rangeOf(s).high;

/** The pack stands in for the piece: the same incarnation, and its sequence lies within. */
export function spans(pack: Piece, s: Piece): boolean {
  const [outer, inner] = [rangeOf(pack), rangeOf(s)];
  return pack.incarnation === s.incarnation && outer.low <= inner.low && inner.high <= outer.high;
}

/** Every number of the pack is here in some piece. */
function isWholly(pack: ManifestSegment, here: readonly PeerSegment[]): boolean {
  if (!isPack(pack)) return false;
  const { low, high } = rangeOf(pack);
  const ranges = here.filter((s) => spans(pack, s)).map(rangeOf);
  let next = low;
  for (const r of ranges.toSorted((a, b) => a.low - b.low)) if (r.low <= next) next = Math.max(next, r.high + 1);
  return next > high;
}
