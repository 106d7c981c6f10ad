import fc from 'fast-check';
import { expect, test } from 'vitest';
import { holdsPassword, withoutPasswords } from './without-passwords.ts';

test.each([
  ['postgres://ada:s3cret@db.example.org/usage', 'postgres://ada:***@db.example.org/usage'],
  ['"postgres://ada:p@ss/w:rd@host:5432/db"', '"postgres://ada:***@host:5432/db"'],
  ['/home/ada/postgress:/ada:s3cret@host/db is away', '/home/ada/postgress:/ada:***@host/db is away'],
  ['postgres://:s3cret@host/db', 'postgres://:***@host/db'],
  ['host=h password=s3cret dbname=d', 'host=h password=*** dbname=d'],
  ["password = 'two words' host=h", 'password = *** host=h'],
  ['postgres://host/db?password=s3cret&x=1', 'postgres://host/db?password=***&x=1'],
])('%s is shown as %s', (text, shown) => {
  expect(withoutPasswords(text)).toBe(shown);
  expect(holdsPassword(text)).toBe(true);
});

test.each(['http://127.0.0.1:8080/', 'postgres://ada@host:5432/db', 'C:\\drive\\usage.db', 'ada@host', 'C:/a:b@c'])(
  '%s holds none',
  (text) => expect(holdsPassword(text)).toBe(false),
);

test('no password without a blank is shown, whatever its signs', () => {
  fc.assert(
    fc.property(
      fc.string({ minLength: 8 }).map((s) => `x${s.replaceAll(/[\s*]/g, '_')}x`),
      (password) => {
        expect(withoutPasswords(`cannot reach postgres://ada:${password}@host/db now`)).not.toContain(password);
      },
    ),
  );
});
