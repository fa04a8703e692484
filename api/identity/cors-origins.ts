import { statement } from '../platform/database/statement.ts';
import type { Settings } from '../platform/config/settings.ts';
import type { IdentityStore } from './identity-store.ts';

/** Origins of web pages that may call the API: those of registered apps, and the platform's own. */
export class Origins {
  private known: ReadonlySet<string> = new Set();
  private readAtMs = 0;

  constructor(
    private readonly store: IdentityStore,
    private readonly settings: Pick<Settings, 'publicUrl' | 'isDemo'>,
  ) {}

  async isKnown(origin: string): Promise<boolean> {
    if (origin === this.settings.publicUrl) return true;
    // Developers run their pages against a demonstration on the same machine.
    if (this.settings.isDemo && /^https?:\/\/(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/.test(origin))
      return true;
    if (Date.now() - this.readAtMs > rereadMs) {
      const rows = await this.store.rows<{ origin: string }>(selectOrigins);
      this.known = new Set(rows.map((row) => row.origin));
      this.readAtMs = Date.now();
    }
    return this.known.has(origin);
  }
}

/** A new app's pages work a few seconds after it is registered. */
const rereadMs = 3_000;

const selectOrigins = statement(
  'identity.selectOrigins',
  `
  select unnest(origins) as origin from app where is_active union select unnest(origins) from first_party_app where is_active`,
);
