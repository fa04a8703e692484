import { CheckCircleOutlined, FlagOutlined, MinusCircleOutlined } from '@ant-design/icons';
import { Alert, Button, Collapse, Tag } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { shown } from '../coins.ts';
import type { ProofFragment } from '../documents.generated.ts';
import type { Clock } from '../time.ts';
import { Anomalies } from './Anomalies.tsx';
import { ProofStepDialog } from './ProofStepDialog.tsx';
import { type ProofStep, proofStepsOf } from './proof-steps.ts';

interface VisitProofProps {
  visit: ProofFragment;
  request: { id: string; version: number; elder: string; elderPersonId: string | null };
  clock: Clock;
  /** Whether this dispatcher is responsible for the visit, and so decides. */
  isOwn: boolean;
  /** Called after evidence was recorded, so that it is read again. */
  onChanged: () => void;
  onEnd: () => void;
}

/**
 * One visit with its evidence, its anomalies, the elder's confirmation, and every decision with its
 * figures.
 */
export function VisitProof({ visit, request, clock, isOwn, onChanged, onEnd }: VisitProofProps) {
  const { t } = useTranslation('proof');
  const common = useTranslation().t;
  const [step, setStep] = useState<ProofStep | null>(null);
  const name = visit.volunteer?.displayName ?? common('nameHidden');
  const steps = isOwn ? proofStepsOf(visit) : [];
  return (
    <section className="proof" aria-label={name}>
      <h3>{name}</h3>
      {visit.noShow && (
        <Alert
          type="warning"
          showIcon
          title={t(`noShow.${visit.noShow.side}`)}
          description={`${clock.moment(visit.noShow.reportedAt)} · ${visit.noShow.actorName} · ${visit.noShow.reason}`}
        />
      )}
      <EvidenceList visit={visit} clock={clock} />
      <Photos visit={visit} clock={clock} />
      {visit.state === 'CHECKED_OUT' && <Readiness visit={visit} />}
      {visit.reviewItems.length > 0 && (
        <>
          <h4>{t('anomalies')}</h4>
          <Anomalies
            items={visit.reviewItems}
            canResolve={isOwn}
            onResolved={onChanged}
            onEnd={onEnd}
          />
        </>
      )}
      {visit.feedback && <Feedback feedback={visit.feedback} />}
      <Decisions visit={visit} clock={clock} />
      {steps.length > 0 && (
        <div className="proof-steps">
          {steps.map((each) => (
            <Button key={each} danger={each === 'revoke'} onClick={() => setStep(each)}>
              {t(`act.${each}`)}
            </Button>
          ))}
        </div>
      )}
      {step && (
        <ProofStepDialog
          step={step}
          visit={visit}
          request={request}
          onDone={() => {
            setStep(null);
            onChanged();
          }}
          onClose={() => setStep(null)}
          onEnd={onEnd}
        />
      )}
    </section>
  );
}

/** Whether the evidence suffices, and the obstacles to a certification. */
export function Readiness({
  visit: { certificationReadiness: readiness },
}: {
  visit: ProofFragment;
}) {
  const { t } = useTranslation('proof');
  const comma = useTranslation().t('listComma');
  if (!readiness) return null;
  const { openReviews, isReviewNeeded, isEnough } = readiness;
  // Green means that the visit can be certified without further action. A visit that waits for
  // review must not look settled.
  const calm = readiness.weightNeeded > 0 && openReviews === 0 ? 'success' : 'info';
  return (
    <>
      <Alert
        className={isEnough && calm === 'info' ? 'standing' : undefined}
        type={isEnough ? calm : 'warning'}
        showIcon
        title={readinessText(readiness, t, comma)}
      />
      {openReviews > 0 && (
        <Alert
          type={isReviewNeeded ? 'error' : 'warning'}
          showIcon
          title={t(isReviewNeeded ? 'mustReview' : 'canReview', { count: openReviews })}
        />
      )}
    </>
  );
}

type Readiness = NonNullable<ProofFragment['certificationReadiness']>;
type Translate = ReturnType<typeof useTranslation<'proof'>>['t'];

/** The weight is shown only when the policy requires one; a figure out of zero says nothing. */
function readinessText(
  { weight, weightNeeded, missing, present, isEnough }: Readiness,
  t: Translate,
  comma: string,
): string {
  const named = (kinds: Readiness['missing']): string =>
    kinds.map((kind) => t(`kind.${kind}`)).join(comma);
  const lacks = missing.length > 0 ? t('lacks', { missing: named(missing) }) : '';
  if (!isEnough && weightNeeded === 0) return t('notEnoughPlain', { lacks });
  if (!isEnough) return t('notEnough', { weight, needed: weightNeeded, lacks });
  if (weightNeeded > 0) return t('enough', { weight, needed: weightNeeded });
  return present.length > 0 ? t('enoughPlain', { present: named(present) }) : t('noneNeeded');
}

function EvidenceList({ visit, clock }: { visit: ProofFragment; clock: Clock }) {
  const { t } = useTranslation('proof');
  if (visit.evidence.length === 0) return <p className="quiet">{t('none')}</p>;
  return (
    <ul className="proof-list" aria-label={t('evidence')}>
      {visit.evidence.map((piece) => (
        <li key={piece.id}>
          {piece.counts ? (
            <CheckCircleOutlined className="proof-counts" role="img" aria-label={t('counts')} />
          ) : (
            <MinusCircleOutlined
              className="proof-countsnot"
              role="img"
              aria-label={t('countsNot')}
            />
          )}{' '}
          <strong>{t(`kind.${piece.kind}`)}</strong> <EvidenceFacts piece={piece} clock={clock} />
          {piece.flags.map((flag) => (
            <Tag key={flag} icon={<FlagOutlined aria-hidden />} className="urgency urgency-soon">
              {t(`flag.${flag}`)}
            </Tag>
          ))}
          {piece.note && <p className="card-note">{piece.note}</p>}
        </li>
      ))}
    </ul>
  );
}

/** A shorter way to the elder is not worth showing. */
const arrivalToldAfterMs = 600_000;

function EvidenceFacts({
  piece,
  clock,
}: {
  piece: ProofFragment['evidence'][number];
  clock: Clock;
}) {
  const { t } = useTranslation('proof');
  const common = useTranslation().t;
  const isLate = Date.parse(piece.arrivedAt) - Date.parse(piece.happenedAt) > arrivalToldAfterMs;
  const facts = [
    clock.moment(piece.happenedAt),
    isLate && t('arrived', { at: clock.moment(piece.arrivedAt) }),
    typeof piece.distanceMetres === 'number' && t('metres', { count: piece.distanceMetres }),
    typeof piece.accuracyMetres === 'number' && t('accuracy', { count: piece.accuracyMetres }),
    sheetText(piece, t, common('listComma')),
    piece.actorName,
    piece.channel !== 'APP' && common(`channel.${piece.channel}`),
  ];
  return <span className="quiet">{facts.filter(Boolean).join(' · ')}</span>;
}

/** Text of the service sheet, without its empty parts. */
function sheetText(
  { sheetMinutes, sheetVolunteers }: ProofFragment['evidence'][number],
  t: Translate,
  comma: string,
) {
  const parts = [
    typeof sheetMinutes === 'number' && t('sheetMinutes', { count: sheetMinutes }),
    typeof sheetVolunteers === 'number' && t('sheetVolunteers', { count: sheetVolunteers }),
  ].filter(Boolean);
  return parts.length > 0 && t('sheet', { parts: parts.join(comma) });
}

/** Refusal codes of photos that have texts here. Other codes are shown without. */
const refusalsTold = new Set([
  'PHOTO_TYPE_REFUSED',
  'PHOTO_TYPE_DIFFERS',
  'PHOTO_TOO_LARGE',
  'PHOTO_IS_HEIC',
  'PHOTO_BROKEN',
]);

function photoRefusal(code: string | null | undefined, t: Translate): string {
  return code && refusalsTold.has(code)
    ? t(`refusal.${code as 'PHOTO_BROKEN'}`)
    : t('photoRefused');
}

function Photos({ visit, clock }: { visit: ProofFragment; clock: Clock }) {
  const { t } = useTranslation('proof');
  if (visit.photos.length === 0) return null;
  return (
    <ul className="proof-photos">
      {visit.photos.map(({ id, state, refusalCode, takenAt, url, thumbnailUrl }) => (
        <li key={id}>
          {url && thumbnailUrl ? (
            <a href={hereOf(url)} target="_blank" rel="noreferrer">
              <img
                src={hereOf(thumbnailUrl)}
                alt={t('photo', { at: clock.moment(takenAt) })}
                loading="lazy"
              />
            </a>
          ) : (
            <span className="quiet">
              {state === 'REFUSED' && photoRefusal(refusalCode, t)}
              {state === 'AWAITED' && t('photoWaiting')}
              {state === 'REMOVED' && t('photoRemoved')}
            </span>
          )}
        </li>
      ))}
    </ul>
  );
}

/** The path alone: a page loads photos from its own platform, whatever its host name. */
function hereOf(url: string): string {
  return new URL(url).pathname;
}

function Feedback({ feedback }: { feedback: NonNullable<ProofFragment['feedback']> }) {
  const { t } = useTranslation('proof');
  const common = useTranslation().t;
  const { satisfaction, thanks, problemsSolved, note, actorName, channel } = feedback;
  return (
    <>
      <h4>{t('feedback')}</h4>
      {thanks && <p className="card-note">{thanks}</p>}
      <p>
        {[
          satisfaction && t('satisfaction', { count: satisfaction }),
          problemsSolved.length > 0 && t('solved', { problems: problemsSolved.join('、') }),
          note && t('forDispatcher', { note }),
        ]
          .filter(Boolean)
          .join(' · ')}
      </p>
      <p className="quiet">
        {[actorName, channel !== 'APP' && common(`channel.${channel}`)].filter(Boolean).join(' · ')}
      </p>
    </>
  );
}

function Decisions({ visit, clock }: { visit: ProofFragment; clock: Clock }) {
  const { t } = useTranslation('proof');
  if (visit.certifications.length === 0) return null;
  return (
    <>
      <h4>{t('decisions')}</h4>
      <Collapse
        size="small"
        items={visit.certifications.map(
          ({ id, outcome, minutes, coinsPaid, reason, decidedAt, actorName, trace }) => ({
            key: id,
            label: (
              <>
                <strong>{t(`outcome.${outcome}`)}</strong>{' '}
                {t('outcomeText', { minutes, coins: shown(coinsPaid) })}
                <br />
                <span className="quiet">
                  {[clock.moment(decidedAt), actorName, reason].filter(Boolean).join(' · ')}
                </span>
              </>
            ),
            children: (
              <ol className="proof-list" aria-label={t('trace')}>
                {trace.map(({ code, passed, text }) => (
                  <li key={code} className={passed ? undefined : 'proof-failed'}>
                    {text}
                  </li>
                ))}
              </ol>
            ),
          }),
        )}
      />
    </>
  );
}
