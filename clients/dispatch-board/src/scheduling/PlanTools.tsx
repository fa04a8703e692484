import { Button } from 'antd';
import { Suspense, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Dispatcher } from '../dispatcher.ts';
import { loadLater, whenIdle } from '../later.tsx';

const JointVisits = loadLater(async () => (await import('./JointVisits.tsx')).JointVisits);
const SeriesDrawer = loadLater(async () => (await import('./SeriesDrawer.tsx')).SeriesDrawer);

/** Buttons for long-term plans: series and joint visits. */
export function PlanTools({ dispatcher, onEnd }: { dispatcher: Dispatcher; onEnd: () => void }) {
  const { t } = useTranslation();
  const [shown, setShown] = useState<'series' | 'joint' | null>(null);
  const close = (): void => setShown(null);
  useEffect(() => whenIdle([JointVisits, SeriesDrawer]), []);
  return (
    <>
      {dispatcher.communityIds.size > 0 && (
        <Button onClick={() => setShown('series')}>{t('plan.series')}</Button>
      )}
      <Button onClick={() => setShown('joint')}>{t('plan.joint')}</Button>
      <Suspense>
        {shown === 'series' && (
          <SeriesDrawer communityIds={dispatcher.communityIds} onClose={close} />
        )}
        {shown === 'joint' && <JointVisits dispatcher={dispatcher} onClose={close} onEnd={onEnd} />}
      </Suspense>
    </>
  );
}
