import { App } from 'antd';
import { AlertOutlined } from '@ant-design/icons';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { Card } from '../board-store.ts';
import { liveVisits } from '../steps.ts';

interface AlarmStripProps {
  /** Those that somebody here answers for. */
  cards: readonly Card[];
  onOpen: (requestId: string) => void;
}

/** What asks for somebody's eyes now, whatever lane it stands in; a new one is told aloud. Nothing when all is well. */
export function AlarmStrip({ cards, onOpen }: AlarmStripProps) {
  const { t } = useTranslation('plan');
  const { notification } = App.useApp();
  const alarmed = cards.filter(({ alarms }) => alarms.length > 0);
  const keys = alarmed.flatMap(({ id, alarms }) => alarms.map((alarm) => `${id} ${alarm}`));
  const known = useRef<ReadonlySet<string> | null>(null);
  useEffect(() => {
    for (const key of keys) {
      if (!known.current || known.current.has(key)) continue;
      const card = alarmed.find(({ id }) => key.startsWith(id));
      if (card) notification.warning({ key, title: textOf(card, t), role: 'alert' });
    }
    // What was there before somebody looked is seen in the strip.
    if (cards.length > 0) known.current = new Set(keys);
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [keys.join(), cards.length > 0]);

  if (alarmed.length === 0) return null;
  return (
    <section className="alarms" aria-label={t('alarms')} title={t('alarmsKey')}>
      <AlertOutlined aria-hidden />
      <ul>
        {alarmed.map((card) => (
          <li key={card.id}>
            <button type="button" className="alarm" onClick={() => onOpen(card.id)}>
              {textOf(card, t)}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

type Translate = ReturnType<typeof useTranslation<'plan'>>['t'];

/** "超时未签到 · 芦奶奶 · 何小芽 · 晚 25 分钟" */
function textOf(card: Card, t: Translate): string {
  const late = minutesLate(card);
  return [
    card.alarms.map((alarm) => t(`alarm.${alarm}`)).join('、'),
    card.elder?.displayName,
    ...liveVisits(card).map(({ volunteer }) => volunteer?.displayName),
    late > 0 && t('lateBy', { count: late }),
  ]
    .filter(Boolean)
    .join(' · ');
}

/** How long somebody should have been there, or have left. */
function minutesLate({ visits }: Card): number {
  const due = visits.flatMap(({ state, plannedFrom, plannedTo }) =>
    state === 'PLANNED' && plannedFrom ? [plannedFrom] : state === 'CHECKED_IN' && plannedTo ? [plannedTo] : [],
  );
  if (due.length === 0) return 0;
  return Math.floor((Date.now() - Math.min(...due.map((instant) => Date.parse(instant)))) / 60_000);
}
