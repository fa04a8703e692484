import { CsvError, parse } from 'csv-parse/sync';
import { normalisedLine } from '../../../schema/typed-text.ts';
import { Refusal } from '../common/errors.ts';
import type { Messages } from '../common/messages.ts';

/** A line of a table that has content. Cells are unchanged from the file. */
export interface CsvLine<Column extends string> {
  /** Line of the file at which it begins, counted from 1. */
  line: number;
  /** Cell of a column. Empty when the line is shorter, or the table has no such column. */
  cell: (this: void, column: Column) => string;
  /**
   * Number of the first column with content but no heading, counted from 1. Null when there is
   * none.
   */
  strayColumn: number | null;
}

export interface CsvTable<Column extends string> {
  /** Headings as the file spells them. */
  headings: ReadonlyMap<Column, string>;
  lines: CsvLine<Column>[];
}

/** Names of each column, in English and in Chinese. */
export type CsvHeadings<Column extends string> = Readonly<
  Record<Column, readonly [english: string, chinese: string]>
>;

/**
 * Parses a CSV file that a person saved. One separator holds for the whole file: the one that
 * yields the most known headings. A column without a heading is ignored while it is empty. Lines
 * may be shorter than the heading. Empty lines only count as lines of the file. Refuses with
 * CSV_EMPTY, CSV_SHAPE, CSV_ENCODING, CSV_TOO_LONG, CSV_COLUMN_UNKNOWN, CSV_COLUMN_TWICE,
 * CSV_COLUMN_MISSING.
 */
export function readCsv<Column extends string>(
  source: string,
  headings: CsvHeadings<Column>,
  { needed, linesMax }: { needed: readonly Column[]; linesMax: number },
): CsvTable<Column> {
  if (source.includes('\uFFFD')) throw refusal('CSV_ENCODING');
  // One kind of line end, so that a line break inside a cell counts as one line of the file.
  const {
    text,
    separator: stated,
    linesBefore,
  } = withoutSeparatorLine(source.replaceAll(/\r\n?/g, '\n'));
  const separator = stated ?? separatorOf(text, headings);
  const [heading, ...records] = recordsOf(text, separator, linesBefore);
  if (!heading) throw refusal('CSV_EMPTY');
  const columns = columnsOf(heading.cells, headings);
  for (const column of needed) {
    if (!columns.has(column))
      throw refusal('CSV_COLUMN_MISSING', { column: headings[column].join(' / ') });
  }
  if (records.length === 0) throw refusal('CSV_EMPTY');
  if (records.length > linesMax) throw refusal('CSV_TOO_LONG', { linesMax });
  const named = new Set(columns.values());
  return {
    headings: new Map(
      [...columns].map(([column, index]) => [column, normalisedLine(heading.cells[index]!)]),
    ),
    lines: records.map(({ line, cells }) => {
      const stray = cells.findIndex(
        (cell, index) => !named.has(index) && normalisedLine(cell) !== '',
      );
      return {
        line,
        strayColumn: stray === -1 ? null : stray + 1,
        cell: (column) => cells[columns.get(column) ?? -1] ?? '',
      };
    }),
  };
}

/** Messages about tables, for every module that reads one. */
export const csvMessages: Messages = {
  CSV_EMPTY: {
    en: 'The table has no entries. Put the headings in the first line and one entry in each line below it.',
    zh: '表格中没有数据。第一行应为表头，请在其下每条数据填写一行。',
  },
  CSV_ENCODING: {
    en: 'The file is neither UTF-8 nor GB18030, or it is damaged. Save it as CSV UTF-8 and send it again.',
    zh: '文件编码不是 UTF-8 或 GB18030，或文件已损坏。请另存为 CSV UTF-8 格式后重新提交。',
  },
  CSV_WORKBOOK: {
    en: 'The file is a spreadsheet workbook, not a text table. Save the sheet as CSV UTF-8 and send that file.',
    zh: '这是电子表格工作簿，不是文本表格。请将工作表另存为 CSV UTF-8 格式后重新提交。',
  },
  CSV_SHAPE: {
    en: 'The table cannot be read from line {line} on. Look there for an unclosed quotation mark, or save the table as CSV UTF-8 again.',
    zh: '表格从第 {line} 行起无法读取。请检查该处是否有未闭合的双引号，或重新另存为 CSV UTF-8 格式。',
  },
  CSV_TOO_LONG: {
    en: 'The table has more than {linesMax, plural, one {# line} other {# lines}}. Split it into several tables.',
    zh: '表格超过 {linesMax} 行，请分批提交。',
  },
  CSV_COLUMN_UNKNOWN: {
    en: 'The column “{column}” is unknown. The first line must hold the headings; valid headings are: {known}.',
    zh: '没有名为“{column}”的列。第一行应为表头，可用的列：{known}。',
  },
  CSV_COLUMN_TWICE: {
    en: 'The column “{column}” appears twice in the table. Remove one of the two.',
    zh: '列“{column}”重复出现，请删除其中一列。',
  },
  CSV_COLUMN_MISSING: {
    en: 'The column {column} is missing. Add its heading to the first line.',
    zh: '缺少列“{column}”，请在第一行补充该表头。',
  },
  CELL_WITHOUT_HEADING: {
    en: 'Column {number} of this line has content but no heading. Give the column a heading, or empty the cell. Put text that contains separators in quotation marks.',
    zh: '本行第 {number} 列有内容但没有表头。请补充表头或清空该单元格；含有分隔符的文字请用双引号括起来。',
  },
};

/** In order of preference when the heading does not decide, as in a table of one column. */
const separators = [',', ';', '\t', '，', '；'];

/**
 * Far above any line of a valid table. A longer record is a quotation mark that was never closed.
 */
const recordLengthMax = 20_000;

/** Spreadsheet programs may state the separator in a line before the heading. */
function withoutSeparatorLine(source: string): {
  text: string;
  separator: string | null;
  linesBefore: number;
} {
  const stated = /^\uFEFF?sep=([^\n])\n/i.exec(source);
  if (!stated) return { text: source, separator: null, linesBefore: 0 };
  return { text: source.slice(stated[0].length), separator: stated[1]!, linesBefore: 1 };
}

function separatorOf(text: string, headings: CsvHeadings<string>): string {
  let best = { separator: separators[0]!, known: -1, count: 0 };
  for (const separator of separators) {
    let cells: string[];
    try {
      cells = recordsOf(text, separator, 0, 1)[0]?.cells ?? [];
    } catch {
      continue;
    }
    const known = cells.filter((cell) => columnNamed(cell, headings)).length;
    if (known > best.known || (known === best.known && cells.length > best.count))
      best = { separator, known, count: cells.length };
  }
  return best.separator;
}

interface CsvRecord {
  line: number;
  cells: string[];
}

/** Records with content, each with the line at which it begins. */
function recordsOf(
  text: string,
  separator: string,
  linesBefore: number,
  count = Infinity,
): CsvRecord[] {
  const records: CsvRecord[] = [];
  let line = 1 + linesBefore;
  try {
    parse(text, {
      bom: true,
      info: true,
      relax_column_count: true,
      relax_quotes: true,
      delimiter: separator,
      max_record_size: recordLengthMax,
      ...(count < Infinity && { to: 50 }),
      onRecord({ record, info }: { record: string[]; info: { lines: number } }) {
        if (record.some((cell) => normalisedLine(cell) !== '') && records.length < count)
          records.push({ line, cells: record });
        line = info.lines + linesBefore + 1;
        return null;
      },
    } as never);
  } catch (error) {
    if (error instanceof CsvError) throw refusal('CSV_SHAPE', { line });
    throw error;
  }
  return records;
}

function columnsOf<Column extends string>(
  cells: readonly string[],
  headings: CsvHeadings<Column>,
): Map<Column, number> {
  const columns = new Map<Column, number>();
  for (const [index, cell] of cells.entries()) {
    const heading = normalisedLine(cell);
    if (heading === '') continue;
    const column = columnNamed(cell, headings);
    if (!column) {
      const known = Object.values<readonly [string, string]>(headings).map(
        ([english, chinese]) => `${english} (${chinese})`,
      );
      throw refusal('CSV_COLUMN_UNKNOWN', {
        column: heading.slice(0, 100),
        known: known.join(', '),
      });
    }
    if (columns.has(column)) throw refusal('CSV_COLUMN_TWICE', { column: heading.slice(0, 100) });
    columns.set(column, index);
  }
  return columns;
}

function columnNamed<Column extends string>(
  cell: string,
  headings: CsvHeadings<Column>,
): Column | null {
  const wanted = bareHeading(cell);
  const known = Object.entries(headings) as [Column, readonly string[]][];
  return known.find(([, names]) => names.some((name) => bareHeading(name) === wanted))?.[0] ?? null;
}

/**
 * Headings are compared without blanks, case, and the star that forms put beside required columns.
 */
function bareHeading(cell: string): string {
  return normalisedLine(cell)
    .toLowerCase()
    .replaceAll(/[\s_*＊:：-]/g, '');
}

function refusal(code: string, params: Record<string, string | number> = {}): Refusal {
  return new Refusal(code, params, ['input', 'csv']);
}
