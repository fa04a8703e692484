import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { invariants } from '../invariants.ts';
import { checkInvariants } from '../platform/database/invariants.ts';
import { type World, world } from '../testing/world.ts';

let town: World;
beforeAll(async () => {
  town = await world();
});
afterAll(() => town.close());

test('the books of a fresh world hold, in every foundation', async () => {
  const results = await checkInvariants(town.databaseUrl, invariants);
  expect(results.filter(({ breachCount }) => breachCount > 0)).toEqual([]);
  expect(results.map(({ foundationCount }) => foundationCount)).toEqual(invariants.map(() => 2));
});

describe('a row that was changed behind our back is found and named', () => {
  const tampered: [name: string, change: string, broken: string, named: string][] = [
    [
      'an entry made larger',
      `update entry set amount = amount + 1 where id = (select max(id::text)::uuid from entry where amount > 0)`,
      'transfers-sum-to-zero',
      'select transfer_id as name from entry where id = (select max(id::text)::uuid from entry where amount > 0)',
    ],
    [
      'a balance made larger',
      `update coin_account set posted = posted + 100 where name = '芦奶奶'`,
      'balances-equal-entries',
      `select id as name from coin_account where name = '芦奶奶'`,
    ],
    [
      'a transfer that says another amount',
      `update transfer set amount = amount + 1 where client_id = 'settle:elder@xinxian'`,
      'entries-match-transfers',
      `select id as name from transfer where client_id = 'settle:elder@xinxian'`,
    ],
    [
      'a date changed, all sums intact',
      `update transfer set happened_at = happened_at + interval '1 second' where client_id = 'settle:elder@xinxian'`,
      'chain-is-unbroken',
      `select id as name from transfer where client_id = 'settle:elder@xinxian'`,
    ],
    [
      'a lot made larger',
      `update coin_lot set amount = amount + 1, remaining = remaining + 1 where amount = 3000`,
      'lots-follow-their-moves',
      'select id as name from coin_lot where amount = 3001',
    ],
    [
      'a guard switched off',
      'alter table entry disable trigger append_only',
      'append-only-is-guarded',
      `select 'entry' as name`,
    ],
  ];
  test.each(tampered)('%s', async (_, change, broken, named) => {
    const owner = new pg.Client({ connectionString: town.databaseUrl });
    await owner.connect();
    try {
      await owner.query(`set session_replication_role = replica`);
      await owner.query(change);
      const results = await checkInvariants(town.databaseUrl, invariants);
      const { rows } = await owner.query<{ name: string }>(named);
      const found = results.find(({ name }) => name === broken)?.breaches ?? [];
      expect(found.map(({ breach }) => breach).join('\n')).toContain(rows[0]!.name);
    } finally {
      await owner.query(undo(change));
      await owner.end();
    }
  });
  test('and once everything is put back, all is well again', async () => {
    const results = await checkInvariants(town.databaseUrl, invariants);
    expect(results.filter(({ breachCount }) => breachCount > 0)).toEqual([]);
  });

  function undo(change: string): string {
    return change.startsWith('alter')
      ? change.replace('disable', 'enable')
      : change.replaceAll(' + ', ' - ').replace('amount = 3000', 'amount = 3001');
  }
});
