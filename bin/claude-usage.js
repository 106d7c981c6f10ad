#!/usr/bin/env node
// Kept in old syntax, so that an old Node can still read it and say what is needed.
import fs from 'fs';
import module from 'module';
import url from 'url';

const version = process.versions.node.split('.').map(Number);
const program = new URL('../dist/main.js', import.meta.url);

if (version[0] < 22 || (version[0] === 22 && version[1] < 13)) {
  process.stderr.write(
    'claude-usage: needs Node 22.13 or newer, this is ' +
      process.versions.node +
      '. Get it from https://nodejs.org, or run: npx -y -p node@24 -p claude-usage claude-usage\n',
  );
  process.exitCode = 1;
} else if (!fs.existsSync(url.fileURLToPath(program))) {
  process.stderr.write('claude-usage: this checkout is not built yet. Run: npm start\n');
  process.exitCode = 1;
} else {
  if (module.enableCompileCache) module.enableCompileCache();
  void import(program.href);
}
