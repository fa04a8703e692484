import { FlagOutlined } from '@ant-design/icons';
import { Burst } from '@linli/sdk';
import { Button } from 'antd';
import { Suspense, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useBoard } from '../board-context.ts';
import type { Card } from '../card.ts';
import type { Dispatcher } from '../dispatcher.ts';
import { loadLater, whenIdle } from '../later.tsx';
import { useReviewQueue } from './review-queue.ts';

const ReviewQueue = loadLater(async () => (await import('./ReviewQueue.tsx')).ReviewQueue);

interface ReviewButtonProps {
  dispatcher: Dispatcher;
  isLive: boolean;
  onEnd: () => void;
}

/** Button with the number of anomalies and disputes, which opens the review queue. */
export function ReviewButton({ dispatcher, isLive, onEnd }: ReviewButtonProps) {
  const { t } = useTranslation();
  const { model, role, onOpen } = useBoard();
  const [isOpen, setIsOpen] = useState(false);
  const data = useReviewQueue(dispatcher, onEnd);
  const { look } = data;
  useEffect(() => {
    if (isLive) look();
  }, [look, isLive]);
  useEffect(() => {
    const later = new Burst<true>(lookAfterMs, look);
    const unwatch = model.store.watch((changes) => {
      const matters = changes.some(({ before, after }) => {
        const card = after ?? before;
        return card && role(card).isOwn && mayBeAnomaly(before, after);
      });
      if (matters) later.add(true);
    });
    const unlisten = model.onProofChange(look);
    return () => {
      unwatch();
      unlisten();
      later.stop();
    };
  }, [model, role, look]);
  useEffect(() => whenIdle([ReviewQueue]), []);
  const count = data.queue?.count ?? 0;
  return (
    <>
      <Button
        size="large"
        icon={<FlagOutlined aria-hidden />}
        aria-label={t('proof.queueCount', { count })}
        onClick={() => setIsOpen(true)}
      >
        {t('proof.queue')}{' '}
        {count > 0 && <span className="badge">{count > 99 ? '99+' : count}</span>}
      </Button>
      <Suspense>
        {isOpen && (
          <ReviewQueue
            data={data}
            onOpen={(requestId) => {
              setIsOpen(false);
              onOpen(requestId);
            }}
            onClose={() => setIsOpen(false)}
            onEnd={onEnd}
          />
        )}
      </Suspense>
    </>
  );
}

/** Long enough to collect a burst of changes, short enough to finish before anybody looks. */
const lookAfterMs = 1_500;

/**
 * The end of a visit may be an anomaly, and an objection or a decision is a change. A new request
 * never is.
 */
function mayBeAnomaly(before: Card | undefined, after: Card | undefined): boolean {
  return signature(before) !== signature(after);
}

function signature(card: Card | undefined): string {
  const visits = card?.visits.map(({ id, state }) => `${id} ${state}`) ?? [];
  return visits.length === 0 ? '' : [card?.state === 'DISPUTED', ...visits].join();
}
