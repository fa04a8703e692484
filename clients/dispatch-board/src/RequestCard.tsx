import { ClockCircleOutlined, EnvironmentOutlined, UserOutlined } from '@ant-design/icons';
import { Button, Tag } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Card } from './board-store.ts';
import { shown } from './coins.ts';
import { currentVisit, isLate, type Step, stepsOf } from './steps.ts';
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
  const visit = currentVisit(card);
  const elder = card.elder?.displayName ?? '—';
  const [next] = isOwn ? stepsOf[card.state] : [];
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
      {visit?.volunteer && (
        <p className="card-line">
          <UserOutlined aria-hidden /> {visit.volunteer.displayName}
          {visit.state === 'CHECKED_IN' && visit.checkedInAt && (
            <span> · {t('minutesSoFar', { count: minutesBetween(visit.checkedInAt, new Date().toISOString()) })}</span>
          )}
          {visit.state === 'CHECKED_OUT' && visit.checkedInAt && visit.checkedOutAt && (
            <span> · {t('minutes', { count: minutesBetween(visit.checkedInAt, visit.checkedOutAt) })}</span>
          )}
        </p>
      )}
      {card.note && card.state !== 'CERTIFIED' && <p className="card-note">{card.note}</p>}
      <footer className="card-foot">
        <span className="card-coins">
          {card.state === 'CERTIFIED' && visit?.minutesCertified
            ? `${t('minutes', { count: visit.minutesCertified })} · ${t('coins', { amount: shown(visit.coinsPaid ?? '0') })}`
            : t('coins', { amount: shown(card.coinsHeld) })}
        </span>
        {next && (
          <Button
            type={next === 'certify' || next === 'assign' ? 'primary' : 'default'}
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
