import { newId } from '../../../schema/ids.ts';
import { type Queryable, statement } from '../../platform/database/statement.ts';
import { blindIndex, deriveKey } from '../../platform/privacy/secrets.ts';
import type { Settings } from '../../platform/config/settings.ts';
import type { IdentityStore } from '../identity-store.ts';

/** Limit of an action within a time window, for one phone or one address. */
export interface Bound {
  kind: string;
  /** The phone or the address; stored as a keyed hash only. */
  subject: string;
  max: number;
  windowSeconds: number;
}

/** Key for the hashes of phones, accounts and addresses. */
export function attemptsKeyOf({ secretKey }: Pick<Settings, 'secretKey'>): Buffer {
  return deriveKey(secretKey, 'sign-in attempts');
}

/** Counts attempts in the database, so that limits hold across nodes and restarts. */
export class Attempts {
  constructor(
    private readonly store: IdentityStore,
    private readonly key: Buffer,
  ) {}

  /**
   * Counts one attempt against all limits, or against none. Gives 0 when allowed, else the seconds
   * to wait. Concurrent attempts are serialized, so that none slips through between check and
   * insert.
   */
  async count(bounds: readonly Bound[]): Promise<number> {
    return this.store.write(async (tx) => {
      const subjects = bounds.map((bound) =>
        blindIndex(this.key, `${bound.kind}:${bound.subject}`),
      );
      // In a fixed order, so that attempts with the same subjects cannot deadlock.
      for (const lock of subjects.map((subject) => subject.readBigInt64BE(0)).toSorted(ascending))
        await tx.rows(lockSubject, { lock: lock.toString() });
      let waitSeconds = 0;
      for (const [index, bound] of bounds.entries())
        waitSeconds = Math.max(
          waitSeconds,
          await this.waitOf(tx, bound, subjects[index] as Buffer),
        );
      if (waitSeconds > 0) return waitSeconds;
      for (const [index, bound] of bounds.entries())
        await tx.rows(insertAttempt, { id: newId(), kind: bound.kind, subject: subjects[index] });
      return 0;
    });
  }

  private async waitOf(
    tx: Queryable,
    { kind, max, windowSeconds }: Bound,
    subject: Buffer,
  ): Promise<number> {
    const [row] = await tx.rows<{ waitSeconds: number | null }>(selectWait, {
      kind,
      subject,
      windowSeconds,
      max,
    });
    return row?.waitSeconds ?? 0;
  }
}

function ascending(left: bigint, right: bigint): number {
  return left < right ? -1 : Number(left > right);
}

const lockSubject = statement(
  'identity.lockSubject',
  'select pg_advisory_xact_lock(:lock::bigint)',
);

// The attempt that has to leave the window before another one fits.
const selectWait = statement(
  'identity.selectWait',
  `select greatest(1, ceil(extract(epoch from at + make_interval(secs => :windowSeconds) - clock_timestamp())))::int as wait_seconds
   from sign_in_attempt where kind = :kind and subject = :subject and at > clock_timestamp() - make_interval(secs => :windowSeconds)
   order by at desc offset :max - 1 limit 1`,
);

const insertAttempt = statement(
  'identity.insertAttempt',
  'insert into sign_in_attempt (id, kind, subject, at) values (:id, :kind, :subject, clock_timestamp())',
);
