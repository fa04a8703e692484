import { useClient } from 'urql';
import { TeamsDocument, type TeamsQuery } from '../documents.golden.ts';
import { usePages } from '../people.ts';
import { ask } from '../platform.ts';

export type TeamChoice = TeamsQuery['teams']['edges'][number]['node'];

/** Teams that may be asked. */
export function useTeams(): { teams: readonly TeamChoice[] | undefined } {
  const client = useClient();
  const { items } = usePages<TeamChoice>(async (after) => {
    const { teams } = await ask(client, TeamsDocument, { after });
    return { found: teams.edges.map(({ node }) => node), pageInfo: teams.pageInfo };
  });
  return { teams: items };
}
