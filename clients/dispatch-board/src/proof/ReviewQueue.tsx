import { FlagOutlined } from '@ant-design/icons';
import { Alert, Badge, Button, Drawer, Spin } from 'antd';
import { useCallback, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useClient } from 'urql';
import type { Dispatcher } from '../dispatcher.ts';
import {
  DisputesDocument,
  type DisputesQuery,
  ReviewQueueDocument,
  type ReviewQueueQuery,
} from '../documents.golden.ts';
import { ask, Trouble } from '../platform.ts';
import type { Clock } from '../time.ts';
import { Oddities } from './Oddities.tsx';

type Item = ReviewQueueQuery['reviewItems']['edges'][number]['node'];
type Disputed = DisputesQuery['serviceRequests']['edges'][number]['node'];

interface Queue {
  items: readonly Item[];
  totalCount: number;
  after: string | null;
  disputes: readonly Disputed[];
}

interface ReviewQueueProps {
  dispatcher: Dispatcher;
  clock: Clock;
  /** Another one with every change of an own request: an end of a visit may be odd, an objection is a change. Null until the board is read. */
  boardVersion: string | null;
  onOpen: (requestId: string) => void;
  onEnd: () => void;
}

/** What is odd and what is disputed, behind a button that says how much there is. */
export function ReviewQueue({ dispatcher, clock, boardVersion, onOpen, onEnd }: ReviewQueueProps) {
  const { t } = useTranslation('proof');
  const [isOpen, setIsOpen] = useState(false);
  const { queue, hasFailed, look, more } = useQueue(dispatcher, onEnd);
  const hasLooked = useRef(false);
  useEffect(() => {
    if (boardVersion === null) return;
    if (!hasLooked.current) {
      hasLooked.current = true;
      return look();
    }
    // Changes come in bursts.
    const timer = setTimeout(look, lookAfterMs);
    return () => clearTimeout(timer);
  }, [look, boardVersion]);
  const count = (queue?.totalCount ?? 0) + (queue?.disputes.length ?? 0);
  const open = (requestId: string): void => {
    setIsOpen(false);
    onOpen(requestId);
  };
  return (
    <>
      <Badge count={count} color="var(--ant-color-warning)" overflowCount={99}>
        <Button
          size="large"
          icon={<FlagOutlined aria-hidden />}
          aria-label={t('queueCount', { count })}
          onClick={() => setIsOpen(true)}
        >
          {t('queue')}
        </Button>
      </Badge>
      <Drawer open={isOpen} title={t('queue')} size={520} onClose={() => setIsOpen(false)}>
        {hasFailed && <Alert type="error" showIcon title={t('queueRead')} />}
        {!queue && !hasFailed && <Spin aria-label={t('queue')} />}
        {queue && count === 0 && <p className="quiet">{t('queueEmpty')}</p>}
        {queue && queue.disputes.length > 0 && (
          <section aria-label={t('disputes')}>
            <h3>{t('disputes')}</h3>
            {queue.disputes.map((request) => (
              <Dispute key={request.id} request={request} clock={clock} onOpen={open} />
            ))}
          </section>
        )}
        {queue && queue.items.length > 0 && (
          <section aria-label={t('oddities')}>
            <h3>{t('oddities')}</h3>
            {queue.items.map((item) => (
              <article key={item.id} className="proof-item">
                <About
                  texts={[
                    item.visit?.request?.elder?.displayName,
                    item.visit?.request?.kind.name,
                    item.visit?.volunteer?.displayName,
                    item.visit?.checkedInAt && clock.moment(item.visit.checkedInAt),
                  ]}
                  requestId={item.visit?.request?.id}
                  onOpen={open}
                />
                <Oddities items={[item]} canResolve onResolved={look} onEnd={onEnd} />
              </article>
            ))}
            {queue.after && <Button onClick={more}>{t('queueMore')}</Button>}
          </section>
        )}
      </Drawer>
    </>
  );
}

/** Long enough to take a burst of changes together, short enough to be there when somebody looks. */
const lookAfterMs = 1_500;

function Dispute({ request, clock, onOpen }: { request: Disputed; clock: Clock; onOpen: (id: string) => void }) {
  const { t } = useTranslation('proof');
  const objection = request.history.findLast(({ toState }) => toState === 'DISPUTED');
  return (
    <article className="proof-item">
      <About
        texts={[
          request.elder?.displayName,
          request.kind.name,
          request.visits.find(({ state }) => state === 'DISPUTED')?.volunteer?.displayName,
        ]}
        requestId={request.id}
        onOpen={onOpen}
      />
      {objection && (
        <p className="card-note">
          {t('disputed', {
            at: clock.moment(objection.changedAt),
            name: objection.actorName,
            reason: objection.reason ?? '',
          })}
        </p>
      )}
    </article>
  );
}

function About({
  texts,
  requestId,
  onOpen,
}: {
  texts: readonly (string | null | undefined)[];
  requestId: string | undefined;
  onOpen: (id: string) => void;
}) {
  const { t } = useTranslation('proof');
  const text = texts.filter(Boolean).join(' · ');
  return (
    <p>
      <strong>{text}</strong>{' '}
      {requestId && (
        <Button type="link" size="small" aria-label={`${t('seeRequest')}: ${text}`} onClick={() => onOpen(requestId)}>
          {t('seeRequest')}
        </Button>
      )}
    </p>
  );
}

function useQueue({ communityIds }: Dispatcher, onEnd: () => void) {
  const client = useClient();
  const [queue, setQueue] = useState<Queue>();
  const [hasFailed, setHasFailed] = useState(false);
  const read = useCallback(
    async (known: Queue | undefined) => {
      if (communityIds.size === 0) return;
      try {
        const ids = [...communityIds];
        const [{ reviewItems }, { serviceRequests }] = await Promise.all([
          ask(client, ReviewQueueDocument, { communityIds: ids, after: known?.after ?? null }),
          ask(client, DisputesDocument, {}),
        ]);
        const { hasNextPage, endCursor } = reviewItems.pageInfo;
        setQueue({
          items: [...(known?.items ?? []), ...reviewItems.edges.map(({ node }) => node)],
          totalCount: reviewItems.totalCount,
          after: hasNextPage ? (endCursor ?? null) : null,
          disputes: serviceRequests.edges
            .map(({ node }) => node)
            .filter(({ community }) => communityIds.has(community?.id ?? '')),
        });
        setHasFailed(false);
      } catch (error) {
        if (error instanceof Trouble && error.kind === 'session') onEnd();
        else setHasFailed(true);
      }
    },
    // oxlint-disable-next-line react-hooks/exhaustive-deps
    [client, communityIds],
  );
  const look = useCallback(() => void read(undefined), [read]);
  const more = useCallback(() => void read(queue), [read, queue]);
  return { queue, hasFailed, look, more };
}
