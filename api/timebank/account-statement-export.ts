import { stringify } from 'csv-stringify/sync';
import type { Content } from 'pdfmake';
import { formatHundredths } from '../../schema/scalars.ts';
import { encodeId } from '../../schema/ids.ts';
import type { CoinAccount, CoinUnit } from '../../schema/timebank/coin-account.ts';
import type {
  BalanceTime,
  StatementFile,
  StatementFormat,
} from '../../schema/timebank/statement.ts';
import type { Context } from '../platform/context/operation-context.ts';
import { statementsNamed } from '../platform/database/statement.ts';
import { renderPdf } from '../platform/documents/pdf.ts';
import { Refusal } from '../platform/common/errors.ts';
import { balanceBooked, balanceHappened, longBefore } from './balance-sql.ts';
import { timebankLimits } from './limits.ts';
import { accountById } from './timebank.queries.ts';

/**
 * Exports the statement of an account over a time span, oldest line first, with opening and closing
 * balance. Selects lines by the time of the event or of the booking; each line shows both. Null
 * when the account is not visible. Refuses with SPAN_INVALID, STATEMENT_TOO_LONG.
 */
export async function statementFile(
  ctx: Context,
  accountId: string,
  span: Sheet['span'],
  format: StatementFormat,
): Promise<StatementFile | null> {
  if (span.from >= span.to) throw new Refusal('SPAN_INVALID', {}, ['to']);
  const account = await ctx.load(accountById, accountId);
  if (!account) return null;
  const sheet = await readSheet(ctx, account, span);
  const words = ctx.locale === 'zh-CN' ? chinese : english;
  const bytes =
    format === 'CSV' ? csvOf(sheet, words) : await drawn(ctx, () => pdfOf(sheet, words));
  return {
    name: `statement-${span.from.slice(0, 10)}-${span.to.slice(0, 10)}.${format.toLowerCase()}`,
    mediaType: format === 'CSV' ? 'text/csv; charset=utf-8' : 'application/pdf',
    base64: bytes.toString('base64'),
  };
}

/**
 * Renders one document at a time, since rendering blocks the event loop. Refuses with OVERLOADED
 * when the queue is full.
 */
async function drawn(ctx: Context, draw: () => Promise<Buffer>): Promise<Buffer> {
  return ctx.services.heavy.run(draw, () => false);
}

interface Sheet {
  account: CoinAccount;
  foundation: string;
  zone: string;
  span: { from: string; to: string; by: BalanceTime };
  opening: bigint;
  lines: (Omit<Row, 'amount'> & { amount: bigint; balance: bigint })[];
}

interface Row {
  /** Id of the transfer. */
  id: string;
  /** Days of booking and event, in the foundation's zone. */
  day: string;
  happened: string;
  kind: string;
  reason: string | null;
  amount: string;
}

async function readSheet(ctx: Context, account: CoinAccount, span: Sheet['span']): Promise<Sheet> {
  const parameters = { accountId: account.id, from: span.from };
  const [start] = await ctx.rows<{ opening: string; foundation: string; zone: string }>(
    openingBy[span.by],
    parameters,
  );
  const rows = await ctx.rows<Row>(linesBy[span.by], {
    ...parameters,
    to: span.to,
    limit: timebankLimits.statementLinesMax + 1,
  });
  if (rows.length > timebankLimits.statementLinesMax)
    throw new Refusal('STATEMENT_TOO_LONG', { linesMax: timebankLimits.statementLinesMax }, [
      'from',
    ]);
  let balance = BigInt(start?.opening ?? 0);
  const opening = balance;
  const lines = rows.map(({ amount, ...line }) => {
    balance += BigInt(amount);
    return { ...line, amount: BigInt(amount), balance };
  });
  return {
    account,
    foundation: start?.foundation ?? '',
    zone: start?.zone ?? '',
    span,
    opening,
    lines,
  };
}

interface Words {
  /** Titles by account unit. */
  titles: Record<CoinUnit, string>;
  units: Record<CoinUnit, string>;
  columns: [day: string, happened: string, kind: string, reason: string];
  balance: string;
  number: string;
  opening: string;
  closing: string;
  made: string;
  kinds: Record<string, string>;
}

const english: Words = {
  titles: { COIN: 'Statement of time coins', CNY: 'Statement of money' },
  units: { COIN: 'Coins', CNY: 'Yuan' },
  columns: ['Booked', 'Happened', 'Kind', 'Reason'],
  balance: 'Balance',
  number: 'Transfer',
  opening: 'Balance before',
  closing: 'Balance after',
  made: 'Made',
  kinds: {
    GRANT: 'Grant',
    SERVICE_PAYMENT: 'Service',
    GIFT: 'Gift',
    DONATION: 'Donation',
    REDEMPTION: 'Redemption',
    REVERSAL: 'Reversal',
    EXPIRY: 'Expired',
    CLEARING_IN: 'From another foundation',
    CLEARING_OUT: 'To another foundation',
    CLEARING_SETTLEMENT: 'Settlement with the head bank',
    SHOP_SETTLEMENT: 'Settlement with a shop',
    FUND_INCOME: 'Income',
    FUND_EXPENSE: 'Expense',
    SPONSORSHIP: 'Sponsorship',
  },
};

const chinese: Words = {
  titles: { COIN: '时间币对账单', CNY: '资金对账单' },
  units: { COIN: '时间币', CNY: '人民币（元）' },
  columns: ['记账时间', '发生时间', '类型', '说明'],
  balance: '余额',
  number: '流水号',
  opening: '期初余额',
  closing: '期末余额',
  made: '制表时间',
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
    CLEARING_SETTLEMENT: '总行清算',
    SHOP_SETTLEMENT: '商铺结算',
    FUND_INCOME: '收入',
    FUND_EXPENSE: '支出',
    SPONSORSHIP: '赞助',
  },
};

/** With a byte order mark, so that spreadsheets detect UTF-8, and with formulas neutralized. */
function csvOf({ account, opening, lines }: Sheet, words: Words): Buffer {
  const rows = [
    [...words.columns, words.units[account.unit], words.balance, words.number],
    ['', '', words.opening, '', '', formatHundredths(opening), ''],
    ...lines.map(({ id, day, happened, kind, reason, amount, balance }) => [
      day,
      happened,
      words.kinds[kind] ?? kind,
      neutral(reason ?? ''),
      formatHundredths(amount),
      formatHundredths(balance),
      encodeId('transfer', id),
    ]),
    ['', '', words.closing, '', '', formatHundredths(lines.at(-1)?.balance ?? opening), ''],
  ];
  return Buffer.from(stringify(rows, { bom: true, record_delimiter: 'windows' }), 'utf8');
}

/**
 * Prefixes formula characters with an apostrophe, so that spreadsheets show text. Amounts are
 * trusted and may begin with a minus.
 */
function neutral(text: string): string {
  return /^[=+\-@\t\r\uFF1D\uFF0B\uFF0D\uFF20]/.test(text) ? `'${text}` : text;
}

async function pdfOf(sheet: Sheet, words: Words): Promise<Buffer> {
  const { account, foundation, zone, span, opening, lines } = sheet;
  const right = (text: string): Content => ({ text, alignment: 'right' });
  const closing = lines.at(-1)?.balance ?? opening;
  const body: Content[][] = [
    [...words.columns, words.units[account.unit], words.balance].map((text, index) => ({
      text,
      bold: true,
      alignment: index < 4 ? 'left' : 'right',
    })),
    ['', '', words.opening, '', '', right(formatHundredths(opening))],
    ...lines.map(({ day, happened, kind, reason, amount, balance }): Content[] => [
      day,
      happened,
      words.kinds[kind] ?? kind,
      reason ?? '',
      right(formatHundredths(amount)),
      right(formatHundredths(balance)),
    ]),
    [
      '',
      '',
      { text: words.closing, bold: true },
      '',
      '',
      { text: formatHundredths(closing), alignment: 'right', bold: true },
    ],
  ];
  return renderPdf({
    info: { title: `${words.titles[account.unit]} ${account.name}` },
    defaultStyle: { fontSize: 9 },
    pageMargins: [40, 48, 40, 48],
    footer: (page: number, pages: number): Content => ({
      text: `${page} / ${pages}`,
      alignment: 'center',
      fontSize: 8,
    }),
    content: [
      { text: words.titles[account.unit], fontSize: 16, bold: true },
      { text: `${account.name} · ${foundation}`, margin: [0, 4, 0, 0] },
      { text: `${minuteIn(zone, span.from)} – ${minuteIn(zone, span.to)} (${zone})` },
      { text: `${words.made} ${minuteIn(zone, new Date().toISOString())}`, margin: [0, 0, 0, 12] },
      {
        layout: 'lightHorizontalLines',
        table: { headerRows: 1, widths: [66, 66, 64, '*', 62, 62], body },
        fontSize: 8,
      },
    ],
  });
}

/** The Swedish locale formats dates as ISO 8601. */
function minuteIn(zone: string, instant: string): string {
  const form = { timeZone: zone, dateStyle: 'short', timeStyle: 'short' } as const;
  return new Intl.DateTimeFormat('sv-SE', form).format(new Date(instant));
}

const selectOpening = statementsNamed('timebank.selectOpening');
const selectSheetLines = statementsNamed('timebank.selectSheetLines');
const openingBy = {
  BOOKED: opening(`coalesce(${balanceBooked(':accountId', '< :from::timestamptz')}, 0)`, 'booked'),
  HAPPENED: opening(balanceHappened(':accountId', 'from', '<'), 'happened'),
};
const linesBy = {
  BOOKED: lines(
    'e.booked_at >= :from::timestamptz and e.booked_at < :to::timestamptz',
    'e.booked_at',
    'booked',
  ),
  HAPPENED: lines(
    `e.booked_at > ${longBefore('from')} and t.happened_at >= :from::timestamptz and t.happened_at < :to::timestamptz`,
    't.happened_at',
    'happened',
  ),
};

function opening(balance: string, variant: string) {
  return selectOpening(
    `select f.name as foundation, f.time_zone as zone, ${balance} as opening from foundation f where f.id = :foundationId`,
    variant,
  );
}

function lines(condition: string, order: string, variant: string) {
  return selectSheetLines(
    `select t.id, to_char(t.booked_at at time zone f.time_zone, 'YYYY-MM-DD HH24:MI') as day,
     to_char(t.happened_at at time zone f.time_zone, 'YYYY-MM-DD HH24:MI') as happened, t.kind, t.reason, e.amount
   from entry e join transfer t on t.foundation_id = e.foundation_id and t.id = e.transfer_id join foundation f on f.id = e.foundation_id
   where e.foundation_id = :foundationId and e.account_id = :accountId and e.layer = 'POSTED' and ${condition}
   order by ${order}, e.id limit :limit`,
    variant,
  );
}
