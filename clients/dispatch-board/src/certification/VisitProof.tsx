import { CheckCircleOutlined, FlagOutlined, MinusCircleOutlined } from '@ant-design/icons';
import { Alert, Button, Collapse, Tag } from 'antd';
import type { TFunction } from 'i18next';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { coinsText } from '../coins.ts';
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
  const { t } = useTranslation();
  const [step, setStep] = useState<ProofStep | null>(null);
  const name = visit.volunteer?.displayName ?? t('nameHidden');
  const steps = isOwn ? proofStepsOf(visit) : [];
  return (
    <section className="proof" aria-label={name}>
      <h3>{name}</h3>
      {visit.noShow && (
        <Alert
          type="warning"
          showIcon
          title={t(`proof.noShow.${visit.noShow.side}`)}
          description={`${clock.moment(visit.noShow.reportedAt)} · ${visit.noShow.actorName} · ${visit.noShow.reason}`}
        />
      )}
      <EvidenceList visit={visit} clock={clock} />
      <Photos visit={visit} clock={clock} />
      {visit.state === 'CHECKED_OUT' && <Readiness visit={visit} />}
      {visit.reviewItems.length > 0 && (
        <>
          <h4>{t('proof.anomalies')}</h4>
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
              {t(`proof.act.${each}`)}
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
  const { t } = useTranslation();
  const comma = t('listComma');
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
          title={t(isReviewNeeded ? 'proof.mustReview' : 'proof.canReview', { count: openReviews })}
        />
      )}
    </>
  );
}

type Readiness = NonNullable<ProofFragment['certificationReadiness']>;

/** The weight is shown only when the policy requires one; a figure out of zero says nothing. */
function readinessText(
  { weight, weightNeeded, missing, present, isEnough }: Readiness,
  t: TFunction,
  comma: string,
): string {
  const named = (kinds: Readiness['missing']): string =>
    kinds.map((kind) => t(`proof.kind.${kind}`)).join(comma);
  const lacks = missing.length > 0 ? t('proof.lacks', { missing: named(missing) }) : '';
  if (!isEnough && weightNeeded === 0) return t('proof.notEnoughPlain', { lacks });
  if (!isEnough) return t('proof.notEnough', { weight, needed: weightNeeded, lacks });
  if (weightNeeded > 0) return t('proof.enough', { weight, needed: weightNeeded });
  return present.length > 0
    ? t('proof.enoughPlain', { present: named(present) })
    : t('proof.noneNeeded');
}

function EvidenceList({ visit, clock }: { visit: ProofFragment; clock: Clock }) {
  const { t } = useTranslation();
  if (visit.evidence.length === 0) return <p className="quiet">{t('proof.none')}</p>;
  return (
    <ul className="proof-list" aria-label={t('proof.evidence')}>
      {visit.evidence.map((piece) => (
        <li key={piece.id}>
          {piece.counts ? (
            <CheckCircleOutlined
              className="proof-counts"
              role="img"
              aria-label={t('proof.counts')}
            />
          ) : (
            <MinusCircleOutlined
              className="proof-countsnot"
              role="img"
              aria-label={t('proof.countsNot')}
            />
          )}{' '}
          <strong>{t(`proof.kind.${piece.kind}`)}</strong>{' '}
          <EvidenceFacts piece={piece} clock={clock} />
          {piece.flags.map((flag) => (
            <Tag key={flag} icon={<FlagOutlined aria-hidden />} className="urgency urgency-soon">
              {t(`proof.flag.${flag}`)}
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
  const { t } = useTranslation();
  const isLate = Date.parse(piece.arrivedAt) - Date.parse(piece.happenedAt) > arrivalToldAfterMs;
  const facts = [
    clock.moment(piece.happenedAt),
    isLate && t('proof.arrived', { at: clock.moment(piece.arrivedAt) }),
    typeof piece.distanceMetres === 'number' && t('proof.metres', { count: piece.distanceMetres }),
    typeof piece.accuracyMetres === 'number' &&
      t('proof.accuracy', { count: piece.accuracyMetres }),
    sheetText(piece, t, t('listComma')),
    piece.actorName,
    piece.channel !== 'APP' && t(`channel.${piece.channel}`),
  ];
  return <span className="quiet">{facts.filter(Boolean).join(' · ')}</span>;
}

/** Text of the service sheet, without its empty parts. */
function sheetText(
  { sheetMinutes, sheetVolunteers }: ProofFragment['evidence'][number],
  t: TFunction,
  comma: string,
) {
  const parts = [
    typeof sheetMinutes === 'number' && t('proof.sheetMinutes', { count: sheetMinutes }),
    typeof sheetVolunteers === 'number' && t('proof.sheetVolunteers', { count: sheetVolunteers }),
  ].filter(Boolean);
  return parts.length > 0 && t('proof.sheet', { parts: parts.join(comma) });
}

/** Refusal codes of photos that have texts here. Other codes are shown without. */
const refusalsTold = new Set([
  'PHOTO_TYPE_REFUSED',
  'PHOTO_TYPE_DIFFERS',
  'PHOTO_TOO_LARGE',
  'PHOTO_IS_HEIC',
  'PHOTO_BROKEN',
]);

function photoRefusal(code: string | null | undefined, t: TFunction): string {
  return code && refusalsTold.has(code)
    ? t(`proof.refusal.${code as 'PHOTO_BROKEN'}`)
    : t('proof.photoRefused');
}

function Photos({ visit, clock }: { visit: ProofFragment; clock: Clock }) {
  const { t } = useTranslation();
  if (visit.photos.length === 0) return null;
  return (
    <ul className="proof-photos">
      {visit.photos.map(({ id, state, refusalCode, takenAt, url, thumbnailUrl }) => (
        <li key={id}>
          {url && thumbnailUrl ? (
            <a href={hereOf(url)} target="_blank" rel="noreferrer">
              <img
                src={hereOf(thumbnailUrl)}
                alt={t('proof.photo', { at: clock.moment(takenAt) })}
                loading="lazy"
              />
            </a>
          ) : (
            <span className="quiet">
              {state === 'REFUSED' && photoRefusal(refusalCode, t)}
              {state === 'AWAITED' && t('proof.photoWaiting')}
              {state === 'REMOVED' && t('proof.photoRemoved')}
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
  const { t } = useTranslation();
  const { satisfaction, thanks, problemsSolved, note, actorName, channel } = feedback;
  return (
    <>
      <h4>{t('proof.feedback')}</h4>
      {thanks && <p className="card-note">{thanks}</p>}
      <p>
        {[
          satisfaction && t('proof.satisfaction', { count: satisfaction }),
          problemsSolved.length > 0 &&
            t('proof.solved', { problems: problemsSolved.join(t('listComma')) }),
          note && t('proof.forDispatcher', { note }),
        ]
          .filter(Boolean)
          .join(' · ')}
      </p>
      <p className="quiet">
        {[actorName, channel !== 'APP' && t(`channel.${channel}`)].filter(Boolean).join(' · ')}
      </p>
    </>
  );
}

function Decisions({ visit, clock }: { visit: ProofFragment; clock: Clock }) {
  const { t } = useTranslation();
  if (visit.certifications.length === 0) return null;
  return (
    <>
      <h4>{t('proof.decisions')}</h4>
      <Collapse
        size="small"
        items={visit.certifications.map(
          ({ id, outcome, minutes, coinsPaid, reason, decidedAt, actorName, trace }) => ({
            key: id,
            label: (
              <>
                <strong>{t(`proof.outcome.${outcome}`)}</strong>{' '}
                {t('proof.outcomeText', { minutes, coins: coinsText(t, coinsPaid) })}
                <br />
                <span className="quiet">
                  {[clock.moment(decidedAt), actorName, reason].filter(Boolean).join(' · ')}
                </span>
              </>
            ),
            children: (
              <ol className="proof-list" aria-label={t('proof.trace')}>
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
