import { createHmac, randomInt } from 'node:crypto';
import { newId } from '../../../schema/ids.ts';
import { statement } from '../../platform/database/statement.ts';
import { identityLimits } from '../limits.ts';
import { blindIndex, equalsConstantTime } from '../../platform/privacy/secrets.ts';
import type { IdentityStore } from '../identity-store.ts';

/** One-time codes: six digits, valid once, for five minutes, five tries, and one sign-in. */
export class Codes {
  constructor(
    private readonly store: IdentityStore,
    private readonly phoneKey: Buffer,
    private readonly codeKey: Buffer,
  ) {}

  /**
   * Creates a code for a phone and invalidates earlier ones. Gives the code only for a known phone,
   * but writes the same rows either way, so that neither time nor table reveals the difference.
   */
  async make(phone: string, interaction: string): Promise<string | null> {
    const code = String(randomInt(1_000_000)).padStart(6, '0');
    const phoneIndex = blindIndex(this.phoneKey, phone);
    const id = newId();
    return this.store.write(async (tx) => {
      const [owner] = await tx.rows(accountOfPhone, { phoneIndex });
      await tx.rows(retireCodes, { phoneIndex });
      await tx.rows(insertCode, {
        id,
        phoneIndex,
        interaction,
        codeHash: this.hashOf(id, code),
        codeTriesMax: identityLimits.codeTriesMax,
        codeLifetimeSeconds: identityLimits.codeLifetimeSeconds,
      });
      return owner ? code : null;
    });
  }

  /** The account of a valid code, or null. Each call uses up a try; success uses up the code. */
  async redeem(phone: string, interaction: string, code: string): Promise<string | null> {
    const phoneIndex = blindIndex(this.phoneKey, phone);
    return this.store.write(async (tx) => {
      // One atomic statement takes the try, so that concurrent guesses cannot share one.
      const [row] = await tx.rows<{ id: string; codeHash: Buffer }>(takeTry, {
        phoneIndex,
        interaction,
      });
      if (!row || !equalsConstantTime(row.codeHash, this.hashOf(row.id, code))) return null;
      await tx.rows(useCode, { id: row.id });
      const [owner] = await tx.rows<{ accountId: string }>(accountOfPhone, { phoneIndex });
      return owner?.accountId ?? null;
    });
  }

  /**
   * Keyed, since a million codes are soon tried against a plain hash; salted with the row's id, so
   * that equal codes differ.
   */
  private hashOf(id: string, code: string): Buffer {
    return createHmac('sha256', this.codeKey).update(`${id}:${code}`).digest();
  }
}

const accountOfPhone = statement(
  'identity.accountOfPhone',
  'select p.account_id from account_phone p join account a on a.id = p.account_id and a.is_active where p.phone_index = :phoneIndex',
);
const retireCodes = statement(
  'identity.retireCodes',
  'update sign_in_code set used_at = now() where phone_index = :phoneIndex and used_at is null and expires_at > now()',
);
const insertCode = statement(
  'identity.insertCode',
  `insert into sign_in_code (id, phone_index, interaction, code_hash, tries_left, expires_at)
   values (:id, :phoneIndex, :interaction, :codeHash, :codeTriesMax, now() + make_interval(secs => :codeLifetimeSeconds))`,
);
const takeTry = statement(
  'identity.takeTry',
  `update sign_in_code set tries_left = tries_left - 1
   where phone_index = :phoneIndex and interaction = :interaction and used_at is null and expires_at > now() and tries_left > 0
   returning id, code_hash`,
);
const useCode = statement(
  'identity.useCode',
  'update sign_in_code set used_at = now() where id = :id',
);
