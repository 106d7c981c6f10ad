import { expect, test } from 'vitest';
import { plainName } from './model-name.ts';

test.each([
  ['claude-opus-5', 'claude-opus-5', false],
  [' Claude-Opus-5[1m] ', 'claude-opus-5', false],
  ['anthropic.claude-opus-4-6-v1', 'claude-opus-4-6', false],
  ['us.anthropic.claude-opus-4-6-v1', 'claude-opus-4-6', true],
  ['us-gov.anthropic.claude-sonnet-4-5-20250929-v1:0', 'claude-sonnet-4-5-20250929', true],
  ['apac.anthropic.claude-sonnet-4-20250514-v1:0', 'claude-sonnet-4-20250514', true],
  ['global.anthropic.claude-haiku-4-5-20251001-v1:0', 'claude-haiku-4-5-20251001', false],
  ['anthropic.claude-3-5-sonnet-20241022-v2:0', 'claude-3-5-sonnet-20241022', false],
  ['anthropic.claude-3-haiku-20240307-v1:0:200k', 'claude-3-haiku-20240307', false],
  ['arn:aws:bedrock:eu-west-1:1234:inference-profile/eu.anthropic.claude-opus-5', 'claude-opus-5', true],
  ['arn:aws:bedrock:us-east-1::foundation-model/anthropic.claude-opus-4-6-v1', 'claude-opus-4-6', false],
  ['bedrock/us-east-1/anthropic.claude-opus-4-6-v1', 'claude-opus-4-6', false],
  ['claude-opus-4-5@20251101', 'claude-opus-4-5-20251101', false],
  ['claude-3-5-sonnet-v2@20241022', 'claude-3-5-sonnet-20241022', false],
  ['vertex_ai/claude-opus-5@default', 'claude-opus-5', false],
  ['anthropic/claude-opus-4.5', 'claude-opus-4-5', false],
  ['openrouter/anthropic/claude-3.7-sonnet:thinking', 'claude-3-7-sonnet:thinking', false],
  ['gpt-oss:20b', 'gpt-oss:20b', false],
  ['', '', false],
])('%s is %s', (raw, id, regional) => {
  expect(plainName(raw)).toEqual({ id, regional });
});
