import { hasUnwantedCharacters, lengthOf } from '../../schema/text.ts';
import { normalisedLine, normalisedLines, phoneNumberOf } from '../../schema/typed-text.ts';
import {
  type CsvHeadings,
  type CsvLine,
  type CsvTable,
  readCsv,
} from '../platform/documents/csv.ts';
import { Refusal } from '../platform/common/errors.ts';
import { limits } from '../platform/common/limits.ts';
import { peopleLimits } from './limits.ts';
import { identityNumberOf, isYearOfBirth, yearsOfBirth } from './person-validation.ts';

/** One line of the table, decoded and validated. */
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

/** A problem as a code; the importer formats the message. */
export interface LineProblem {
  line: number;
  column: string | null;
  refusal: Refusal;
}

/**
 * Reads a table of people. Columns are those of `headings`, in English or Chinese, in any order.
 * Refuses as readCsv does. Errors in a line are problems of that line.
 */
export function readTable(
  text: string,
  nowMs: number,
): {
  lines: ImportedLine[];
  problems: LineProblem[];
  count: number;
  headings: CsvTable<Column>['headings'];
} {
  const table = readCsv(text, headings, { needed, linesMax: peopleLimits.importLinesMax });
  const lines: ImportedLine[] = [];
  const problems: LineProblem[] = [];
  for (const record of table.lines) {
    const reader = new LineReader(record, table, nowMs);
    const line = reader.read();
    problems.push(...reader.problems);
    if (reader.problems.length === 0) lines.push(line);
  }
  return { lines, problems, count: table.lines.length, headings: table.headings };
}

/**
 * Decodes the bytes of a spreadsheet export: UTF-8 with or without BOM, UTF-16 with BOM, else
 * GB18030, a superset of GBK and GB2312.
 * Refuses with CSV_ENCODING, CSV_WORKBOOK.
 */
export function textOfFile(base64: string): string {
  const path = ['input', 'csvBase64'];
  if (!/^[A-Za-z0-9+/_\s-]*=*\s*$/.test(base64)) throw new Refusal('CSV_ENCODING', {}, path);
  const bytes = Buffer.from(base64, 'base64');
  const begin = bytes.toString('latin1', 0, 4);
  if (begin === 'PK\u0003\u0004' || begin === '\u00D0\u00CF\u0011\u00E0')
    throw new Refusal('CSV_WORKBOOK', {}, path);
  const marked = { '\u00FF\u00FE': 'utf-16le', '\u00FE\u00FF': 'utf-16be' }[begin.slice(0, 2)];
  for (const encoding of marked ? [marked] : ['utf-8', 'gb18030']) {
    try {
      return new TextDecoder(encoding, { fatal: true }).decode(bytes);
    } catch {
      // Try the next one.
    }
  }
  throw new Refusal('CSV_ENCODING', {}, path);
}

type Column =
  | 'kind'
  | 'community'
  | 'name'
  | 'displayName'
  | 'birthYear'
  | 'phone'
  | 'identityNumber'
  | 'address'
  | 'healthNotes'
  | 'livesAlone'
  | 'hasSmartphone';

const headings: CsvHeadings<Column> = {
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
};

const needed: readonly Column[] = ['kind', 'community', 'name'];
const notes: ReadonlySet<Column> = new Set<Column>(['address', 'healthNotes']);
const lengthsMax: Partial<Record<Column, number>> = { address: 500, healthNotes: 2_000 };

/** Reads the cells of one line and collects all of its problems, not only the first. */
class LineReader {
  readonly problems: LineProblem[] = [];

  constructor(
    private readonly record: CsvLine<Column>,
    private readonly table: CsvTable<Column>,
    private readonly nowMs: number,
  ) {}

  read(): ImportedLine {
    const { strayColumn } = this.record;
    if (strayColumn !== null) this.wrong(null, 'CELL_WITHOUT_HEADING', { number: strayColumn });
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
      identityNumber: this.number(
        'identityNumber',
        (text) => identityNumberOf(text, this.nowMs),
        'IDENTITY_NUMBER_INVALID',
      ),
      healthNotes: this.text('healthNotes') || null,
    };
  }

  private text(column: Column): string {
    const text = this.cell(column);
    const lengthMax = lengthsMax[column] ?? limits.nameLengthMax;
    if (!text && needed.includes(column)) this.wrong(column, 'CELL_MISSING');
    if (lengthOf(text) > lengthMax) this.wrong(column, 'CELL_TOO_LONG', { lengthMax });
    if (formula.test(text)) this.wrong(column, 'CELL_FORMULA', { character: text.charAt(0) });
    if (hasUnwantedCharacters(text)) this.wrong(column, 'TEXT_HAS_CONTROL_CHARACTERS');
    return text;
  }

  private choice<T>(column: Column, choices: Record<string, T>, fallback?: T): T {
    const text = this.cell(column).toLowerCase();
    if (!text && fallback !== undefined) return fallback;
    if (!Object.hasOwn(choices, text))
      this.wrong(column, 'CELL_CHOICE', { choices: Object.keys(choices).join(', ') });
    return choices[text] as T;
  }

  private year(): number | null {
    if (!this.cell('birthYear')) return null;
    // Four ASCII digits: full-width digits were typed as text, into a column that may hold
    // anything.
    const text = this.record.cell('birthYear').trim();
    const year = /^\d{4}$/.test(text) ? Number(text) : 0;
    if (!isYearOfBirth(year, this.nowMs))
      this.wrong('birthYear', 'YEAR_INVALID', yearsOfBirth(this.nowMs));
    return year;
  }

  private number(
    column: Column,
    read: (text: string) => string | null,
    code: string,
  ): string | null {
    // Spreadsheets prefix long numbers with an apostrophe to keep them as text.
    const text = this.cell(column).replace(/^['‘’]/, '');
    if (!text) return null;
    const number = text.length <= 40 ? read(text) : null;
    if (!number) this.wrong(column, code);
    return number;
  }

  /** A cell, normalized as all typed text. A single dash means empty. */
  private cell(column: Column): string {
    const cell = this.record.cell(column);
    const text = notes.has(column) ? normalisedLines(cell) : normalisedLine(cell);
    return /^[-–—/]+$/.test(text) ? '' : text;
  }

  private wrong(
    column: Column | null,
    code: string,
    params: Record<string, string | number> = {},
  ): void {
    const heading = column && (this.table.headings.get(column) ?? headings[column][0]);
    const refusal = new Refusal(code, {
      ...(heading && { column: heading, field: heading }),
      ...params,
    });
    this.problems.push({ line: this.record.line, column: heading, refusal });
  }
}

/** Prefixes that spreadsheets interpret as a formula on export; full-width ones too. */
const formula = /^[=+\-@|%＝＋－＠]/;

const kinds = {
  elder: 'ELDER',
  老人: 'ELDER',
  volunteer: 'VOLUNTEER',
  志愿者: 'VOLUNTEER',
} as const;
const answers = {
  yes: true,
  no: false,
  true: true,
  false: false,
  是: true,
  否: false,
  '1': true,
  '0': false,
};
