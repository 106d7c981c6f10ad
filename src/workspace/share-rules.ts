/** What leaves the machine, field by field. Pure: the same turn and rules give the same record. */
import { createHmac } from 'node:crypto';
import type { SharedTitle, SharedTurn } from '../contract/shared-turn.ts';
import { RANK } from '../contract/usage-event.ts';
import type { SessionNames } from '../ledger/snapshot.ts';

export type FieldRule = 'plain' | 'alias' | 'hash' | 'omit';
export type Field = 'project' | 'branch' | 'title' | 'member';
export type Profile = 'mine' | 'team';

export interface ShareRules {
  readonly profile: Profile;
  readonly fields: Readonly<Record<Field, FieldRule>>;
  /** Project names; empty: all that are not denied. */
  readonly allow: readonly string[];
  readonly deny: readonly string[];
  /** Project name to the name others see. */
  readonly aliases: Readonly<Record<string, string>>;
}

const PROFILES: Readonly<Record<Profile, ShareRules['fields']>> = {
  mine: { project: 'plain', branch: 'plain', title: 'plain', member: 'plain' },
  team: { project: 'plain', branch: 'hash', title: 'omit', member: 'plain' },
};

/** As configured: a profile, or an object that changes one. `team` is the default where a team is named. */
export function shareRules(configured: unknown, team: string): ShareRules {
  const given = typeof configured === 'object' && configured !== null ? (configured as Partial<ShareRules>) : {};
  const named = typeof configured === 'string' ? (configured as Profile) : given.profile;
  const profile = named ?? (team === '' ? 'mine' : 'team');
  return {
    profile,
    fields: { ...PROFILES[profile], ...given.fields },
    allow: given.allow ?? [],
    deny: given.deny ?? [],
    aliases: given.aliases ?? {},
  };
}

/** In a sentence, for `workspace init` and `join`. */
export function describeRules(rules: ShareRules): string {
  const said: Record<FieldRule, string> = {
    plain: 'as they are',
    alias: 'by alias',
    hash: 'as pseudonyms',
    omit: 'not at all',
  };
  const parts = (['project', 'branch', 'title'] as const).map(
    (f) => `${f === 'branch' ? 'branches' : `${f}s`} ${said[rules.fields[f]]}`,
  );
  return `Token counts, models and times are shared; ${parts.join(', ')}. Never prompts, replies, tool input, paths or remotes.`;
}

/** 32 hex digits that only those who hold the workspace's key can recompute. */
export const pseudonym = (key: string, text: string): string =>
  createHmac('sha256', Buffer.from(key, 'hex')).update(text).digest('hex').slice(0, 32);

/** The reference by which every machine knows a project: from its repository where it has one, else from its folder's name. */
export const projectReference = (key: string, projectKey: string, repository?: string): string =>
  `ref:${pseudonym(key, repository === undefined ? projectKey : `git:${repository}`)}`;

/** Whether turns of a project leave at all, by its name. */
export function mayLeave({ allow, deny }: Pick<ShareRules, 'allow' | 'deny'>, project: string): boolean {
  return !deny.includes(project) && (allow.length === 0 || allow.includes(project));
}

/** Applies rules with the workspace's key. */
export class Sharer {
  readonly #rules: ShareRules;
  readonly #key: string;
  readonly #repositories: ReadonlyMap<string, string>;
  readonly #references = new Map<string, string>();
  /** `repositories` by project key. */
  constructor(rules: ShareRules, key: string, repositories: ReadonlyMap<string, string> = new Map()) {
    this.#rules = rules;
    this.#key = key;
    this.#repositories = repositories;
  }

  /** Undefined: the turn stays home. */
  turn(t: SharedTurn): SharedTurn | undefined {
    if (!this.#leaves(t)) return undefined;
    const projectName = this.#text('project', t.projectName);
    return { ...t, projectKey: this.#reference(t.projectKey), projectName, branch: this.#text('branch', t.branch) };
  }
  title(t: SharedTitle): SharedTitle | undefined {
    const text = this.#text('title', t.text);
    return text === '' ? undefined : { ...t, text };
  }
  /** An own session as the snapshot may show it; undefined: it stays home. */
  session(s: SessionNames): SessionNames | undefined {
    if (!mayLeave(this.#rules, s.project)) return undefined;
    return {
      project: this.#text('project', s.project),
      branch: this.#text('branch', s.branch),
      title: this.#text('title', s.title),
    };
  }
  member(name: string): string {
    return this.#text('member', name);
  }

  #leaves(t: SharedTurn): boolean {
    // A turn of an older database without an id may still be recognised by its transcript and get its true key: shared
    // before, it would count twice elsewhere.
    if (t.rank === RANK.legacy && /^(legacy:|cowork-)/.test(t.key)) return false;
    return mayLeave(this.#rules, t.projectName);
  }
  #reference(projectKey: string): string {
    const known = this.#references.get(projectKey);
    if (known !== undefined) return known;
    // A project that is known by reference only keeps it.
    const made = projectKey.startsWith('ref:')
      ? projectKey
      : projectReference(this.#key, projectKey, this.#repositories.get(projectKey));
    this.#references.set(projectKey, made);
    return made;
  }
  #text(field: Field, text: string): string {
    if (text === '') return '';
    switch (this.#rules.fields[field]) {
      case 'plain':
        return field === 'project' ? (this.#rules.aliases[text] ?? text) : text;
      case 'alias':
        return this.#rules.aliases[text] ?? pseudonym(this.#key, text).slice(0, 8);
      case 'hash':
        return pseudonym(this.#key, text).slice(0, 8);
      case 'omit':
        return '';
    }
  }
}
