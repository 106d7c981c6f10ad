/**
 * The shape of the sources: median file 80 lines or less, 90th percentile 250, none over 500. Prints the figures and the
 * weight of the tests (1.2 lines per line of source is the aim); fails on a breach.
 */
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

const root = path.dirname(path.dirname(path.dirname(fileURLToPath(import.meta.url))));
const LAW = { median: 80, ninetieth: 250, largest: 500 };

const lines = (file) => fs.readFileSync(path.join(root, file), 'utf8').split('\n').length - 1;
const tracked = execFileSync('git', ['ls-files', '-co', '--exclude-standard'], { cwd: root, encoding: 'utf8' }).split(
  '\n',
);
const code = tracked.filter((file) => /\.(ts|tsx|mjs|js)$/.test(file) && fs.existsSync(path.join(root, file)));
const isTest = (file) => /^test\/|\.test\.tsx?$/.test(file);
const sized = (files) => files.map((file) => ({ file, lines: lines(file) })).sort((a, b) => a.lines - b.lines);
const sum = (files) => files.reduce((total, { lines: count }) => total + count, 0);

const sources = sized(code.filter((file) => /^(src|web\/src)\//.test(file) && !isTest(file)));
const tests = sized(code.filter(isTest));
const at = (share) => sources[Math.floor((sources.length - 1) * share)]?.lines ?? 0;
const ratio = sum(tests) / Math.max(1, sum(sources));

const figures = `${sources.length} source files: median ${at(0.5)}, 90th percentile ${at(0.9)}, largest ${at(1)} lines; ${ratio.toFixed(2)} lines of test per line of source`;
process.stdout.write(`${figures}\n`);
const breaches = [
  ...sized(code)
    .filter((entry) => entry.lines > LAW.largest)
    .map((entry) => `${entry.file}: ${entry.lines} lines, ${LAW.largest} at most`),
  ...(at(0.5) > LAW.median ? [`the median is ${at(0.5)} lines, ${LAW.median} at most`] : []),
  ...(at(0.9) > LAW.ninetieth ? [`the 90th percentile is ${at(0.9)} lines, ${LAW.ninetieth} at most`] : []),
];
for (const breach of breaches) process.stdout.write(`size law: ${breach}\n`);
process.exitCode = breaches.length > 0 ? 1 : 0;
