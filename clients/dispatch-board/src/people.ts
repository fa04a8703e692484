import { useEffect, useState } from 'react';
import { useClient } from 'urql';
import { EldersDocument, type EldersQuery, VolunteersDocument, type VolunteersQuery } from './documents.golden.ts';
import { ask } from './platform.ts';

export type ElderChoice = EldersQuery['elders']['edges'][number]['node'];
export type VolunteerChoice = VolunteersQuery['volunteers']['edges'][number]['node'];

/** A community has some hundreds of elders; beyond this a list to choose from is of no use. */
const peopleMax = 1_000;

/** Elders of one community, for choosing among them; undefined while they are read. */
export function useElders(communityIds: ReadonlySet<string>): readonly ElderChoice[] | undefined {
  const client = useClient();
  return usePages(async (after) => {
    const { elders } = await ask(client, EldersDocument, { after });
    const own = elders.edges.map(({ node }) => node).filter(({ community }) => communityIds.has(community?.id ?? ''));
    return { found: own, pageInfo: elders.pageInfo };
  });
}

/** Volunteers that may be sent, the vetted ones first. */
export function useVolunteers(): readonly VolunteerChoice[] | undefined {
  const client = useClient();
  const found = usePages(async (after) => {
    const { volunteers } = await ask(client, VolunteersDocument, { after });
    return { found: volunteers.edges.map(({ node }) => node), pageInfo: volunteers.pageInfo };
  });
  return found?.toSorted((left, right) => Number(right.isVetted) - Number(left.isVetted));
}

interface PageOf<Item> {
  found: readonly Item[];
  pageInfo: { hasNextPage: boolean; endCursor?: string | null };
}

/** Reads page after page once. What could not be read is an empty list: choosing fails visibly, and opening the form again reads anew. */
function usePages<Item>(read: (after: string | null) => Promise<PageOf<Item>>): readonly Item[] | undefined {
  const [items, setItems] = useState<readonly Item[]>();
  useEffect(() => {
    let stopped = false;
    const all = async (): Promise<Item[]> => {
      const found: Item[] = [];
      let after: string | null = null;
      do {
        const page: PageOf<Item> = await read(after);
        found.push(...page.found);
        after = page.pageInfo.hasNextPage ? (page.pageInfo.endCursor ?? null) : null;
      } while (after && found.length < peopleMax);
      return found;
    };
    all().then(
      (found) => stopped || setItems(found),
      () => stopped || setItems([]),
    );
    return () => {
      stopped = true;
    };
    // Read once for each time the form is opened.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, []);
  return items;
}
