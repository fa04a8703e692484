import { decodeAnyId, type IdPrefix } from '../../schema/ids.ts';
import { parseHundredths } from '../../schema/scalars.ts';
import { hasUnwantedCharacters, lengthOf } from '../../schema/text.ts';
import { normalisedLine, normalisedLines } from '../../schema/typed-text.ts';
import type {
  BatchLine,
  CoinBatch,
  GrantCoinsInBatchInput,
} from '../../schema/timebank/coin-batch.ts';
import type { CoinAccount } from '../../schema/timebank/coin-account.ts';
import type { Context } from '../platform/context/operation-context.ts';
import type { MutationTransaction } from '../platform/context/mutation.ts';
import { readCsv } from '../platform/documents/csv.ts';
import { statement } from '../platform/database/statement.ts';
import { Refusal } from '../platform/common/errors.ts';
import { idFrom } from '../platform/common/ids.ts';
import { limits } from '../platform/common/limits.ts';
import { timebankLimits } from './limits.ts';
import { holdersOf, seeAccount, subjectOf } from './accounts.ts';
import { book } from './ledger.ts';

/**
 * Grants coins from a fund to many accounts, all or none; or runs as a trial. Wrong lines are
 * reported individually, and then nothing is booked.
 * Refuses the whole with NOT_FOUND, NOT_ALLOWED, NOT_A_FUND, BATCH_UNREADABLE, BATCH_TOO_LONG,
 * IDEMPOTENCY_KEY_REUSED.
 */
export async function grantCoinsInBatch(
  ctx: Context,
  input: GrantCoinsInBatchInput,
): Promise<CoinBatch> {
  const from = idFrom('coinacc', input.fundAccountId, 'input', 'fundAccountId');
  const rows = readTable(ctx, input.csv);
  try {
    return await ctx.mutate({ operation: 'grantCoinsInBatch', input }, async (tx) => {
      const fund = await seeAccount(tx, from);
      await tx.authorize('coins:grant', subjectOf(fund), {
        kind: 'coinacc',
        id: from,
        reason: input.reason,
      });
      if (fund.ownerKind !== 'FUND')
        throw new Refusal('NOT_A_FUND', {}, ['input', 'fundAccountId']);
      const lines = await checkLines(tx, rows);
      // Grants to oneself are refused in a batch as well.
      const owners = lines.flatMap(({ owner }) => owner ?? []);
      tx.caller.authorize('coins:grant', { ...subjectOf(fund), ...(await holdersOf(tx, owners)) });
      if (lines.some(({ code }) => code !== null)) throw new Undone(batchOf(lines, false));
      await bookLines(tx, input, { id: from, ownerId: fund.ownerId }, lines);
      if (input.isDryRun) throw new Undone(batchOf(lines, false));
      return batchOf(lines, true);
    });
  } catch (error) {
    if (error instanceof Undone) return error.batch;
    throw error;
  }
}

/**
 * Carries the result out of a transaction that is rolled back. A trial leaves nothing behind, not
 * even its idempotency key.
 */
class Undone extends Error {
  constructor(readonly batch: CoinBatch) {
    super('A trial was undone.');
  }
}

interface CsvRow {
  line: number;
  to: string;
  amount: string;
  reason: string;
  isRagged: boolean;
}

const headings = {
  to: ['to', '对象'],
  amount: ['amount', '数量'],
  reason: ['reason', '原因'],
} as const;

/** Lines with their line numbers in the file. Cells are normalized as all typed text. */
function readTable(ctx: Context, text: string): CsvRow[] {
  try {
    const { lines } = readCsv<keyof typeof headings>(text, headings, {
      needed: ['to', 'amount'],
      linesMax: timebankLimits.batchLinesMax,
    });
    return lines.map(({ line, cell, strayColumn }) => ({
      line,
      to: normalisedLine(cell('to')),
      amount: normalisedLine(cell('amount')),
      reason: normalisedLines(cell('reason')),
      isRagged: strayColumn !== null,
    }));
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    if (error.code === 'CSV_TOO_LONG')
      throw new Refusal('BATCH_TOO_LONG', error.params, error.path);
    const why = ctx.services.messages.userError(error, ctx.locale, ctx.timeZone).message;
    throw new Refusal('BATCH_UNREADABLE', { why }, error.path);
  }
}

interface CheckedLine extends Required<BatchLine> {
  owner: Owner | null;
  reason: string;
}

type Owner = Pick<CoinAccount, 'ownerKind' | 'ownerId'>;

async function checkLines(
  tx: MutationTransaction,
  rows: readonly CsvRow[],
): Promise<CheckedLine[]> {
  const named = rows.map(({ to }) => decodeAnyId(to));
  const byPrefix = (prefix: IdPrefix) =>
    named.flatMap((id) => (id?.prefix === prefix ? [id.uuid] : []));
  const found = await tx.rows<{ askedId: string; id: string; isOpen: boolean } & Owner>(
    selectGrantees,
    {
      accountIds: byPrefix('coinacc'),
      personIds: byPrefix('person'),
      elderIds: byPrefix('elder'),
      volunteerIds: byPrefix('volunteer'),
    },
  );
  const accounts = new Map(found.map((account) => [account.askedId, account]));
  const paid = new Set<string>();
  return rows.map(({ line, to, amount, reason, isRagged }): CheckedLine => {
    const id = decodeAnyId(to);
    const account = id ? accounts.get(id.uuid) : undefined;
    const coins = hundredthsOf(amount);
    // Lines that name one account in different ways are duplicates.
    const isTwin = account !== undefined && paid.has(account.id);
    const code = wrongWith({ isRagged, isId: id !== null, isTwin, account, coins, reason });
    if (account && code === null) paid.add(account.id);
    return {
      line,
      amount: coins?.toString() ?? null,
      accountId: account?.id ?? null,
      owner: account ?? null,
      reason,
      code,
    };
  });
}

function wrongWith({
  isRagged,
  isId,
  isTwin,
  account,
  coins,
  reason,
}: {
  isRagged: boolean;
  isId: boolean;
  isTwin: boolean;
  account: { isOpen: boolean } | undefined;
  coins: bigint | null;
  reason: string;
}): string | null {
  if (isRagged) return 'CELL_WITHOUT_HEADING';
  if (!isId) return 'INVALID_ID';
  if (!account) return 'NO_ACCOUNT';
  if (!account.isOpen) return 'ACCOUNT_CLOSED';
  if (hasUnwantedCharacters(reason)) return 'TEXT_HAS_CONTROL_CHARACTERS';
  if (lengthOf(reason) > limits.noteLengthMax) return 'TEXT_TOO_LONG';
  if (coins === null) return 'AMOUNT_INVALID';
  if (coins <= 0n) return 'AMOUNT_NOT_POSITIVE';
  return isTwin ? 'DUPLICATE_IN_FILE' : null;
}

function hundredthsOf(text: string): bigint | null {
  try {
    return parseHundredths(text);
  } catch {
    return null;
  }
}

async function bookLines(
  tx: MutationTransaction,
  input: GrantCoinsInBatchInput,
  fund: { id: string; ownerId: string },
  lines: readonly CheckedLine[],
): Promise<void> {
  await book(
    tx,
    lines.map(({ line, accountId, amount, reason }) => ({
      do: 'POST' as const,
      clientId: `batch:${tx.actor.accountId}:${input.idempotencyKey}:${line}`,
      kind: 'GRANT',
      from: fund.id,
      to: accountId ?? '',
      amount: BigInt(amount ?? 0),
      happenedAt: null,
      business: { kind: 'fund', id: fund.ownerId },
      reason: reason || input.reason,
    })),
  );
}

function batchOf(lines: readonly CheckedLine[], isBooked: boolean): CoinBatch {
  const fine = lines.filter(({ code }) => code === null);
  return {
    isBooked,
    fineCount: fine.length,
    total: fine.reduce((sum, { amount }) => sum + BigInt(amount ?? 0), 0n).toString(),
    lines: lines.map(({ line, accountId, amount, code }) => ({ line, accountId, amount, code })),
  };
}

const selectGrantees = statement(
  'timebank.selectGrantees',
  `select asked.asked_id, a.id, a.owner_kind, a.owner_id, a.is_open
   from (
     select id as asked_id, id as account_id, null::uuid as person_id from unnest(:accountIds::uuid[]) as id
     union all select id, null, id from unnest(:personIds::uuid[]) as id
     union all select e.id, null, e.person_id from elder e where e.foundation_id = :foundationId and e.id = any (:elderIds)
     union all select v.id, null, v.person_id from volunteer v where v.foundation_id = :foundationId and v.id = any (:volunteerIds)
   ) as asked
   join coin_account a on a.foundation_id = :foundationId and a.unit = 'COIN'
     and (a.id = asked.account_id or a.owner_kind = 'PERSON' and a.owner_id = asked.person_id)`,
);
