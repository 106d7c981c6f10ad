import packageJson from '../../package.json' with { type: 'json' };

/** Version of the program, from its package. */
export const VERSION: string = packageJson.version;
