import { useEffect, useState } from 'react';
import { useClient } from 'urql';
import { CandidatesDocument, type CandidatesQuery } from '../documents.generated.ts';
import { ask } from '../api-client.ts';

type Found = NonNullable<CandidatesQuery['candidates']>;
export type Candidate = Found['edges'][number]['node'];

/** Candidates for a request, the best first, and the obstacles of the others. */
export function useCandidates(requestId: string) {
  const client = useClient();
  const [pages, setPages] = useState<readonly Found[]>();
  const [after, setAfter] = useState<string | null>(null);
  const [hasFailed, setHasFailed] = useState(false);
  useEffect(() => {
    let stopped = false;
    ask(client, CandidatesDocument, { requestId, after }).then(
      ({ candidates }) =>
        stopped || setPages((before) => [...(before ?? []), ...(candidates ? [candidates] : [])]),
      () => stopped || setHasFailed(true),
    );
    return () => {
      stopped = true;
    };
  }, [client, requestId, after]);
  const last = pages?.at(-1);
  const next = last?.pageInfo.hasNextPage ? (last.pageInfo.endCursor ?? null) : null;
  return {
    candidates: pages?.flatMap(({ edges }) => edges.map(({ node }) => node)),
    summary: pages?.[0],
    hasFailed,
    /** Reads the next page; undefined when there is none. */
    readMore: next === null ? undefined : () => setAfter(next),
  };
}
