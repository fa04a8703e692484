import { useClient } from 'urql';
import { TeamsDocument, type TeamsQuery } from '../documents.generated.ts';
import { usePages } from '../use-people.ts';
import { answered, ask } from '../api-client.ts';

export type TeamChoice = NonNullable<TeamsQuery['teams']>['edges'][number]['node'];

/** Teams that may be asked for volunteers. */
export function useTeams(): { teams: readonly TeamChoice[] | undefined } {
  const client = useClient();
  const { items } = usePages<TeamChoice>(async (after) => {
    const teams = answered((await ask(client, TeamsDocument, { after })).teams);
    return { found: teams.edges.map(({ node }) => node), pageInfo: teams.pageInfo };
  });
  return { teams: items };
}
