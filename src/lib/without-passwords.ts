/** `scheme://user:password@host`, also with its slashes folded as a path has them. A password may hold anything but a blank. */
const IN_ADDRESS = /([a-z][a-z\d+.-]+:\/{1,2}[^\s/:@]*):\S+@/gi;
/** `password=…` of a connection string in words or of an address's parameters. */
const AS_WORD = /\b(password\s*=\s*)('[^']*'|[^\s&"']+)/gi;

/** The text as it may be shown: passwords of connection strings are `***`. */
export const withoutPasswords = (text: string): string => text.replace(IN_ADDRESS, '$1:***@').replace(AS_WORD, '$1***');

/** Whether a password would be shown. */
export const holdsPassword = (text: string): boolean => withoutPasswords(text) !== text;
