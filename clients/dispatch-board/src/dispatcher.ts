import { useEffect, useState } from 'react';
import { useClient } from 'urql';
import { DispatcherDocument, type DispatcherQuery } from './documents.generated.ts';
import { answered, ask } from './api-client.ts';
import { Trouble } from './trouble.ts';

export type KindChoice = NonNullable<DispatcherQuery['serviceKinds']>['edges'][number]['node'];

/** The person who works at this board. */
export interface Dispatcher {
  displayName: string;
  timeZone: string;
  /** Communities whose requests this person dispatches. */
  communityIds: ReadonlySet<string>;
  /** Teams that this person leads. */
  teamIds: ReadonlySet<string>;
  /** Name of these communities, or of the foundation. */
  placeName: string;
  kinds: readonly KindChoice[];
}

export function useDispatcher(onEnd: () => void) {
  const client = useClient();
  const [dispatcher, setDispatcher] = useState<Dispatcher>();
  const [problem, setProblem] = useState<unknown>(null);
  const [attempt, setAttempt] = useState(0);
  useEffect(() => {
    let stopped = false;
    ask(client, DispatcherDocument, {}).then(
      (answer) => stopped || setDispatcher(dispatcherOf(answer)),
      (error: unknown) => {
        if (stopped) return;
        if (error instanceof Trouble && error.kind === 'session') onEnd();
        else setProblem(error);
      },
    );
    return () => {
      stopped = true;
    };
    // Read once for each session, and again on request.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [client, attempt]);
  const reload = (): void => {
    setProblem(null);
    setAttempt((before) => before + 1);
  };
  return { dispatcher, problem, reload };
}

function dispatcherOf({ me, communities, serviceKinds }: DispatcherQuery): Dispatcher {
  const granted =
    me?.grants.filter(({ role }) => role === 'DISPATCHER').map(({ communityId }) => communityId) ??
    [];
  const communityIds = new Set(granted.filter((id) => id !== null && id !== undefined));
  const led =
    me?.grants.filter(({ role }) => role === 'TEAM_LEADER').map(({ teamId }) => teamId) ?? [];
  const teamIds = new Set(led.filter((id) => id !== null && id !== undefined));
  const names = answered(communities)
    .edges.filter(({ node }) => communityIds.has(node.id))
    .map(({ node }) => node.name);
  return {
    displayName: me?.account.displayName ?? '',
    timeZone: me?.foundation?.timeZone ?? 'Asia/Shanghai',
    communityIds,
    teamIds,
    placeName: names.join('、') || (me?.foundation?.name ?? ''),
    kinds: answered(serviceKinds)
      .edges.map(({ node }) => node)
      .filter(({ isOffered }) => isOffered),
  };
}
