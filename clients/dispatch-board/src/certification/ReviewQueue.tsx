import { Button, Drawer, Spin } from 'antd';
import { useTranslation } from 'react-i18next';
import { useBoard } from '../board-context.ts';
import { useDialogFocus } from '../focus.ts';
import { useGuardedArea } from '../guarded-close.tsx';
import { ReadProblem } from '../ReadProblem.tsx';
import type { Clock } from '../time.ts';
import { Anomalies } from './Anomalies.tsx';
import type { Disputed, ReviewQueueData } from './review-queue.ts';

interface ReviewQueueProps {
  data: ReviewQueueData;
  onOpen: (requestId: string) => void;
  onClose: () => void;
  onEnd: () => void;
}

/** Review queue of anomalies and disputes. */
export function ReviewQueue({
  data: { queue, problem, look, more },
  onOpen,
  onClose,
  onEnd,
}: ReviewQueueProps) {
  const { t } = useTranslation();
  const { clock } = useBoard();
  useDialogFocus();
  const { area, close, question } = useGuardedArea(onClose);
  return (
    <Drawer open title={t('proof.queue')} size={520} onClose={close}>
      <div ref={area}>
        {problem !== null && <ReadProblem problem={problem} onRetry={look} />}
        {!queue && problem === null && <Spin aria-label={t('proof.queue')} />}
        {queue && queue.count === 0 && <p className="quiet">{t('proof.queueEmpty')}</p>}
        {queue && queue.disputes.length > 0 && (
          <section aria-label={t('proof.disputes')}>
            <h3>{t('proof.disputes')}</h3>
            {queue.disputes.map((request) => (
              <Dispute key={request.id} request={request} clock={clock} onOpen={onOpen} />
            ))}
          </section>
        )}
        {queue && queue.items.length > 0 && (
          <section aria-label={t('proof.anomalies')}>
            <h3>{t('proof.anomalies')}</h3>
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
                  onOpen={onOpen}
                />
                <Anomalies items={[item]} canResolve onResolved={look} onEnd={onEnd} />
              </article>
            ))}
            {queue.after && <Button onClick={more}>{t('proof.queueMore')}</Button>}
          </section>
        )}
      </div>
      {question}
    </Drawer>
  );
}

function Dispute({
  request,
  clock,
  onOpen,
}: {
  request: Disputed;
  clock: Clock;
  onOpen: (id: string) => void;
}) {
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
          {[clock.moment(objection.changedAt), objection.actorName, objection.reason]
            .filter(Boolean)
            .join(' · ')}
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
  const { t } = useTranslation();
  const text = texts.filter(Boolean).join(' · ');
  return (
    <p>
      <strong>{text}</strong>{' '}
      {requestId && (
        <Button
          type="link"
          size="small"
          aria-label={`${t('proof.seeRequest')}: ${text}`}
          onClick={() => onOpen(requestId)}
        >
          {t('proof.seeRequest')}
        </Button>
      )}
    </p>
  );
}
