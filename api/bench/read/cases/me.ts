import { type Case, ids } from './case.ts';

/**
 * The first query of every page. The others use Linli's sign-in role, since members may not read
 * accounts.
 */
export const me: Case = {
  title: '(d) me with grants',
  role: 'linli_identity',
  graphql: {
    query:
      'query Me { me { account { displayName } foundation { name } grants { role communityId validFrom validTo } } }',
    variables: () => ({}),
    normal: ({ me: { account, foundation, grants } }: { me: Me }, plain) => ({
      displayName: account.displayName,
      foundation,
      grants: grants.map((grant) =>
        grantOf({ ...grant, communityId: grant.communityId && plain(grant.communityId) }),
      ),
    }),
  },
  postgraphile: {
    query: `query Me($account: UUID!, $foundation: UUID!) { accountById(id: $account) { displayName
        roleGrantsByAccountId(condition: { foundationId: $foundation }, orderBy: [VALID_FROM_ASC, ID_ASC]) { nodes { role communityId validFrom validTo } } }
      foundationById(id: $foundation) { name } }`,
    variables: () => ({ account: ids().accountId, foundation: ids().foundationId }),
    normal: ({
      accountById,
      foundationById,
    }: {
      accountById: PeerAccount;
      foundationById: { name: string };
    }) => ({
      displayName: accountById.displayName,
      foundation: foundationById,
      grants: accountById.roleGrantsByAccountId.nodes.map(grantOf),
    }),
  },
  floor: {
    text: `select json_build_object('displayName', a.display_name, 'foundation', (select json_build_object('name', f.name) from foundation f where f.id = $2),
        'grants', (select coalesce(json_agg(json_build_object('role', g.role, 'communityId', g.community_id, 'validFrom',
            to_char(g.valid_from at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), 'validTo',
            to_char(g.valid_to at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) order by g.valid_from, g.id), '[]')
          from role_grant g where g.account_id = a.id and g.foundation_id = $2 and g.valid_from <= now() and (g.valid_to is null or g.valid_to > now())))::text
      from account a where a.id = $1 and a.is_active`,
    values: () => [ids().accountId, ids().foundationId],
  },
};

interface Grant {
  role: string;
  communityId: string | null;
  validFrom: string;
  validTo: string | null;
}

interface Me {
  account: { displayName: string };
  foundation: { name: string };
  grants: Grant[];
}

interface PeerAccount {
  displayName: string;
  roleGrantsByAccountId: { nodes: Grant[] };
}

/** Contestants format the same instant in different ways. */
function grantOf({ role, communityId, validFrom, validTo }: Grant): Grant {
  const instant = (text: string) => new Date(text).toISOString();
  return { role, communityId, validFrom: instant(validFrom), validTo: validTo && instant(validTo) };
}
