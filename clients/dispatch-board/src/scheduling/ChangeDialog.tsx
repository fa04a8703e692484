import { App, DatePicker, Form, Input, Modal, Segmented } from 'antd';
import type { Dayjs } from 'dayjs';
import { useTranslation } from 'react-i18next';
import type { Outcome } from '../actions.ts';
import type { Card } from '../card.ts';
import type { SeriesFragment, Urgency } from '../documents.generated.ts';
import { enterAccepts, NumberField } from '../fields.tsx';
import { focusFirst, useDialogFocus } from '../focus.ts';
import { useGuardedClose } from '../guarded-close.tsx';
import { type FieldOf, Problems, useSending } from '../use-form-submission.tsx';
import { type Clock, minutesUntil } from '../time.ts';
import { WindowFields } from '../WindowFields.tsx';
import { type PlanActions, usePlanActions } from './plan-actions.ts';

/** Changes of a request: this one alone, or in its series. */
export type Change = 'reschedule' | 'change' | 'skip' | 'following' | 'end';

interface ChangeDialogProps {
  change: Change;
  card: Card;
  series: SeriesFragment | null;
  clock: Clock;
  onClose: () => void;
  onEnd: () => void;
}

interface Entry {
  day: Dayjs;
  from: Dayjs;
  to: Dayjs;
  releases: boolean;
  urgency: Urgency;
  minutes: number | null;
  volunteers: number | null;
  place?: string;
  note?: string;
  reason?: string;
}

const fieldOf: FieldOf = {
  windows: 'from',
  requestedFrom: 'from',
  requestedTo: 'to',
  startsAt: 'from',
  minutesExpected: 'minutes',
  volunteersNeeded: 'volunteers',
  place: 'place',
  note: 'note',
  reason: 'reason',
  TIME_WINDOW_PAST: 'day',
  TIME_WINDOW_TOO_FAR: 'day',
};

/** Reschedules or changes a request, or the following ones in its series. */
export function ChangeDialog({ change, card, series, clock, onClose, onEnd }: ChangeDialogProps) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const actions = usePlanActions();
  const [form] = Form.useForm<Entry>();
  const { isSending, problems, send } = useSending(form, fieldOf, onEnd);
  const elder = card.elder?.displayName ?? t('nameHidden');
  const { close, question } = useGuardedClose(form, onClose);
  useDialogFocus(card.id);
  const hasTimes = change === 'reschedule' || change === 'following';
  const changesDetails = change === 'change' || change === 'following';

  return (
    <Modal
      open
      title={t('actOn', { act: t(`plan.${change}`), elder, kind: card.kind.name })}
      okText={t(`plan.${change}`)}
      okButtonProps={{ loading: isSending, danger: change === 'end' || change === 'skip' }}
      cancelText={t('close')}
      afterOpenChange={focusFirst(form, hasTimes || changesDetails ? undefined : 'reason')}
      onOk={() => form.submit()}
      onCancel={close}
    >
      <p className="quiet step-facts">{clock.window(card.requestedFrom, card.requestedTo)}</p>
      <Problems problems={problems} />
      <Form<Entry>
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={firstEntry(card, clock)}
        onFinish={(entry) =>
          void send(
            () => take(actions, change, card, series, clock, entry),
            () => {
              void message.success(t('plan.changed'));
              onClose();
            },
          )
        }
      >
        {hasTimes && <TimeFields withDay={change === 'reschedule'} />}
        {change === 'reschedule' && card.visits.some(({ state }) => state === 'PLANNED') && (
          <Form.Item name="releases" label={t('plan.volunteers')}>
            <Segmented<boolean>
              vertical
              options={[
                { value: false, label: t('plan.keepVolunteers') },
                { value: true, label: t('plan.releaseVolunteers') },
              ]}
            />
          </Form.Item>
        )}
        {changesDetails && <DetailFields />}
        <Form.Item
          name="reason"
          label={t('field.reason')}
          rules={[
            {
              required: true,
              whitespace: true,
              message: t('required', { field: t('field.reason') }),
            },
          ]}
        >
          <Input.TextArea maxLength={2_000} rows={2} placeholder={t('field.reasonHint')} />
        </Form.Item>
      </Form>
      {question}
    </Modal>
  );
}

function TimeFields({ withDay }: { withDay: boolean }) {
  const { t } = useTranslation();
  return (
    <div className="form-row">
      {withDay && (
        <Form.Item name="day" label={t('field.day')}>
          <DatePicker {...enterAccepts} allowClear={false} />
        </Form.Item>
      )}
      <WindowFields />
    </div>
  );
}

function DetailFields() {
  const { t } = useTranslation();
  return (
    <>
      <Form.Item name="urgency" label={t('field.urgency')}>
        <Segmented
          block
          options={(['NORMAL', 'SOON', 'URGENT'] as const).map((value) => ({
            value,
            label: t(`urgency.${value}`),
          }))}
        />
      </Form.Item>
      <div className="form-row">
        <NumberField name="minutes" label={t('field.minutes')} min={1} max={1_440} step={15} />
        <NumberField name="volunteers" label={t('plan.volunteersNeeded')} min={1} max={20} />
      </div>
      <Form.Item name="place" label={t('field.place')}>
        <Input maxLength={500} />
      </Form.Item>
      <Form.Item name="note" label={t('field.note')}>
        <Input.TextArea maxLength={2_000} rows={2} />
      </Form.Item>
    </>
  );
}

function firstEntry(card: Card, clock: Clock): Partial<Entry> {
  return {
    day: clock.at(card.requestedFrom),
    from: clock.at(card.requestedFrom),
    to: clock.at(card.requestedTo),
    releases: false,
    urgency: card.urgency,
    minutes: card.minutesExpected,
    volunteers: card.volunteersNeeded,
    place: card.place ?? '',
    note: card.note ?? '',
  };
}

/** Unchanged values are left out, so that the history names only the changes. */
function detailsOf(card: Card, { urgency, minutes, volunteers, place = '', note = '' }: Entry) {
  return {
    urgency: urgency === card.urgency ? null : urgency,
    minutesExpected: minutes === card.minutesExpected ? null : minutes,
    volunteersNeeded: volunteers === card.volunteersNeeded ? null : volunteers,
    place: place === (card.place ?? '') ? null : place,
    note: note === (card.note ?? '') ? null : note,
  };
}

function take(
  actions: PlanActions,
  change: Change,
  card: Card,
  series: SeriesFragment | null,
  clock: Clock,
  entry: Entry,
): Promise<Outcome> {
  const reason = entry.reason ?? '';
  const request = { requestId: card.id, expectedVersion: card.version, reason };
  const occurrence = card.occurrence ?? '';
  const inSeries = {
    seriesId: series?.id ?? '',
    expectedVersion: series?.version ?? 0,
    occurrence,
    reason,
  };
  switch (change) {
    case 'reschedule': {
      const window = clock.span(entry.day, entry.from, entry.to);
      return actions.reschedule({
        ...request,
        windows: [window],
        releasesVolunteers: entry.releases,
      });
    }
    case 'change':
      return actions.change({ ...request, ...detailsOf(card, entry) });
    case 'skip':
      return actions.skip(inSeries);
    case 'end':
      return actions.endRequestSeries(inSeries);
    case 'following':
      return actions.changeRequestSeries({
        ...inSeries,
        ...detailsOf(card, entry),
        startsAt: `${occurrence.slice(0, 10)}T${entry.from.format('HH:mm')}:00`,
        windowMinutes: minutesUntil(entry.from, entry.to),
      });
  }
}
