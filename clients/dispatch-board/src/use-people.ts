import { useEffect, useState } from 'react';
import { useClient } from 'urql';
import {
  EldersDocument,
  type EldersQuery,
  VolunteersDocument,
  type VolunteersQuery,
} from './documents.generated.ts';
import { answered, ask } from './api-client.ts';

export type ElderChoice = NonNullable<EldersQuery['elders']>['edges'][number]['node'];
export type VolunteerChoice = NonNullable<VolunteersQuery['volunteers']>['edges'][number]['node'];

/**
 * A community has some hundreds of elders. A longer list is no useful choice, and it says that it
 * was cut.
 */
export const peopleMax = 1_000;

/** People to choose from. */
export interface Choice<Item> {
  /** Undefined while they are read. */
  items: readonly Item[] | undefined;
  hasFailed: boolean;
  /** Whether there are more than the list holds. */
  isCut: boolean;
}

/** Elders of the dispatcher's communities. */
export function useElders(communityIds: ReadonlySet<string>): Choice<ElderChoice> {
  const client = useClient();
  return usePages(async (after) => {
    const elders = answered((await ask(client, EldersDocument, { after })).elders);
    const own = elders.edges
      .map(({ node }) => node)
      .filter(({ community }) => communityIds.has(community?.id ?? ''));
    return { found: own, pageInfo: elders.pageInfo };
  });
}

/** Volunteers that may be sent, the vetted ones first. */
export function useVolunteers(): Choice<VolunteerChoice> {
  const client = useClient();
  const { items, ...rest } = usePages(async (after) => {
    const volunteers = answered((await ask(client, VolunteersDocument, { after })).volunteers);
    return { found: volunteers.edges.map(({ node }) => node), pageInfo: volunteers.pageInfo };
  });
  return {
    ...rest,
    items: items?.toSorted((left, right) => Number(right.isVetted) - Number(left.isVetted)),
  };
}

interface PageOf<Item> {
  found: readonly Item[];
  pageInfo: { hasNextPage: boolean; endCursor?: string | null };
}

/** Reads all pages, once for each time that the form is opened. */
export function usePages<Item>(
  read: (after: string | null) => Promise<PageOf<Item>>,
): Choice<Item> {
  const [choice, setChoice] = useState<Choice<Item>>({
    items: undefined,
    hasFailed: false,
    isCut: false,
  });
  useEffect(() => {
    let stopped = false;
    const all = async (): Promise<Choice<Item>> => {
      const items: Item[] = [];
      let after: string | null = null;
      do {
        const page: PageOf<Item> = await read(after);
        items.push(...page.found);
        after = page.pageInfo.hasNextPage ? (page.pageInfo.endCursor ?? null) : null;
      } while (after && items.length < peopleMax);
      return { items, hasFailed: false, isCut: after !== null };
    };
    all().then(
      (found) => stopped || setChoice(found),
      () => stopped || setChoice({ items: [], hasFailed: true, isCut: false }),
    );
    return () => {
      stopped = true;
    };
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, []);
  return choice;
}
