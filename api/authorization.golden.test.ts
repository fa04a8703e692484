import { expect, test } from '@jest/globals';
import { Role } from '../schema/identity/role-grant.ts';
import { gather } from './app.ts';
import { modules } from './modules.ts';
import type { Actor } from './platform/authorization/actor.ts';
import { roles } from './platform/database/roles.ts';
import type { Permissions, Resource } from './platform/authorization/policy.ts';
import { expectGolden } from './testing/golden.ts';

test('every action x role stands in authorization.golden.txt', () => {
  expectGolden('api/authorization.golden.txt', authorizationTable(gather(modules).permissions));
});

test('the table shows a rule that permits everything to everybody', () => {
  const { permissions } = gather(modules);
  permissions.addRules({ careless: () => true });
  permissions.addPolicy({ 'safe:open': ['careless'] });
  const lines = authorizationTable(permissions).split('\n');
  const [safe] = lines.filter((line) => line.startsWith('safe:open'));
  expect(safe?.match(/any/g)).toHaveLength(Object.keys(Role).length);
});

const ids = {
  community: '01900000-0000-7000-8000-00000000000c',
  team: '01900000-0000-7000-8000-00000000000d',
  person: '01900000-0000-7000-8000-00000000000e',
  account: '01900000-0000-7000-8000-00000000000a',
  foundation: '01900000-0000-7000-8000-00000000000f',
  elsewhere: '01900000-0000-7000-8000-0000000000ff',
};

/**
 * Answers any fact that a rule reads by the ending of its name, so that a new fact needs no change
 * here.
 */
function subjectOf({ isOwn, isPerformer }: { isOwn: boolean; isPerformer: boolean }): Resource {
  return new Proxy<Resource>(
    {},
    {
      get(_, name) {
        const fact = String(name);
        const noun = /(community|team|person|account|foundation)Ids?$/i.exec(fact)?.[1]?.toLowerCase();
        if (!noun) return undefined;
        const isMine = /performer/i.test(fact) ? isPerformer : isOwn;
        const id = isMine ? ids[noun as keyof typeof ids] : ids.elsewhere;
        return fact.endsWith('s') ? [id] : id;
      },
    },
  );
}

/** An actor who holds this one role, at all of its own ids. */
function actorWith(role: Role): Actor {
  return {
    accountId: ids.account,
    displayName: role,
    foundations: [],
    foundationId: ids.foundation,
    grants: [
      {
        id: ids.account,
        role,
        foundationId: role === Role.HEAD_BANK_OPERATOR ? null : ids.foundation,
        communityId: ids.community,
        teamId: ids.team,
        personId: ids.person,
        validFrom: '2026-01-01T00:00:00Z',
        validTo: null,
      },
    ],
    appId: null,
    scopes: null,
    managedCommunityIds: [],
    visibleCommunityIds: [ids.community],
    contactCommunityIds: [],
    personIds: [],
    session: { role: roles.member, variables: {} as Actor['session']['variables'] },
  };
}

function authorizationTable(permissions: Permissions): string {
  const columns = Object.values(Role);
  const rows = permissions
    .table()
    .map(([action, names]) => [
      action,
      ...columns.map((role) => cell(permissions, actorWith(role), action)),
      names.join(', '),
    ]);
  const widths = ['action', ...columns].map((title, index) =>
    Math.max(title.length, ...rows.map((row) => row[index]!.length)),
  );
  const line = (cells: string[]): string =>
    cells
      .map((text, index) => text.padEnd(widths[index] ?? 0))
      .join('  ')
      .trimEnd();
  return `${legend}\n${[['action', ...columns, 'rules'], ...rows].map(line).join('\n')}\n`;
}

const legend = `Who may do what: each action with each role, worked out by asking the policies. Written by "npm run golden".

any    on everything of the foundation
own    on what belongs to their own community, team or person
own*   as own, but not on what they did themselves
any*   as any, but not on what they did themselves
-      never
Rows that the database does not show to a role are out of its reach whatever stands here.
`;

function cell(permissions: Permissions, actor: Actor, action: string): string {
  const may = (isOwn: boolean, isPerformer: boolean) =>
    permissions.allows(actor, action, subjectOf({ isOwn, isPerformer }));
  const scope = may(false, false) ? 'any' : may(true, false) ? 'own' : may(true, true) ? 'self' : '-';
  const isBarredFromOwnWork = scope !== '-' && !may(true, true);
  return isBarredFromOwnWork ? `${scope}*` : scope;
}
