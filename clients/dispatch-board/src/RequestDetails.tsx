import { Alert, Button, Descriptions, Drawer, Spin, Timeline } from 'antd';
import { useItem } from '@linli/sdk/react';
import type { TFunction } from 'i18next';
import { type ReactNode, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useClient } from 'urql';
import { useBoard } from './board-context.ts';
import { coinsText, hundredths, paidFor } from './coins.ts';
import { RequestDetailsDocument, type RequestDetailsQuery } from './documents.generated.ts';
import { useDialogFocus } from './focus.ts';
import { useGuardedArea } from './guarded-close.tsx';
import { ask } from './api-client.ts';
import { PlanPanel } from './scheduling/PlanPanel.tsx';
import { Proofs } from './certification/Proofs.tsx';
import { ReadProblem } from './ReadProblem.tsx';
import { type Step, stepsFor } from './steps.ts';
import type { Clock } from './time.ts';
import { isLive, liveVisits } from './visits.ts';

interface RequestDetailsProps {
  requestId: string;
  onStep: (step: Step) => void;
  onEnd: () => void;
  onClose: () => void;
}

type Details = NonNullable<RequestDetailsQuery['serviceRequest']>;

/** All details of one request: its content, its volunteers, and its history. */
export function RequestDetails({ requestId, onStep, onEnd, onClose }: RequestDetailsProps) {
  const { t } = useTranslation();
  const client = useClient();
  const { model, clock, role } = useBoard();
  /** A new version on the board means that the details must be read again. */
  const version = useItem(model.store, requestId)?.version ?? 0;
  useDialogFocus(requestId);
  const { area, close, question } = useGuardedArea(onClose);
  const [details, setDetails] = useState<Details | null>();
  const [problem, setProblem] = useState<unknown>(null);
  const [attempt, setAttempt] = useState(0);
  useEffect(() => {
    let stopped = false;
    ask(client, RequestDetailsDocument, { id: requestId }).then(
      ({ serviceRequest }) => {
        if (stopped) return;
        setDetails(serviceRequest ?? null);
        setProblem(null);
      },
      (error: unknown) => stopped || setProblem(error),
    );
    return () => {
      stopped = true;
    };
  }, [client, requestId, version, attempt]);

  const elder = details?.elder?.displayName ?? t('nameHidden');
  const waiting = details === null ? 'requestNotShown' : problem === null ? 'loading' : 'notLoaded';
  const mine = details ? role(details) : null;
  // A dispute is resolved beside the evidence, further up.
  const steps =
    details && mine ? stepsFor(details, mine).filter((step) => step !== 'resolveDispute') : [];
  return (
    <Drawer
      open
      title={details ? `${elder} · ${details.kind.name}` : t(waiting)}
      size={520}
      onClose={close}
      footer={
        steps.length > 0 ? (
          <div className="form-foot">
            {steps.map((step, index) => (
              <Button
                key={step}
                type={index === 0 ? 'primary' : 'default'}
                onClick={() => onStep(step)}
              >
                {t(`act.${step}`)}
              </Button>
            ))}
          </div>
        ) : null
      }
    >
      <div ref={area}>
        {problem !== null && (
          <ReadProblem problem={problem} onRetry={() => setAttempt((before) => before + 1)} />
        )}
        {details === undefined && problem === null && <Spin aria-label={t('loading')} />}
        {details === null && problem === null && <p className="quiet">{t('requestGone')}</p>}
        {details && mine && (
          <>
            {!mine.isOwn && details.community && (
              <Alert
                className="problem"
                type="info"
                title={t('handledBy', { community: details.community.name })}
              />
            )}
            <Descriptions column={1} size="small" items={facts(details, clock, t)} />
            <PlanPanel card={details} clock={clock} isOwn={mine.isOwn} onEnd={onEnd} />
            <Proofs
              card={details}
              clock={clock}
              isOwn={mine.isOwn}
              onChanged={() => model.proofChanged()}
              onEnd={onEnd}
            />
            <h3>{t('history')}</h3>
            <Timeline items={historyOf(details, clock, t)} />
          </>
        )}
      </div>
      {question}
    </Drawer>
  );
}

function facts(details: Details, clock: Clock, t: TFunction) {
  const rows: [string, ReactNode][] = [
    [t('field.urgency'), t(`urgency.${details.urgency}`)],
    [
      t('requestedAt'),
      `${clock.window(details.requestedFrom, details.requestedTo)} · ${t('minutes', { count: details.minutesExpected })}`,
    ],
    [t('field.place'), details.place || t('atHome')],
    [t('field.note'), details.note],
    [t('field.channel'), t(`channel.${details.channel}`)],
    [t('openedAt'), clock.moment(details.openedAt)],
    [t('coinsOf'), coinsOf(details, t)],
    ...liveVisits(details).map((visit): [string, string] => [
      t('field.volunteer'),
      visitText(visit, clock, t),
    ]),
    ...details.visits
      .filter((visit) => !isLive(visit))
      .map((visit): [string, ReactNode] => [
        t('noLongerComing'),
        <FormerVisit key={visit.id} visit={visit} />,
      ]),
  ];
  return rows
    .filter(([, value]) => Boolean(value))
    .map(([label, children], key) => ({ key, label, children }));
}

/** Coins held while the request is under way, and coins paid so far. */
function coinsOf(details: Details, t: TFunction): string {
  const paid = paidFor(liveVisits(details));
  const isPaid = hundredths(paid) > 0n;
  const isOver =
    ['CERTIFIED', 'CANCELLED', 'EXPIRED'].includes(details.state) ||
    (details.state === 'DISPUTED' && isPaid);
  return [
    !isOver && t('coinsHeld', { coins: coinsText(t, details.coinsHeld) }),
    isPaid && t('coinsPaid', { coins: coinsText(t, paid) }),
  ]
    .filter(Boolean)
    .join(' · ');
}

function visitText(visit: Details['visits'][number], clock: Clock, t: TFunction): string {
  const parts = [
    visit.volunteer?.displayName ?? t('nameHidden'),
    visit.checkedInAt &&
      clock.time(visit.checkedInAt) +
        (visit.checkedOutAt ? `–${clock.time(visit.checkedOutAt)}` : ''),
    visit.minutesCertified && t('minutes', { count: visit.minutesCertified }),
    visit.coinsPaid && t('coinsPaid', { coins: coinsText(t, visit.coinsPaid) }),
    visit.note,
  ];
  return parts.filter(Boolean).join(' · ');
}

/** A volunteer who withdrew or did not come, marked as such. */
function FormerVisit({ visit }: { visit: Details['visits'][number] }) {
  const { t } = useTranslation();
  return (
    <span>
      <s>{visit.volunteer?.displayName ?? t('nameHidden')}</s> · {t(`visitState.${visit.state}`)}
    </span>
  );
}

/** A change without a new state is named by its event, since the state was shown before. */
function nameOf({ fromState, toState, event }: Details['history'][number], t: TFunction): string {
  if (!fromState) return t('opened');
  if (fromState !== toState) return t(`state.${toState}`);
  // A newer platform may send an event that this page does not know.
  return t(`event.${event}`, { defaultValue: t('event.other') });
}

function historyOf({ history }: Details, clock: Clock, t: TFunction) {
  return history.map((change) => ({
    key: change.version,
    content: (
      <>
        <strong>{nameOf(change, t)}</strong>
        <br />
        <span className="quiet">
          {[
            clock.moment(change.changedAt),
            change.actorName,
            change.channel !== 'APP' && t(`channel.${change.channel}`),
          ]
            .filter(Boolean)
            .join(' · ')}
        </span>
        {change.reason && <p className="card-note">{change.reason}</p>}
      </>
    ),
  }));
}
