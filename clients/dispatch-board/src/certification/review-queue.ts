import { useCallback, useState } from 'react';
import { useClient } from 'urql';
import type { Dispatcher } from '../dispatcher.ts';
import {
  DisputesDocument,
  type DisputesQuery,
  ReviewQueueDocument,
  type ReviewQueueQuery,
} from '../documents.generated.ts';
import { answered, ask } from '../api-client.ts';
import { Trouble } from '../trouble.ts';

type Item = NonNullable<ReviewQueueQuery['reviewItems']>['edges'][number]['node'];
export type Disputed = NonNullable<DisputesQuery['serviceRequests']>['edges'][number]['node'];

interface Queue {
  items: readonly Item[];
  /** Number of all open items. */
  count: number;
  after: string | null;
  disputes: readonly Disputed[];
}

export type ReviewQueueData = ReturnType<typeof useReviewQueue>;

/** Open review items in a dispatcher's communities. */
export function useReviewQueue({ communityIds }: Dispatcher, onEnd: () => void) {
  const client = useClient();
  const [queue, setQueue] = useState<Queue>();
  const [problem, setProblem] = useState<unknown>(null);
  const read = useCallback(
    async (known: Queue | undefined) => {
      if (communityIds.size === 0) return;
      try {
        const ids = [...communityIds];
        const [queued, disputed] = await Promise.all([
          ask(client, ReviewQueueDocument, { communityIds: ids, after: known?.after ?? null }),
          ask(client, DisputesDocument, { communityIds: ids }),
        ]);
        const reviewItems = answered(queued.reviewItems);
        const serviceRequests = answered(disputed.serviceRequests);
        const { hasNextPage, endCursor } = reviewItems.pageInfo;
        setQueue({
          items: [...(known?.items ?? []), ...reviewItems.edges.map(({ node }) => node)],
          count: reviewItems.totalCount + serviceRequests.totalCount,
          after: hasNextPage ? (endCursor ?? null) : null,
          disputes: serviceRequests.edges.map(({ node }) => node),
        });
        setProblem(null);
      } catch (error) {
        if (error instanceof Trouble && error.kind === 'session') onEnd();
        else setProblem(error);
      }
    },
    // oxlint-disable-next-line react-hooks/exhaustive-deps
    [client, communityIds],
  );
  const look = useCallback(() => void read(undefined), [read]);
  const more = useCallback(() => void read(queue), [read, queue]);
  return { queue, problem, look, more };
}
