import { ClockCircleOutlined, EnvironmentOutlined, SyncOutlined, TeamOutlined, UserOutlined } from '@ant-design/icons';
import { Button, Tag } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Card } from './board-store.ts';
import { amount, hundredths, shown } from './coins.ts';
import { isLate, liveVisits, type Step, type Visit } from './steps.ts';
import { type Clock, minutesBetween } from './time.ts';

interface RequestCardProps {
  card: Card;
  clock: Clock;
  /** Whether this dispatcher answers for the request, or only sees it since a team of hers serves there. */
  isOwn: boolean;
  /** The usual next step, where there is one to take. */
  next: Step | undefined;
  isNews: boolean;
  onOpen: (card: Card) => void;
  onStep: (step: Step, card: Card) => void;
}

/** One request on the board, with the usual next step as a button. */
export function RequestCard({ card, clock, isOwn, next, isNews, onOpen, onStep }: RequestCardProps) {
  const { t } = useTranslation();
  const visits = liveVisits(card);
  const elder = card.elder?.displayName ?? '—';
  const late = isLate(card);
  return (
    <article
      className={[
        'card',
        `card-${card.urgency.toLowerCase()}`,
        isNews && 'card-news',
        card.alarms.length > 0 && 'card-alarmed',
      ]
        .filter(Boolean)
        .join(' ')}
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
      {card.alarms.length > 0 && (
        <p className="card-alarms">
          {card.alarms.map((alarm) => (
            <Tag key={alarm} className="remark remark-obstacle">
              {t(`plan:alarm.${alarm}`)}
            </Tag>
          ))}
        </p>
      )}
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
          <UserOutlined aria-hidden /> {visit.volunteer?.displayName ?? '—'} <Progress visit={visit} clock={clock} />
        </p>
      ))}
      <Belongings card={card} />
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

/** What it is part of, how far it was offered, and what is wished of whoever goes. */
function Belongings({ card }: { card: Card }) {
  const { t } = useTranslation('plan');
  const wishes = [
    card.language,
    card.genderWish && t(`gender.${card.genderWish}`),
    card.hasSensitiveNote && t('hasSensitiveNote'),
    card.state === 'IN_REVIEW' && t('enteredBy', { who: t(`source.${card.source}`) }),
    card.state === 'OPEN' && ['NEIGHBOURS', 'FOUNDATION'].includes(card.audience) && t(`audience.${card.audience}`),
    card.state === 'OPEN' && card.teamsAsked.length > 0 && !card.jointVisit
      ? t('teamsAsked', { teams: card.teamsAsked.map((team) => team?.name ?? '—').join('、') })
      : null,
  ].filter(Boolean);
  return (
    <>
      {card.jointVisit && (
        <p className="card-line">
          <TeamOutlined aria-hidden /> {card.jointVisit.name}
        </p>
      )}
      {card.occurrence && (
        <p className="card-line">
          <SyncOutlined aria-hidden /> {t('repeats')}
        </p>
      )}
      {wishes.length > 0 && <p className="card-line">{wishes.join(' · ')}</p>}
    </>
  );
}

/** When somebody is expected, or how long they have been there. */
function Progress({ visit: { state, plannedFrom, checkedInAt, checkedOutAt }, clock }: { visit: Visit; clock: Clock }) {
  const { t } = useTranslation();
  if (state === 'PLANNED' && plannedFrom) return <span>· {clock.time(plannedFrom)}</span>;
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
