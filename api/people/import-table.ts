import { parse } from 'csv-parse/sync';
import { hasUnwantedCharacters, lengthOf } from '../../schema/text.ts';
import { Refusal } from '../platform/errors.ts';
import { limits } from '../platform/limits.ts';
import { identityNumberOf, phoneNumberOf } from './person-facts.ts';

/** One line of the table, in clear and checked. */
export interface ImportedLine {
  line: number;
  kind: 'ELDER' | 'VOLUNTEER';
  community: string;
  name: string;
  displayName: string;
  birthYear: number | null;
  hasSmartphone: boolean;
  livesAlone: boolean;
  phone: string | null;
  address: string | null;
  identityNumber: string | null;
  healthNotes: string | null;
}

/** A problem as a code; who imports turns it into a sentence. */
export interface LineProblem {
  line: number;
  column: string | null;
  refusal: Refusal;
}

/**
 * Reads a table of people. Headings are those of `headings`, in English or Chinese, in any order.
 * Refuses with CSV_SHAPE, CSV_TOO_LONG, CSV_COLUMN_UNKNOWN, CSV_COLUMN_MISSING; what is wrong in a line is a problem of that line.
 */
export function readTable(text: string): { lines: ImportedLine[]; problems: LineProblem[]; count: number } {
  const records = recordsOf(text);
  const [heading, ...rest] = records;
  if (!heading) throw new Refusal('CSV_SHAPE', { reason: 'empty' }, ['input', 'csv']);
  if (rest.length > limits.importLinesMax)
    throw new Refusal('CSV_TOO_LONG', { linesMax: limits.importLinesMax }, ['input', 'csv']);
  const columns = columnsOf(heading.cells);
  const lines: ImportedLine[] = [];
  const problems: LineProblem[] = [];
  for (const record of rest) {
    const reader = new LineReader(record, heading.cells, columns);
    const line = reader.read();
    problems.push(...reader.problems);
    if (reader.problems.length === 0) lines.push(line);
  }
  problems.push(...duplicatesIn(lines));
  return { lines, problems, count: rest.length };
}

/** Bytes as a spreadsheet saved them: UTF-8 with or without a mark, else GB18030, which GBK and GB2312 are parts of. */
export function textOfFile(base64: string): string {
  const bytes = Buffer.from(base64, 'base64');
  for (const encoding of ['utf-8', 'gb18030']) {
    try {
      return new TextDecoder(encoding, { fatal: true }).decode(bytes);
    } catch {
      // Try the next one.
    }
  }
  throw new Refusal('CSV_ENCODING', {}, ['input', 'csvBase64']);
}

type Column = keyof typeof headings;

const headings = {
  kind: ['kind', '类型'],
  community: ['community', '社区'],
  name: ['name', '姓名'],
  displayName: ['display_name', '称呼'],
  birthYear: ['birth_year', '出生年份'],
  phone: ['phone', '电话'],
  identityNumber: ['identity_number', '身份证号'],
  address: ['address', '地址'],
  healthNotes: ['health_notes', '健康备注'],
  livesAlone: ['lives_alone', '独居'],
  hasSmartphone: ['has_smartphone', '智能手机'],
} as const;

const needed: readonly Column[] = ['kind', 'community', 'name'];
const lengthsMax: Partial<Record<Column, number>> = { address: 500, healthNotes: 2_000 };

interface Record_ {
  line: number;
  cells: string[];
}

function recordsOf(text: string): Record_[] {
  if (text.includes('\uFFFD')) throw new Refusal('CSV_ENCODING', {}, ['input', 'csv']);
  try {
    const parsed = parse(text, {
      bom: true,
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
      delimiter: [',', ';', '\t'],
      max_record_size: 20_000,
    }) as unknown as { record: string[]; info: { lines: number } }[];
    return parsed
      .map(({ record, info }) => ({ line: info.lines, cells: record.map((cell) => cell.trim()) }))
      .filter(({ cells }) => cells.some(Boolean));
  } catch (error) {
    throw new Refusal('CSV_SHAPE', { reason: (error as Error).message.slice(0, 200) }, ['input', 'csv']);
  }
}

function columnsOf(cells: readonly string[]): Map<Column, number> {
  const known = Object.entries(headings) as [Column, readonly string[]][];
  const columns = new Map<Column, number>();
  for (const [index, cell] of cells.entries()) {
    const name = known.find(([, names]) => names.includes(cell.toLowerCase()))?.[0];
    if (!name || columns.has(name)) {
      const names = known.map(([, [english, chinese]]) => `${english} (${chinese})`).join(', ');
      throw new Refusal('CSV_COLUMN_UNKNOWN', { column: cell.slice(0, 100), known: names }, ['input', 'csv']);
    }
    columns.set(name, index);
  }
  for (const column of needed) {
    if (!columns.has(column))
      throw new Refusal('CSV_COLUMN_MISSING', { column: headings[column][0] }, ['input', 'csv']);
  }
  return columns;
}

/** Reads the cells of one line, and notes everything that is wrong with it, not only the first thing. */
class LineReader {
  readonly problems: LineProblem[] = [];

  constructor(
    private readonly record: Record_,
    private readonly heading: readonly string[],
    private readonly columns: ReadonlyMap<Column, number>,
  ) {}

  read(): ImportedLine {
    if (this.record.cells.length > this.heading.length)
      this.wrong(null, 'CSV_SHAPE', { reason: `${this.record.cells.length} > ${this.heading.length}` });
    const name = this.text('name');
    return {
      line: this.record.line,
      kind: this.choice('kind', kinds),
      community: this.text('community'),
      name,
      displayName: this.text('displayName') || name,
      birthYear: this.year(),
      hasSmartphone: this.choice('hasSmartphone', answers, true),
      livesAlone: this.choice('livesAlone', answers, false),
      phone: this.number('phone', phoneNumberOf, 'PHONE_INVALID'),
      address: this.text('address') || null,
      identityNumber: this.number('identityNumber', identityNumberOf, 'IDENTITY_NUMBER_INVALID'),
      healthNotes: this.text('healthNotes') || null,
    };
  }

  private text(column: Column): string {
    const text = this.cell(column);
    const lengthMax = lengthsMax[column] ?? limits.nameLengthMax;
    if (!text && needed.includes(column)) this.wrong(column, 'CELL_MISSING');
    if (lengthOf(text) > lengthMax) this.wrong(column, 'CELL_TOO_LONG', { lengthMax });
    if (/^[=+\-@\t\r|%]/.test(text)) this.wrong(column, 'CELL_FORMULA', { character: text.charAt(0) });
    if (hasUnwantedCharacters(text)) this.wrong(column, 'TEXT_HAS_CONTROL_CHARACTERS');
    return text;
  }

  private choice<T>(column: Column, choices: Record<string, T>, fallback?: T): T {
    const text = this.cell(column).toLowerCase();
    if (!text && fallback !== undefined) return fallback;
    if (!Object.hasOwn(choices, text)) this.wrong(column, 'CELL_CHOICE', { choices: Object.keys(choices).join(', ') });
    return choices[text] as T;
  }

  private year(): number | null {
    const text = this.cell('birthYear');
    if (!text) return null;
    const year = /^\d{4}$/.test(text) ? Number(text) : 0;
    if (year < 1_900 || year > new Date().getFullYear()) this.wrong('birthYear', 'YEAR_INVALID');
    return year;
  }

  private number(column: Column, read: (text: string) => string | null, code: string): string | null {
    // Spreadsheets keep a long number as text by an apostrophe before it.
    const text = this.cell(column).replace(/^'/, '');
    if (!text) return null;
    const number = text.length <= 40 ? read(text) : null;
    if (!number) this.wrong(column, code);
    return number;
  }

  private cell(column: Column): string {
    const index = this.columns.get(column);
    return index === undefined ? '' : (this.record.cells[index] ?? '');
  }

  private wrong(column: Column | null, code: string, params: Record<string, string | number> = {}): void {
    const heading = column && (this.heading[this.columns.get(column) ?? -1] ?? headings[column][0]);
    const refusal = new Refusal(code, { ...(heading && { column: heading }), ...params });
    this.problems.push({ line: this.record.line, column: heading, refusal });
  }
}

const kinds = { elder: 'ELDER', 老人: 'ELDER', volunteer: 'VOLUNTEER', 志愿者: 'VOLUNTEER' } as const;
const answers = { yes: true, no: false, true: true, false: false, 是: true, 否: false, '1': true, '0': false };

/** The same identity number twice, or the same phone under the same name. Couples share a phone; nobody shares a name and it. */
function duplicatesIn(lines: readonly ImportedLine[]): LineProblem[] {
  const seen = new Map<string, number>();
  return lines.flatMap(({ line, name, phone, identityNumber }) => {
    const keys: [string, string][] = [];
    if (identityNumber) keys.push([`i${identityNumber}`, 'identity_number']);
    if (phone) keys.push([`p${phone}/${name}`, 'phone']);
    const problems = keys.flatMap(([key, what]) => {
      const first = seen.get(key);
      if (first === undefined) seen.set(key, line);
      return first === undefined
        ? []
        : [{ line, column: what, refusal: new Refusal('DUPLICATE_IN_FILE', { line: first, what }) }];
    });
    return problems.slice(0, 1);
  });
}
