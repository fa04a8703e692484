import { Alert, Button, Descriptions, Drawer, Spin, Timeline } from 'antd';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useClient } from 'urql';
import type { Card } from './board-store.ts';
import { shown } from './coins.ts';
import { RequestDetailsDocument, type RequestDetailsQuery } from './documents.golden.ts';
import { ask } from './platform.ts';
import { PlanPanel } from './plan/PlanPanel.tsx';
import { Proofs } from './proof/Proofs.tsx';
import { type Role, type Step, stepsFor } from './steps.ts';
import type { Clock } from './time.ts';

interface RequestDetailsProps {
  requestId: string;
  /** Version on the board; another one means that there is something new to read. */
  version: number;
  clock: Clock;
  isOwn: (card: Card) => boolean;
  roleIn: (card: Card) => Role;
  onStep: (step: Step) => void;
  /** Something about its evidence was written down. */
  onChanged: () => void;
  onEnd: () => void;
  onClose: () => void;
}

type Details = NonNullable<RequestDetailsQuery['serviceRequest']>;

/** Everything about one request: what is wished, who went, and who changed what. */
export function RequestDetails({
  requestId,
  version,
  clock,
  isOwn,
  roleIn,
  onStep,
  onChanged,
  onEnd,
  onClose,
}: RequestDetailsProps) {
  const { t } = useTranslation();
  const client = useClient();
  const [details, setDetails] = useState<Details | null>();
  const [hasFailed, setHasFailed] = useState(false);
  useEffect(() => {
    let stopped = false;
    ask(client, RequestDetailsDocument, { id: requestId }).then(
      ({ serviceRequest }) => stopped || setDetails(serviceRequest ?? null),
      () => stopped || setHasFailed(true),
    );
    return () => {
      stopped = true;
    };
  }, [client, requestId, version]);

  const elder = details?.elder?.displayName ?? '';
  const steps = details ? stepsFor(details, roleIn(details)) : [];
  return (
    <Drawer
      open
      title={details ? `${elder} · ${details.kind.name}` : t('loading')}
      size={520}
      onClose={onClose}
      footer={
        steps.length > 0 ? (
          <div className="form-foot">
            {steps.map((step, index) => (
              <Button key={step} type={index === 0 ? 'primary' : 'default'} onClick={() => onStep(step)}>
                {t(`act.${step}`)}
              </Button>
            ))}
          </div>
        ) : null
      }
    >
      {hasFailed && <Alert type="error" showIcon title={t('networkFailed')} />}
      {details === undefined && !hasFailed && <Spin aria-label={t('loading')} />}
      {details && (
        <>
          {!isOwn(details) && details.community && (
            <Alert className="problem" type="info" title={t('handledBy', { community: details.community.name })} />
          )}
          <Descriptions column={1} size="small" items={facts(details, clock, t)} />
          <PlanPanel card={details} clock={clock} isOwn={isOwn(details)} onEnd={onEnd} />
          <Proofs card={details} clock={clock} isOwn={isOwn(details)} onChanged={onChanged} onEnd={onEnd} />
          <h3>{t('history')}</h3>
          <Timeline items={historyOf(details, clock, t)} />
        </>
      )}
    </Drawer>
  );
}

type Translate = ReturnType<typeof useTranslation>['t'];

function facts(details: Details, clock: Clock, t: Translate) {
  const rows: [string, string | null | undefined][] = [
    [t('field.urgency'), t(`urgency.${details.urgency}`)],
    [
      t('wished'),
      `${clock.window(details.wishedFrom, details.wishedTo)} · ${t('minutes', { count: details.minutesExpected })}`,
    ],
    [t('field.place'), details.place],
    [t('field.note'), details.note],
    [t('field.channel'), t(`channel.${details.channel}`)],
    [t('openedAt'), clock.moment(details.openedAt)],
    ['', t('coinsHeld', { amount: shown(details.coinsHeld) })],
    ...details.visits.map((visit): [string, string] => [t('field.volunteer'), visitText(visit, clock, t)]),
  ];
  return rows.filter(([, value]) => value).map(([label, children], key) => ({ key, label, children }));
}

function visitText(visit: Details['visits'][number], clock: Clock, t: Translate): string {
  const parts = [
    visit.volunteer?.displayName ?? '—',
    visit.checkedInAt &&
      clock.time(visit.checkedInAt) + (visit.checkedOutAt ? `–${clock.time(visit.checkedOutAt)}` : ''),
    visit.minutesCertified && t('minutes', { count: visit.minutesCertified }),
    visit.coinsPaid && t('coinsPaid', { amount: shown(visit.coinsPaid) }),
    visit.note,
  ];
  return parts.filter(Boolean).join(' · ');
}

function historyOf({ history }: Details, clock: Clock, t: Translate) {
  return history.map((change) => ({
    key: change.version,
    content: (
      <>
        <strong>{change.fromState ? t(`state.${change.toState}`) : t('opened')}</strong>
        <br />
        <span className="quiet">
          {[clock.moment(change.changedAt), change.actorName, t(`channel.${change.channel}`)].join(' · ')}
        </span>
        {change.reason && <p className="card-note">{change.reason}</p>}
      </>
    ),
  }));
}
