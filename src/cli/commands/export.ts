import { type Command, Option } from 'commander';
import { EXPORT_COLUMNS, EXPORT_TYPES, type ExportType } from '../../contract/reports/export.ts';
import { exportRows } from '../../reports/export-rows.ts';
import type { Cli } from '../cli.ts';
import { openOutput } from '../output-file.ts';
import { readFirst } from '../report-command.ts';
import {
  addFilters,
  addRange,
  addReadingOptions,
  addZone,
  filterOptions,
  type ReportFlags,
} from '../report-options.ts';
import { EXPORT_FORMATS, formatRows, type ExportFormat } from '../render/export-format.ts';

interface ExportFlags extends ReportFlags {
  readonly format: ExportFormat;
  readonly type: ExportType;
  readonly out?: string;
}

export function configure(command: Command, cli: Cli): void {
  command
    .addOption(new Option('-f, --format <format>', 'how it is written').choices([...EXPORT_FORMATS]).default('csv'))
    .addOption(new Option('-t, --type <type>', 'what is exported').choices(EXPORT_TYPES).default('turns'))
    .option('--out <file>', 'write to this file, whole or not at all, instead of standard output');
  addRange(command);
  addZone(command);
  addFilters(command);
  addReadingOptions(command);
  command
    .addHelpText(
      'after',
      '\nText that a spreadsheet would take for a formula gets an apostrophe in front of\nit in CSV.\n\n' +
        'Examples:\n  claude-usage export --type daily > daily.csv\n' +
        '  claude-usage export --format ndjson --since 2026-11-01 --out turns.ndjson',
    )
    .action(async (flags: ExportFlags) => runExport(cli, flags));
}

async function runExport(cli: Cli, flags: ExportFlags): Promise<void> {
  cli.warnOfConfig();
  await readFirst(cli, flags);
  const context = await cli.app.reportContext({ mustExist: !flags.scan });
  const rows = exportRows(context, flags.type, filterOptions(cli, flags));
  const output = await openOutput(cli.host, flags.out);
  try {
    for await (const text of formatRows(flags.format, EXPORT_COLUMNS[flags.type], rows)) await output.write(text);
  } catch (error) {
    await output.discard();
    throw error;
  }
  await output.finish();
}
