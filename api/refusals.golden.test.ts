import { expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gather, platformSchema } from './app.ts';
import { modules } from './modules.ts';
import { commonRefusals, refusalsTitle } from './platform/operation/refusal-descriptions.ts';
import { clone } from './run/workspace.ts';
import { declaredRefusals, DeclaredRefusals } from './testing/declared-refusals.ts';
import { expectGolden } from './testing/golden.ts';

const codes = new Set(gather(modules).messages.codes());
const declared = new DeclaredRefusals(clone.root, codes);
const mutations = Object.values(platformSchema().getMutationType()?.getFields() ?? {});
const names = mutations.map(({ name }) => name).sort();

/**
 * Codes that a function throws and the mutation never meets.
 *
 * `moveTo` guards a move that the mutation has checked before. A dispatcher assigns out of turn, and
 * one volunteer is never too many. A stored rule was parsed when it was saved. A changed request
 * keeps its start. Lines of a table have their own codes.
 */
const neverMet = [
  / of (moveTo|endUnbegun|ensureUnbegun)$/,
  /^assignServiceRequest: \w+ of (ensureOffered|ensureQuotasKept|ensureAssignable)$/,
  /^(acceptServiceRequest|acceptJointVisit): TOO_MANY_VOLUNTEERS of ensureAssignable$/,
  /^(skip|end)\w+: \w+ of (RecurrenceRule|parsed|withFloatingEnd)$/,
  /^change\w+: BEGIN_OUTSIDE_WINDOWS of plannedTimeFrom$/,
  /^importPeople: \w+ of communityProblem$/,
];

test('the codes of each mutation are those that its service declares', () => {
  const lines = Object.entries(declaredRefusals(platformSchema({}), declared)).map(
    ([name, list]) => `  ${name}: [${list.map((code) => `'${code}'`).join(', ')}],\n`,
  );
  expectGolden(
    'api/refusals.generated.ts',
    `// Written by "npm run golden" from the doc comments of the services ("Refuses with ...").\n\n` +
      `/** Codes that each mutation declares. */\n` +
      `export const mutationRefusals = {\n${lines.join('')}} as const satisfies Readonly<Record<string, readonly string[]>>;\n`,
  );
});

test('every mutation has one service whose doc comment declares codes of the catalogue', () => {
  expect(names.filter((name) => declared.of(name) === null)).toEqual([]);
  expect(names.flatMap((name) => declared.unknownIn(name).map((code) => [name, code]))).toEqual([]);
});

test('a mutation declares each code that the functions behind it throw', () => {
  const missing = names
    .flatMap((name) => declared.undeclaredIn(name))
    .filter((text) => !commonRefusals.has(/: (\w+) of/.exec(text)?.[1] ?? ''))
    .filter((text) => !neverMet.some((pattern) => pattern.test(text)));
  expect([...new Set(missing)]).toEqual([]);
});

test('every code that a description or the ledger names is in a catalogue', () => {
  const described = mutations.flatMap(({ description }) =>
    (description?.split(refusalsTitle)[1] ?? '').match(/[A-Z_]+/g),
  );
  const sql = readFileSync(join(clone.root, 'schema/sql/51-ledger-functions.sql'), 'utf8');
  const ofLedger = [...sql.matchAll(/ledger_refuse\(\s*'([A-Z_]+)'/g)].map(([, code]) => code!);
  expect(described.length).toBeGreaterThan(names.length);
  expect(ofLedger.length).toBeGreaterThan(15);
  expect([...described, ...ofLedger, ...commonRefusals].filter((code) => !codes.has(code ?? ''))).toEqual([]);
});

test('the declarations are read with the declarations that they refer to', () => {
  expect(declared.of('rejectServiceRequest')).toEqual(declared.of('approveServiceRequest'));
  expect(declared.of('releaseHeldCoins')).not.toContain('SAME_ACCOUNT');
  expect(declared.of('grantCoins')).toEqual(
    expect.arrayContaining(['NOT_A_FUND', 'INSUFFICIENT_COINS', 'HAPPENED_TOO_LONG_AGO']),
  );
});
