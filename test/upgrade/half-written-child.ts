/** Writes more than its cache holds in one transaction and dies before the end: what an older program may leave. */
import Database from 'better-sqlite3';

const db = new Database(process.argv[2] ?? '');
db.pragma('cache_size = 5');
db.exec('BEGIN');
const insert = db.prepare('INSERT INTO turns (session_id, cwd) VALUES (?, ?)');
for (let i = 0; i < 500; i++) insert.run('half', 'x'.repeat(2000));
process.kill(process.pid, 'SIGKILL');
