import { AlertOutlined } from '@ant-design/icons';
import { useGroup, useItem } from '@linli/sdk/react';
import type { TFunction } from 'i18next';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { useBoard } from '../board-context.ts';
import type { Card } from '../card.ts';
import { spanOf } from '../lateness-text.ts';
import { useNow } from '../now.ts';
import { latenessOf } from '../steps.ts';
import { liveVisits } from '../visits.ts';

/** As many as a person can take in. The others are first in their lanes. */
const shownMax = 12;

/** Strip of the current alarms from all lanes. Renders nothing without alarms. */
export const AlarmStrip = memo(function AlarmStrip() {
  const { t } = useTranslation();
  const { model } = useBoard();
  const ids = useGroup(model.alarms, 'ALARMED');
  if (ids.length === 0) return null;
  return (
    <section className="alarms" aria-label={t('plan.alarms')} title={t('plan.alarmsKey')}>
      <span className="alarms-count">
        <AlertOutlined aria-hidden /> {ids.length}
      </span>
      <ul>
        {ids.slice(0, shownMax).map((id) => (
          <Alarm key={id} id={id} />
        ))}
        {ids.length > shownMax && (
          <li className="alarms-more">{t('plan.moreAlarms', { count: ids.length - shownMax })}</li>
        )}
      </ul>
    </section>
  );
});

const Alarm = memo(function Alarm({ id }: { id: string }) {
  const { model, t, onOpen } = useBoard();
  const card = useItem(model.store, id);
  const now = useNow();
  if (!card) return null;
  return (
    <li>
      <button type="button" className="alarm" aria-keyshortcuts="a" onClick={() => onOpen(id)}>
        {alarmText(card, t, now)}
      </button>
    </li>
  );
});

/** "超时未签到 · 芦奶奶 · 何小芽 · 晚 25 分钟" */
export function alarmText(card: Card, t: TFunction, now = Date.now()): string {
  const late = latenessOf(card, now, 0);
  return [
    card.alarms.map((alarm) => t(`plan.alarm.${alarm}`)).join(t('listComma')),
    card.elder?.displayName,
    ...liveVisits(card).map(({ volunteer }) => volunteer?.displayName),
    late && late.what !== 'taking' && late.minutes > 0 && t('plan.lateBy', spanOf(late.minutes, t)),
  ]
    .filter(Boolean)
    .join(' · ');
}
