import { CloseOutlined } from '@ant-design/icons';
import { useEffect, useRef, useState } from 'react';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { useBoard } from './board-context.ts';
import type { Card } from './card.ts';
import type { News } from './news.ts';
import { useWatched } from './watched.ts';

/**
 * Notices in a corner about new requests of others and about alarms: at most one of each kind,
 * which a screen reader announces once.
 */
export function Notices() {
  const { t } = useTranslation();
  const { model } = useBoard();
  const { arrivals, alarms } = useWatched(model.news);
  const onSeen = (what: keyof News): void =>
    model.news.change((before) => ({ ...before, [what]: [] }));
  return (
    <div className="notices">
      {/* Always rendered: a region that appears together with its text is not read aloud. */}
      <div role="status" aria-label={t('notices')}>
        {arrivals.length > 0 && (
          <Notice count={arrivals.length} lasts={arrivalsMs} onSeen={() => onSeen('arrivals')}>
            {arrivalsText(arrivals, t)}
          </Notice>
        )}
      </div>
      <div role="alert">
        {alarms.length > 0 && (
          <Notice isAlarm count={alarms.length} lasts={alarmsMs} onSeen={() => onSeen('alarms')}>
            {alarms.length === 1
              ? alarms[0]
              : t('plan.newAlarms', { count: alarms.length, first: alarms[0] })}
          </Notice>
        )}
      </div>
    </div>
  );
}

interface NoticeProps {
  isAlarm?: boolean;
  /** A new number is a new notice, which is shown for the full time again. */
  count: number;
  lasts: number;
  onSeen: () => void;
  children: React.ReactNode;
}

function Notice({ isAlarm = false, count, lasts, onSeen, children }: NoticeProps) {
  const { t } = useTranslation();
  const [isHeld, setIsHeld] = useState(false);
  const seen = useRef(onSeen);
  useEffect(() => {
    seen.current = onSeen;
  });
  // A notice stays while it is hovered or focused.
  useEffect(() => {
    if (isHeld) return;
    const timer = setTimeout(() => seen.current(), lasts);
    return () => clearTimeout(timer);
  }, [count, lasts, isHeld]);
  return (
    <div
      className={isAlarm ? 'notice notice-alarm' : 'notice'}
      onMouseEnter={() => setIsHeld(true)}
      onMouseLeave={() => setIsHeld(false)}
      onFocus={() => setIsHeld(true)}
      onBlur={() => setIsHeld(false)}
    >
      <p>{children}</p>
      <button type="button" aria-label={t('close')} onClick={onSeen}>
        <CloseOutlined aria-hidden />
      </button>
    </div>
  );
}

const arrivalsMs = 6_000;
const alarmsMs = 12_000;

/** One request with its elder and kind; several as numbers by community. */
function arrivalsText(cards: readonly Card[], t: TFunction): string {
  const [only] = cards;
  if (cards.length === 1 && only) {
    const facts = [only.elder?.displayName, only.kind.name].filter(Boolean).join(t('comma'));
    return only.community
      ? t('arrived', { community: only.community.name, facts })
      : t('arrivedSomewhere', { facts });
  }
  const counts = new Map<string, number>();
  for (const { community } of cards)
    if (community) counts.set(community.name, (counts.get(community.name) ?? 0) + 1);
  const most = [...counts]
    .toSorted(([, left], [, right]) => right - left)
    .slice(0, communitiesNamed);
  const by = most
    .map(([community, count]) => t('arrivedIn', { community, count }))
    .join(t('listComma'));
  return by
    ? t('arrivedMany', { count: cards.length, by })
    : t('arrivedCount', { count: cards.length });
}

const communitiesNamed = 3;
