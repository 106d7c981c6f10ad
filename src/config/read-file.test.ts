import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { parseConfigFile, readConfigFile } from './read-file.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'config-file-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('a file that is not there is no finding, also below a file', () => {
  writeFileSync(join(folder, 'file'), '{}');
  expect(readConfigFile(join(folder, 'none.json'))).toEqual({ state: 'missing' });
  expect(readConfigFile(join(folder, 'file', 'none.json'))).toEqual({ state: 'missing' });
});

test('a folder in its place, and one that may not be entered, are named', () => {
  mkdirSync(join(folder, 'inner'));
  expect(readConfigFile(join(folder, 'inner'))).toMatchObject({ state: 'wrong', found: 'a folder' });
  chmodSync(join(folder, 'inner'), 0o000);
  const behind = readConfigFile(join(folder, 'inner', 'a.json'));
  chmodSync(join(folder, 'inner'), 0o700);
  // Root may enter every folder, and finds nothing there.
  expect(behind.state).toBe(process.getuid?.() === 0 ? 'missing' : 'wrong');
});

test('whatever bytes it holds, reading never throws, and only an object is read', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.uint8Array(),
        fc.json().map((text) => new TextEncoder().encode(text)),
      ),
      (bytes) => {
        const content = parseConfigFile(bytes);
        if (content.state === 'read') expect(Object.prototype.toString.call(content.values)).toBe('[object Object]');
        else expect(content).toMatchObject({ state: 'wrong', takes: 'a JSON object in UTF-8' });
      },
    ),
  );
});

test('an object comes back as it was written, a byte order mark in front or not', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), fc.boolean(), (values, mark) => {
      const text = `${mark ? '\uFEFF' : ''}${JSON.stringify(values)}`;
      const content = parseConfigFile(new TextEncoder().encode(text));
      expect(content).toMatchObject({ state: 'read' });
      if (content.state === 'read')
        expect(JSON.stringify(content.values)).toBe(JSON.stringify(JSON.parse(JSON.stringify(values))));
    }),
  );
});
