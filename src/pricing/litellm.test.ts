import { expect, test } from 'vitest';
import { importLiteLlm } from './litellm.ts';
import { loadPriceTable } from './price-table.ts';

const FILE = {
  sample_spec: { input_cost_per_token: 0 },
  'claude-opus-9': {
    litellm_provider: 'anthropic',
    input_cost_per_token: 7e-6,
    output_cost_per_token: 3.5e-5,
    cache_creation_input_token_cost: 8.75e-6,
    cache_creation_input_token_cost_above_1hr: 6e-6,
    cache_read_input_token_cost: 3e-7,
  },
  'claude-odd': { input_cost_per_token: 'free', output_cost_per_token: 0 },
  'us.anthropic.claude-opus-9': { input_cost_per_token: 7.7e-6, output_cost_per_token: 3.85e-5 },
  'vertex_ai/claude-opus-9': { input_cost_per_token: 1, output_cost_per_token: 1 },
  'gpt-5': { input_cost_per_token: 1e-6, output_cost_per_token: 1e-5 },
};

test('takes the bare Claude names, in US dollars per million tokens', () => {
  const { overrides, skipped } = importLiteLlm(FILE);
  expect(overrides).toEqual({
    models: { 'claude-opus-9': { input: 7, output: 35, cacheWrite5m: 8.75, cacheRead: 0.3 } },
  });
  expect(skipped).toEqual([{ name: 'claude-odd', reason: expect.stringContaining('input_cost_per_token') }]);
});

test('what it takes prices a model that the list does not have', () => {
  const table = loadPriceTable(importLiteLlm(FILE).overrides);
  const rates = table.rates({ model: 'claude-opus-9', fast: false, batch: false, us: false, context: 0 }, 0);
  expect(rates).toMatchObject({ input: 7e6, cache1h: 14e6, cacheRead: 0.3e6 });
});

test.each([[[]], ['text'], [null], [{ other: 1 }]])('%j is no such file', (json) => {
  expect(() => importLiteLlm(json)).toThrow('not a LiteLLM price file');
});
