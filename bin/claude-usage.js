#!/usr/bin/env node
// Kept in old syntax, so that an old Node can still read it and say what is needed.
const version = process.versions.node.split('.').map(Number);

if (version[0] < 22 || (version[0] === 22 && version[1] < 13)) {
  process.stderr.write(
    'claude-usage: needs Node 22.13 or newer, this is ' +
      process.versions.node +
      '. Get it from https://nodejs.org, or run: npx -y -p node@24 -p claude-usage claude-usage\n',
  );
  process.exitCode = 1;
} else {
  start();
}

// Node's modules this way and not by `import`, which would read every export of them at each start.
function start() {
  const program = new URL('../dist/main.js', import.meta.url);
  if (!process.getBuiltinModule('fs').existsSync(program)) {
    process.stderr.write('claude-usage: this checkout is not built yet. Run: npm start\n');
    process.exitCode = 1;
    return;
  }
  process.getBuiltinModule('module').enableCompileCache();
  void import(program.href);
}
