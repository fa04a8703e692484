import { useItem } from '@linli/sdk/react';
import { memo, useLayoutEffect, useRef } from 'react';
import { useBoard } from './board-context.ts';
import type { Card } from './card.ts';
import { coinsText, paidFor } from './coins.ts';
import { focusCard } from './focus.ts';
import { Icon } from './icons.tsx';
import { latenessText } from './lateness-text.ts';
import { useNow } from './now.ts';
import { latenessOf, type Step, stepsFor, type Visit } from './steps.ts';
import { type Clock, minutesBetween } from './time.ts';
import { liveVisits } from './visits.ts';

/**
 * One request on the board, with the usual next step as a button. It renders only when its own
 * request changes. It is plain HTML, since there are many cards.
 */
export const RequestCard = memo(function RequestCard({ id }: { id: string }) {
  const { model, clock, t, role, onOpen, onStep } = useBoard();
  const card = useItem(model.store, id);
  const now = useNow();
  const article = useRef<HTMLElement>(null);
  useLayoutEffect(() => {
    const element = article.current;
    // The focus follows a card that moves to another lane.
    return () => {
      if (element?.contains(document.activeElement)) focusCard(id);
    };
  }, [id]);
  if (!card) return null;

  const visits = liveVisits(card);
  const elder = card.elder?.displayName ?? t('nameHidden');
  const late = latenessOf(card, now);
  const mine = role(card);
  const next = stepsFor(card, mine)[0];
  const classes = ['card', `card-${card.urgency.toLowerCase()}`];
  if (card.alarms.length > 0 || card.state === 'DISPUTED') classes.push('card-alarmed');
  return (
    <article
      ref={article}
      className={classes.join(' ')}
      data-request={card.id}
      data-state={card.state}
    >
      <header className="card-head">
        <button
          type="button"
          className="card-title"
          aria-label={t('details', { elder })}
          onClick={() => onOpen(card.id)}
        >
          {elder}
        </button>
        {card.state === 'IN_REVIEW' && <span className="tag tag-soon">{t('state.IN_REVIEW')}</span>}
        {card.state === 'DISPUTED' && <span className="tag tag-urgent">{t('state.DISPUTED')}</span>}
        {card.urgency !== 'NORMAL' && (
          <span className={`tag tag-${card.urgency.toLowerCase()}`}>
            {t(`urgency.${card.urgency}`)}
          </span>
        )}
      </header>
      {card.alarms.length > 0 && (
        <p className="card-alarms">
          {card.alarms.map((alarm) => (
            <span key={alarm} className="tag tag-urgent">
              {t(`plan.alarm.${alarm}`)}
            </span>
          ))}
        </p>
      )}
      <p className="card-kind">{card.kind.name}</p>
      <p className="card-line">
        <Icon name="time" /> {clock.window(card.requestedFrom, card.requestedTo)}
      </p>
      {late && (
        <p className="card-line card-late">
          <strong>{latenessText(late, clock, t)}</strong>
        </p>
      )}
      <p className="card-line">
        <Icon name="place" /> {card.place || t('atHome')}
      </p>
      {visits.map((visit) => (
        <p key={visit.id} className="card-line">
          <Icon name="person" /> {visit.volunteer?.displayName ?? t('nameHidden')}{' '}
          <Progress visit={visit} clock={clock} now={now} />
        </p>
      ))}
      <Belongings card={card} />
      {card.volunteersNeeded > 1 && visits.length < card.volunteersNeeded && (
        <p className="card-line">
          {t('stillNeeded', { count: card.volunteersNeeded - visits.length })}
        </p>
      )}
      {card.note && card.state !== 'CERTIFIED' && <p className="card-note">{card.note}</p>}
      <footer className="card-foot">
        <span className="card-coins">
          {card.state === 'CERTIFIED'
            ? `${t('minutes', { count: sum(visits.map((visit) => visit.minutesCertified ?? 0)) })} · ${coinsText(t, paidFor(visits))}`
            : coinsText(t, card.coinsHeld)}
        </span>
        {next && (
          <button
            type="button"
            className={isMain(next) ? 'card-act card-act-main' : 'card-act'}
            onClick={() => onStep(next, card.id)}
            aria-label={t('actOn', { act: t(`act.${next}`), elder, kind: card.kind.name })}
          >
            {t(`act.${next}`)}
          </button>
        )}
        {!mine.isOwn && card.community && <span className="card-other">{card.community.name}</span>}
      </footer>
      <NewsMark id={id} />
    </article>
  );
});

/** Highlights a card that just changed, without rendering the card again. */
const NewsMark = memo(function NewsMark({ id }: { id: string }) {
  const { model } = useBoard();
  return useItem(model.highlights.store, id) ? <span className="card-news" /> : null;
});

function isMain(step: Step): boolean {
  return step === 'certify' || step === 'assign' || step === 'approve';
}

/** Series or joint visit of the request, its audience, and its requirements for volunteers. */
function Belongings({ card }: { card: Card }) {
  const { t } = useBoard();
  const teams = card.teamsAsked.flatMap((team) => team?.name ?? []);
  const preferences = [
    card.language,
    card.genderPreference && t(`plan.gender.${card.genderPreference}`),
    card.hasSensitiveNote && t('plan.hasSensitiveNote'),
    card.state === 'IN_REVIEW' && t('plan.enteredBy', { who: t(`plan.source.${card.source}`) }),
    card.state === 'OPEN' &&
      ['NEIGHBOURS', 'FOUNDATION'].includes(card.audience) &&
      t(`plan.audience.${card.audience}`),
    card.state === 'OPEN' &&
      teams.length > 0 &&
      !card.jointVisit &&
      t('plan.teamsAsked', { teams: teams.join(t('listComma')) }),
  ].filter(Boolean);
  return (
    <>
      {card.jointVisit && (
        <p className="card-line">
          <Icon name="team" /> {card.jointVisit.name}
        </p>
      )}
      {card.occurrence && (
        <p className="card-line">
          <Icon name="repeat" /> {t('plan.repeats')}
        </p>
      )}
      {preferences.length > 0 && <p className="card-line">{preferences.join(' · ')}</p>}
    </>
  );
}

/** When a volunteer is expected, or how long she has been there. */
function Progress({
  visit: { state, plannedFrom, checkedInAt, checkedOutAt },
  clock,
  now,
}: {
  visit: Visit;
  clock: Clock;
  now: number;
}) {
  const { t } = useBoard();
  if (state === 'PLANNED' && plannedFrom) return <span>· {clock.time(plannedFrom)}</span>;
  if (state === 'CHECKED_IN' && checkedInAt)
    return <span>· {t('minutesSoFar', { count: minutesBetween(checkedInAt, now) })}</span>;
  if ((state === 'CHECKED_OUT' || state === 'DISPUTED') && checkedInAt && checkedOutAt)
    return <span>· {t('minutes', { count: minutesBetween(checkedInAt, checkedOutAt) })}</span>;
  return null;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
