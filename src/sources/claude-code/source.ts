import type { Source } from '../source.ts';
import { discoverTranscripts } from './discover.ts';
import { ClaudeCodeParser } from './parser.ts';

/** Claude Code's transcripts (README.md of this folder). */
export const claudeCode: Source = {
  name: 'claude-code',
  reading: 'append',
  discover: discoverTranscripts,
  createParser: (writer) => new ClaudeCodeParser(writer),
};
