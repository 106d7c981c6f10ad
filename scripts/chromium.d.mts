interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly places: readonly string[];
  readonly mayInstall: boolean;
}
export function findChromium(here?: Surroundings): string | undefined;
export function ensureChromium(here?: Surroundings): string;
