import { App, Button, Descriptions } from 'antd';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useClient } from 'urql';
import type { Card } from '../card.ts';
import {
  RequestPlanDocument,
  type RequestPlanQuery,
  SensitiveNoteDocument,
} from '../documents.generated.ts';
import { ask } from '../api-client.ts';
import type { Clock } from '../time.ts';
import { type Change, ChangeDialog } from './ChangeDialog.tsx';
import { ruleInWords } from './rule.ts';

interface PlanPanelProps {
  card: Card;
  clock: Clock;
  isOwn: boolean;
  onEnd: () => void;
}

export type Plan = NonNullable<RequestPlanQuery['serviceRequest']>;

/** Requirements beyond time and place, series or joint visit, and ways to change them. */
export function PlanPanel({ card, clock, isOwn, onEnd }: PlanPanelProps) {
  const { t } = useTranslation();
  const plan = usePlan(card);
  const [note, setNote] = useState<string | null>(null);
  const [change, setChange] = useState<Change | null>(null);
  const client = useClient();
  const { message } = App.useApp();
  const canChange = isOwn && ['IN_REVIEW', 'OPEN', 'ASSIGNED'].includes(card.state);
  const series = plan?.series;

  const preferences = [
    card.language,
    card.genderPreference && t(`plan.gender.${card.genderPreference}`),
  ]
    .filter(Boolean)
    .join('、');
  const rows: [string, string | null | undefined | false][] = [
    [t('plan.preferences'), preferences],
    [
      t('plan.windows'),
      plan &&
        plan.windows.length > 1 &&
        plan.windows.map(({ from, to }) => clock.window(from, to)).join('；'),
    ],
    [t('plan.teams'), card.teamsAsked.flatMap((team) => team?.name ?? []).join('、')],
    [t('plan.volunteers'), card.volunteersNeeded > 1 && String(card.volunteersNeeded)],
    [t('plan.offeredTo'), card.state === 'OPEN' && t(`plan.audience.${card.audience}`)],
    [t('plan.enteredOf'), t(`plan.source.${card.source}`)],
    [t('plan.series'), series && ruleInWords(series.rule, t)],
    [t('plan.joint'), plan?.jointVisit?.name],
    [t('plan.jointNote'), plan?.jointVisit?.note],
    [t('plan.sensitiveNote'), note],
  ];
  const shown = rows.filter((row): row is [string, string] => Boolean(row[1]));
  return (
    <section className="plan">
      <Descriptions
        column={1}
        size="small"
        items={shown.map(([label, children], key) => ({ key, label, children }))}
      />
      <div className="plan-steps">
        {card.hasSensitiveNote && note === null && (
          <Button
            onClick={() =>
              void ask(client, SensitiveNoteDocument, { id: card.id }).then(
                ({ serviceRequest }) =>
                  setNote(serviceRequest?.sensitiveNote ?? t('plan.noteGone')),
                () => message.error(t('notReached')),
              )
            }
          >
            {t('plan.showNote')}
          </Button>
        )}
        {canChange && (
          <>
            <Button onClick={() => setChange('reschedule')}>{t('plan.reschedule')}</Button>
            <Button onClick={() => setChange('change')}>{t('plan.change')}</Button>
          </>
        )}
        {canChange && series && card.occurrence && (
          <>
            <Button onClick={() => setChange('skip')}>{t('plan.skip')}</Button>
            <Button onClick={() => setChange('following')}>{t('plan.following')}</Button>
            <Button onClick={() => setChange('end')}>{t('plan.end')}</Button>
          </>
        )}
      </div>
      {change && (
        <ChangeDialog
          change={change}
          card={card}
          series={series ?? null}
          clock={clock}
          onClose={() => setChange(null)}
          onEnd={onEnd}
        />
      )}
    </section>
  );
}

function usePlan({ id, version }: Card): Plan | undefined {
  const client = useClient();
  const [plan, setPlan] = useState<Plan>();
  useEffect(() => {
    let stopped = false;
    ask(client, RequestPlanDocument, { id }).then(
      ({ serviceRequest }) => stopped || setPlan(serviceRequest ?? undefined),
      () => {},
    );
    return () => {
      stopped = true;
    };
  }, [client, id, version]);
  return plan;
}
