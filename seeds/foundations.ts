import type pg from 'pg';
import { roles } from '../api/platform/database/roles.ts';
import {
  identitySession,
  sessionStatements,
  systemSession,
} from '../api/platform/database/session.ts';
import { insertRows, type Row } from './row-batch.ts';

export interface FoundFoundation {
  id: string;
  slug: string;
  isDemo: boolean;
  /** Whether it has contents; an interrupted load leaves a foundation empty. */
  isFilled: boolean;
}

/** All foundations of the platform, as visible to the API's login; requires a transaction. */
export async function findFoundations(login: pg.ClientBase): Promise<FoundFoundation[]> {
  await login.query(sessionStatements(identitySession));
  const { rows } = await login.query<Omit<FoundFoundation, 'isFilled'>>(
    'select id, slug, is_demo as "isDemo" from foundation order by slug',
  );
  const found: FoundFoundation[] = [];
  for (const row of rows) {
    await login.query(sessionStatements(systemSession(row.id, row.id)));
    const { rowCount } = await login.query(
      'select from community where foundation_id = $1 limit 1',
      [row.id],
    );
    found.push({ ...row, isFilled: rowCount === 1 });
  }
  return found;
}

/**
 * Inserts the prerequisites of acting in a foundation: the foundation itself, logins, and grants
 * above the foundations. Existing rows stay.
 *
 * No policy allows the insert of a foundation, so the tables' owner bypasses the policies in this
 * one transaction.
 */
export async function enterFoundations(
  administrator: pg.ClientBase,
  { foundations, accounts, grants }: { foundations: Row[]; accounts: Row[]; grants: Row[] },
): Promise<void> {
  await administrator.query('begin');
  try {
    await administrator.query(`set local role ${roles.owner}`);
    for (const table of ruled)
      await administrator.query(`alter table ${table} no force row level security`);
    const again = 'on conflict (id) do nothing';
    await insertRows(administrator, 'foundation', foundations, again);
    await insertRows(administrator, 'account', accounts, again);
    await insertRows(administrator, 'role_grant', grants, again);
    for (const table of ruled)
      await administrator.query(`alter table ${table} force row level security`);
    await administrator.query('commit');
  } catch (error) {
    await administrator.query('rollback');
    throw error;
  }
}

const ruled = ['foundation', 'role_grant'];
