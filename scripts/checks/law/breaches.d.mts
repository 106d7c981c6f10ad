export function findBreaches(modules: ReadonlyMap<string, string>, exists: (file: string) => boolean): string[];
