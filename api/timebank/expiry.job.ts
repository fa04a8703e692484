import type { Database } from '../platform/database/database.ts';
import { statement } from '../platform/database/reader.ts';
import { identitySession } from '../platform/database/session.ts';
import { writing } from '../platform/database/writer.ts';
import { limits } from '../platform/limits.ts';
import { expireDue } from './expiry.ts';
import { withBooks } from './foundation-books.ts';

/** Lets holds and lots expire, every now and then, on every node; what one does the others find done. Gives how to stop. */
export function startExpiry(database: Database): { close(): Promise<void> } {
  let running: Promise<void> = Promise.resolve();
  const timer = setInterval(() => {
    // A foundation that fails is tried again next time, and must not keep the others waiting.
    running = expireEverywhere(database).catch(() => {});
  }, limits.expiryEveryMs);
  timer.unref();
  return {
    async close() {
      clearInterval(timer);
      await running;
    },
  };
}

export async function expireEverywhere(database: Database): Promise<void> {
  const foundations = await writing(database.pool, identitySession, (tx) => tx.rows<{ id: string }>(selectFoundations));
  for (const { id } of foundations) {
    await withBooks(database.pool, id, { accountId: id, requestHash: 'expiry' }, expireDue);
  }
}

const selectFoundations = statement('select id from foundation order by id');
