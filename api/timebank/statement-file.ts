import { createRequire } from 'node:module';
import { stringify } from 'csv-stringify/sync';
import pdfmake, { type Content } from 'pdfmake';
import { formatHundredths } from '../../schema/scalars.ts';
import type { CoinAccount } from '../../schema/timebank/coin-account.ts';
import type { StatementFile, StatementFormat } from '../../schema/timebank/statement.ts';
import type { Context } from '../platform/context.ts';
import { statement } from '../platform/database/reader.ts';
import { Refusal } from '../platform/errors.ts';
import { limits } from '../platform/limits.ts';
import { accountById } from './timebank.queries.ts';

/**
 * The statement of an account over a span of time as a file, oldest line first, with the balances before and after.
 * Null when the account is not there to see. Refuses with SPAN_INVALID, STATEMENT_TOO_LONG.
 */
export async function statementFile(
  ctx: Context,
  accountId: string,
  span: { from: string; to: string },
  format: StatementFormat,
): Promise<StatementFile | null> {
  if (span.from >= span.to) throw new Refusal('SPAN_INVALID', {}, ['to']);
  const account = await ctx.load(accountById, accountId);
  if (!account) return null;
  const sheet = await readSheet(ctx, account, span);
  const words = ctx.locale === 'zh-CN' ? chinese : english;
  const bytes = format === 'CSV' ? csvOf(sheet, words) : await pdfOf(sheet, words);
  return {
    name: `statement-${span.from.slice(0, 10)}-${span.to.slice(0, 10)}.${format.toLowerCase()}`,
    mediaType: format === 'CSV' ? 'text/csv; charset=utf-8' : 'application/pdf',
    base64: bytes.toString('base64'),
  };
}

interface Sheet {
  account: CoinAccount;
  foundation: string;
  zone: string;
  span: { from: string; to: string };
  opening: bigint;
  lines: { day: string; kind: string; reason: string | null; amount: bigint; balance: bigint }[];
}

async function readSheet(ctx: Context, account: CoinAccount, span: Sheet['span']): Promise<Sheet> {
  const parameters = [ctx.foundationId, account.id, span.from];
  const [start] = await ctx.rows<{ opening: string; foundation: string; zone: string }>(selectOpening, parameters);
  const rows = await ctx.rows<{ day: string; kind: string; reason: string | null; amount: string }>(selectLines, [
    ...parameters,
    span.to,
    limits.statementLinesMax + 1,
  ]);
  if (rows.length > limits.statementLinesMax)
    throw new Refusal('STATEMENT_TOO_LONG', { linesMax: limits.statementLinesMax }, ['from']);
  let balance = BigInt(start?.opening ?? 0);
  const opening = balance;
  const lines = rows.map(({ amount, ...line }) => {
    balance += BigInt(amount);
    return { ...line, amount: BigInt(amount), balance };
  });
  return { account, foundation: start?.foundation ?? '', zone: start?.zone ?? '', span, opening, lines };
}

interface Words {
  title: string;
  columns: [day: string, kind: string, reason: string, amount: string, balance: string];
  opening: string;
  closing: string;
  kinds: Record<string, string>;
}

const english: Words = {
  title: 'Statement of time coins',
  columns: ['Booked', 'Kind', 'Reason', 'Coins', 'Balance'],
  opening: 'Balance before',
  closing: 'Balance after',
  kinds: {},
};

const chinese: Words = {
  title: '时间币对账单',
  columns: ['记账时间', '类型', '说明', '时间币', '余额'],
  opening: '期初余额',
  closing: '期末余额',
  kinds: {
    GRANT: '资助',
    SERVICE_PAYMENT: '服务',
    GIFT: '赠与',
    DONATION: '捐赠',
    REDEMPTION: '兑换',
    REVERSAL: '冲正',
    EXPIRY: '过期',
    CLEARING_IN: '跨机构转入',
    CLEARING_OUT: '跨机构转出',
    SPONSORSHIP: '赞助',
  },
};

/** With a byte order mark, by which spreadsheets know that it is UTF-8, and with formula characters made harmless. */
function csvOf({ opening, lines }: Sheet, words: Words): Buffer {
  const rows = [
    words.columns,
    ['', words.opening, '', '', formatHundredths(opening)],
    ...lines.map(({ day, kind, reason, amount, balance }) => [
      day,
      words.kinds[kind] ?? kind,
      neutral(reason ?? ''),
      formatHundredths(amount),
      formatHundredths(balance),
    ]),
  ];
  return Buffer.from(stringify(rows, { bom: true, record_delimiter: 'windows' }), 'utf8');
}

/** A spreadsheet runs what begins with one of these; an apostrophe makes it text. Amounts are ours and may begin with a minus. */
function neutral(text: string): string {
  return /^[=+\-@\t\r\uFF1D\uFF0B\uFF0D\uFF20]/.test(text) ? `'${text}` : text;
}

async function pdfOf({ account, foundation, zone, span, opening, lines }: Sheet, words: Words): Promise<Buffer> {
  prepareFonts();
  const right = (text: string): Content => ({ text, alignment: 'right' });
  const closing = lines.at(-1)?.balance ?? opening;
  const body: Content[][] = [
    words.columns.map((text, index) => ({ text, bold: true, alignment: index < 3 ? 'left' : 'right' })),
    ['', words.opening, '', '', right(formatHundredths(opening))],
    ...lines.map(({ day, kind, reason, amount, balance }): Content[] => [
      day,
      words.kinds[kind] ?? kind,
      reason ?? '',
      right(formatHundredths(amount)),
      right(formatHundredths(balance)),
    ]),
    ['', words.closing, '', '', right(formatHundredths(closing))],
  ];
  const pdf = pdfmake.createPdf({
    info: { title: `${words.title} ${account.name}` },
    defaultStyle: { font: fontName, fontSize: 9 },
    pageMargins: [40, 48, 40, 48],
    footer: (page: number, pages: number): Content => ({
      text: `${page} / ${pages}`,
      alignment: 'center',
      fontSize: 8,
    }),
    content: [
      { text: words.title, fontSize: 16, bold: true },
      { text: `${account.name} · ${foundation}`, margin: [0, 4, 0, 0] },
      { text: `${dayIn(zone, span.from)} – ${dayIn(zone, span.to)} (${zone})`, margin: [0, 0, 0, 12] },
      { layout: 'lightHorizontalLines', table: { headerRows: 1, widths: ['auto', 'auto', '*', 'auto', 'auto'], body } },
    ],
  });
  return pdf.getBuffer();
}

function dayIn(zone: string, instant: string): string {
  return new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short' }).format(new Date(instant));
}

const fontName = 'NotoSansSC';
let isPrepared = false;

/** Fonts come out of the package, and nothing is fetched from anywhere or read from elsewhere, whatever a text says. */
function prepareFonts(): void {
  if (isPrepared) return;
  const find = createRequire(import.meta.url).resolve;
  const normal = find('@expo-google-fonts/noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf');
  const bold = find('@expo-google-fonts/noto-sans-sc/700Bold/NotoSansSC_700Bold.ttf');
  pdfmake.addFonts({ [fontName]: { normal, bold } });
  pdfmake.setUrlAccessPolicy(() => false);
  pdfmake.setLocalAccessPolicy((path: string) => path === normal || path === bold);
  isPrepared = true;
}

const selectOpening = statement(
  `select f.name as foundation, f.time_zone as zone,
     (select coalesce(sum(e.amount), 0)::bigint from entry e join transfer t on t.foundation_id = e.foundation_id and t.id = e.transfer_id
      where e.foundation_id = $1 and e.account_id = $2 and e.layer = 'POSTED' and t.booked_at < $3) as opening
   from foundation f where f.id = $1`,
);
const selectLines = statement(
  `select to_char(t.booked_at at time zone f.time_zone, 'YYYY-MM-DD HH24:MI') as day, t.kind, t.reason, e.amount
   from entry e join transfer t on t.foundation_id = e.foundation_id and t.id = e.transfer_id join foundation f on f.id = e.foundation_id
   where e.foundation_id = $1 and e.account_id = $2 and e.layer = 'POSTED' and t.booked_at >= $3 and t.booked_at < $4
   order by e.id limit $5`,
);
