import { ClockCircleOutlined, EnvironmentOutlined, UserOutlined } from '@ant-design/icons';
import { Button, Tag } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Card } from './board-store.ts';
import { amount, hundredths, shown } from './coins.ts';
import { isLate, liveVisits, type Step, stepsOf, type Visit } from './steps.ts';
import { type Clock, minutesBetween } from './time.ts';

interface RequestCardProps {
  card: Card;
  clock: Clock;
  /** Whether this dispatcher answers for the request, or only sees it since a team of hers serves there. */
  isOwn: boolean;
  isNews: boolean;
  onOpen: (card: Card) => void;
  onStep: (step: Step, card: Card) => void;
}

/** One request on the board, with the usual next step as a button. */
export function RequestCard({ card, clock, isOwn, isNews, onOpen, onStep }: RequestCardProps) {
  const { t } = useTranslation();
  const visits = liveVisits(card);
  const elder = card.elder?.displayName ?? '—';
  const [next] = isOwn ? stepsOf(card) : [];
  const late = isLate(card);
  return (
    <article
      className={['card', `card-${card.urgency.toLowerCase()}`, isNews && 'card-news'].filter(Boolean).join(' ')}
      data-request={card.id}
      data-state={card.state}
    >
      <header className="card-head">
        <button type="button" className="card-title" aria-label={t('details', { elder })} onClick={() => onOpen(card)}>
          {elder}
        </button>
        {card.state === 'IN_REVIEW' && <Tag className="urgency urgency-soon">{t('state.IN_REVIEW')}</Tag>}
        {card.urgency !== 'NORMAL' && (
          <Tag className={`urgency urgency-${card.urgency.toLowerCase()}`}>{t(`urgency.${card.urgency}`)}</Tag>
        )}
      </header>
      <p className="card-kind">{card.kind.name}</p>
      <p className={late ? 'card-line card-late' : 'card-line'}>
        <ClockCircleOutlined aria-hidden /> {clock.window(card.wishedFrom, card.wishedTo)}
        {late && <strong> · {t('late')}</strong>}
      </p>
      {card.place && (
        <p className="card-line">
          <EnvironmentOutlined aria-hidden /> {card.place}
        </p>
      )}
      {visits.map((visit) => (
        <p key={visit.id} className="card-line">
          <UserOutlined aria-hidden /> {visit.volunteer?.displayName ?? '—'} <Progress visit={visit} />
        </p>
      ))}
      {card.volunteersNeeded > 1 && visits.length < card.volunteersNeeded && (
        <p className="card-line">{t('stillNeeded', { count: card.volunteersNeeded - visits.length })}</p>
      )}
      {card.note && card.state !== 'CERTIFIED' && <p className="card-note">{card.note}</p>}
      <footer className="card-foot">
        <span className="card-coins">
          {card.state === 'CERTIFIED'
            ? `${t('minutes', { count: sum(visits.map((visit) => visit.minutesCertified ?? 0)) })} · ${t('coins', { amount: paid(visits) })}`
            : t('coins', { amount: shown(card.coinsHeld) })}
        </span>
        {next && (
          <Button
            type={next === 'certify' || next === 'assign' || next === 'approve' ? 'primary' : 'default'}
            onClick={() => onStep(next, card)}
            aria-label={t('actOn', { act: t(`act.${next}`), elder, kind: card.kind.name })}
          >
            {t(`act.${next}`)}
          </Button>
        )}
        {!isOwn && card.community && <span className="card-other">{card.community.name}</span>}
      </footer>
    </article>
  );
}

/** How long somebody has been there. */
function Progress({ visit: { state, checkedInAt, checkedOutAt } }: { visit: Visit }) {
  const { t } = useTranslation();
  if (state === 'CHECKED_IN' && checkedInAt)
    return <span>· {t('minutesSoFar', { count: minutesBetween(checkedInAt, new Date().toISOString()) })}</span>;
  if (state === 'CHECKED_OUT' && checkedInAt && checkedOutAt)
    return <span>· {t('minutes', { count: minutesBetween(checkedInAt, checkedOutAt) })}</span>;
  return null;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function paid(visits: readonly Visit[]): string {
  return shown(amount(visits.reduce((total, { coinsPaid }) => total + hundredths(coinsPaid ?? '0'), 0n)));
}
