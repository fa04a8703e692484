import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Card } from '../board-store.ts';
import type { Dispatcher } from '../dispatcher.ts';
import type { Clock } from '../time.ts';
import { JointVisits } from './JointVisits.tsx';
import { SeriesDrawer } from './SeriesDrawer.tsx';

interface PlanToolsProps {
  dispatcher: Dispatcher;
  clock: Clock;
  cards: readonly Card[];
  onOpen: (requestId: string) => void;
  onEnd: () => void;
}

/** Ways to what is planned for longer than a day: series and joint visits. */
export function PlanTools({ dispatcher, clock, cards, onOpen, onEnd }: PlanToolsProps) {
  const { t } = useTranslation('plan');
  const [shown, setShown] = useState<'series' | 'joint' | null>(null);
  const joint = cards.filter(({ jointVisit }) => jointVisit);
  const close = (): void => setShown(null);
  return (
    <>
      {dispatcher.communityIds.size > 0 && <Button onClick={() => setShown('series')}>{t('series')}</Button>}
      <Button onClick={() => setShown('joint')}>{t('joint')}</Button>
      {shown === 'series' && <SeriesDrawer communityIds={dispatcher.communityIds} onClose={close} />}
      {shown === 'joint' && (
        <JointVisits
          dispatcher={dispatcher}
          clock={clock}
          boardVersion={joint.map(({ id, version }) => `${id} ${version}`).join()}
          onOpen={onOpen}
          onClose={close}
          onEnd={onEnd}
        />
      )}
    </>
  );
}
