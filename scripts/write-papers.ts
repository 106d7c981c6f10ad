/** Writes the generated papers in docs/: run it after a change of a route, a query or an error code. */
import { writeFileSync } from 'node:fs';
import { apiPaper, errorsPaper } from '../src/server/api-paper.ts';

const write = (name: string, text: string) => writeFileSync(new URL(`../docs/${name}`, import.meta.url), text);
write('api.md', apiPaper());
write('errors.md', errorsPaper());
