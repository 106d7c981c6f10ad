import { expect, test } from 'vitest';
test('the tests see no real home', () => {
  expect(process.env.HOME).toBe('/nonexistent/claude-usage-tests');
});
