import { Alert, App, Button, DatePicker, Drawer, Form, Input, Segmented, Select } from 'antd';
import type { Dayjs } from 'dayjs';
import { type RefObject, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Outcome, useActions } from './actions.ts';
import type { Card } from './card.ts';
import { coinsFor, coinsText, hundredths, timesOf, shown } from './coins.ts';
import type { Dispatcher } from './dispatcher.ts';
import { enterAccepts, NumberField, tabMovesOn } from './fields.tsx';
import { focusFirst, useDialogFocus } from './focus.ts';
import type { Channel, Urgency } from './documents.generated.ts';
import { type ElderChoice, peopleMax, useElders } from './use-people.ts';
import {
  moreOf,
  type AdvancedValues,
  AdvancedFields,
  RepeatFields,
} from './scheduling/AdvancedFields.tsx';
import { usePlanActions } from './scheduling/plan-actions.ts';
import { ruleOf } from './scheduling/rule.ts';
import { type FieldOf, Problems, showField, useSending } from './use-form-submission.tsx';
import { type Clock, minutesUntil } from './time.ts';
import { WindowFields } from './WindowFields.tsx';

interface OpenRequestProps {
  dispatcher: Dispatcher;
  clock: Clock;
  /**
   * Entered values that were not sent yet. They survive the form, since a wrong key must not
   * require a second telephone call.
   */
  draft: RefObject<Draft | null>;
  onOpened: (card: Card) => void;
  onClose: () => void;
  onEnd: () => void;
}

interface RequestDetails extends AdvancedValues {
  elderId: string;
  kindId: string;
  day: Dayjs;
  from: Dayjs;
  to: Dayjs;
  minutes: number | null;
  urgency: Urgency;
  place?: string;
  note?: string;
  channel: Channel;
}

export type Draft = Partial<RequestDetails>;

/** Field for a refusal: by its code, otherwise by the last part of its path that has one. */
const fieldOf: FieldOf = {
  elderId: 'elderId',
  personId: 'elderId',
  kindId: 'kindId',
  requestedFrom: 'from',
  requestedTo: 'to',
  minutesExpected: 'minutes',
  place: 'place',
  note: 'note',
  channel: 'channel',
  volunteersNeeded: 'volunteersNeeded',
  sensitiveNote: 'sensitiveNote',
  teamIds: 'teamIds',
  windowMinutes: 'to',
  startsAt: 'from',
  rule: 'repeat',
  TIME_WINDOW_PAST: 'day',
  TIME_WINDOW_TOO_FAR: 'day',
  NO_OCCURRENCE: 'until',
  INSUFFICIENT_COINS: 'elderId',
  NO_ACCOUNT: 'elderId',
};

/** Form in which a dispatcher enters an elder's request, usually during a telephone call. */
export function OpenRequest({
  dispatcher,
  clock,
  draft,
  onOpened,
  onClose,
  onEnd,
}: OpenRequestProps) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const actions = useActions();
  const planActions = usePlanActions();
  const { items: elders, hasFailed, isCut } = useElders(dispatcher.communityIds);
  const [form] = Form.useForm<RequestDetails>();
  const { isSending, problems, question, send } = useSending(form, fieldOf, onEnd);
  const [kept, setKept] = useState(draft.current);
  const [first] = useState(() => initialValues(clock));
  useDialogFocus();
  const leave = (): void => {
    if (kept || form.isFieldsTouched()) {
      draft.current = form.getFieldsValue(true) as Draft;
      void message.info(t('draftKept'));
    }
    onClose();
  };
  const startOver = (): void => {
    draft.current = null;
    setKept(null);
    form.setFieldsValue(emptied(form.getFieldsValue(true) as Draft, first));
  };

  const submit = (details: RequestDetails): Promise<void> => {
    const elder = elders?.find(({ id }) => id === details.elderId);
    const about = {
      elderId: details.elderId,
      kindId: details.kindId,
      minutesExpected: details.minutes,
      urgency: details.urgency,
      place: details.place ?? null,
      note: details.note ?? null,
      ...moreOf(details),
      actingFor: { personId: elder?.person?.id ?? null, channel: details.channel },
    };
    const rule = ruleOf(details.repeat ?? 'NONE', details.weekdays ?? [], details.until ?? null);
    const open = (allowDuplicate: boolean): Promise<Outcome> => {
      const { from, to } = clock.span(details.day, details.from, details.to);
      return actions.open({ ...about, requestedFrom: from, requestedTo: to, allowDuplicate });
    };
    const repeat = (chosen: string, allowDuplicate: boolean): Promise<Outcome> => {
      const startsAt = `${details.day.format('YYYY-MM-DD')}T${details.from.format('HH:mm')}:00`;
      return planActions.createRequestSeries({
        ...about,
        rule: chosen,
        startsAt,
        windowMinutes: minutesUntil(details.from, details.to),
        allowDuplicate,
      });
    };
    return send(
      (allowDuplicate) => (rule === null ? open(allowDuplicate) : repeat(rule, allowDuplicate)),
      ({ request }) => {
        if (rule !== null) void message.success(t('plan.seriesBegun'));
        if (request) {
          onOpened(request);
          void message.success(t('done.open', { coins: coinsText(t, request.coinsHeld) }));
        }
        draft.current = null;
        onClose();
      },
    );
  };
  const required = (field: 'day' | 'elder' | 'from' | 'kind' | 'to') => [
    { required: true, message: t('required', { field: t(`field.${field}`) }) },
  ];

  return (
    <Drawer
      open
      title={t('newRequest')}
      size={520}
      onClose={leave}
      afterOpenChange={focusFirst(form, 'elderId')}
      footer={
        <div className="form-foot">
          <Button onClick={leave}>{t('close')}</Button>
          <Button type="primary" loading={isSending} onClick={() => form.submit()}>
            {t('newRequest')}
          </Button>
        </div>
      }
    >
      {kept && (
        <Alert
          className="problem"
          type="info"
          showIcon
          title={t('draftBack')}
          action={<Button onClick={startOver}>{t('startOver')}</Button>}
        />
      )}
      <Problems problems={problems} question={question} />
      <Form<RequestDetails>
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={kept ?? first}
        onFinish={(details) => void submit(details)}
        onFinishFailed={({ errorFields: [first] }) =>
          first && showField(form, String(first.name[0]))
        }
        onValuesChange={(changed: Partial<RequestDetails>) => {
          const kind = dispatcher.kinds.find(({ id }) => id === changed.kindId);
          if (kind) form.setFieldsValue({ minutes: kind.minutesDefault });
        }}
      >
        <Form.Item
          name="elderId"
          label={t('field.elder')}
          rules={required('elder')}
          extra={hasFailed ? t('listNotRead') : isCut && t('listCut', { count: peopleMax })}
        >
          <Select
            {...tabMovesOn}
            showSearch={{ optionFilterProp: 'label' }}
            loading={!elders}
            placeholder={t('field.elderHint')}
            options={elders?.map((elder) => ({ value: elder.id, label: elder.displayName, elder }))}
            optionRender={({ data }) => <ElderOption elder={data.elder} />}
          />
        </Form.Item>
        <Form.Item name="kindId" label={t('field.kind')} rules={required('kind')}>
          <Select
            {...tabMovesOn}
            showSearch={{ optionFilterProp: 'label' }}
            placeholder={t('field.kindHint')}
            options={dispatcher.kinds.map(({ id, name }) => ({ value: id, label: name }))}
          />
        </Form.Item>
        <div className="form-row">
          <Form.Item name="day" label={t('field.day')} rules={required('day')}>
            <DatePicker
              {...enterAccepts}
              allowClear={false}
              presets={[
                { label: t('today'), value: clock.now() },
                { label: t('tomorrow'), value: clock.now().add(1, 'day') },
                { label: t('afterTomorrow'), value: clock.now().add(2, 'day') },
              ]}
            />
          </Form.Item>
          <WindowFields />
        </div>
        <RepeatFields />
        <NumberField name="minutes" label={t('field.minutes')} min={1} max={1_440} step={15} />
        <Price elders={elders} dispatcher={dispatcher} />
        <Form.Item name="urgency" label={t('field.urgency')}>
          <Segmented
            block
            options={(['NORMAL', 'SOON', 'URGENT'] as const).map((value) => ({
              value,
              label: t(`urgency.${value}`),
            }))}
          />
        </Form.Item>
        <Form.Item name="channel" label={t('field.channel')}>
          <Segmented
            block
            options={(['PHONE', 'PAPER', 'AGENCY'] as const).map((value) => ({
              value,
              label: t(`channel.${value}`),
            }))}
          />
        </Form.Item>
        <Form.Item name="place" label={t('field.place')}>
          <Input maxLength={500} placeholder={t('field.placeHint')} />
        </Form.Item>
        <Form.Item name="note" label={t('field.note')}>
          <Input.TextArea maxLength={2_000} rows={3} placeholder={t('field.noteHint')} />
        </Form.Item>
        <AdvancedFields />
      </Form>
    </Drawer>
  );
}

/**
 * Estimated coins that the request will hold. The platform decides; the estimate only prevents a
 * futile attempt.
 */
function Price({
  elders,
  dispatcher,
}: {
  elders: readonly ElderChoice[] | undefined;
  dispatcher: Dispatcher;
}) {
  const { t } = useTranslation();
  const form = Form.useFormInstance<RequestDetails>();
  const elderId = Form.useWatch('elderId', form);
  const kindId = Form.useWatch('kindId', form);
  const minutes = Form.useWatch('minutes', form);
  const volunteers = Form.useWatch('volunteersNeeded', form);
  const elder = elders?.find(({ id }) => id === elderId);
  const kind = dispatcher.kinds.find(({ id }) => id === kindId);
  if (!elder?.coinAccount || !kind || !minutes) return null;
  const amount = timesOf(coinsFor(minutes, kind.coinsPerHour), volunteers ?? kind.volunteersNeeded);
  const { available } = elder.coinAccount;
  const isEnough = hundredths(available) >= hundredths(amount);
  const values = {
    elder: elder.displayName,
    coins: coinsText(t, amount),
    available: shown(available),
  };
  return (
    <Alert
      className="price"
      type={isEnough ? 'info' : 'warning'}
      showIcon
      title={t(isEnough ? 'willHold' : 'notEnough', values)}
    />
  );
}

function ElderOption({ elder }: { elder: ElderChoice }) {
  const { t } = useTranslation();
  const facts = [
    elder.livesAlone && t('livesAlone'),
    elder.person && !elder.person.hasSmartphone && t('noSmartphone'),
    elder.coinAccount && coinsText(t, elder.coinAccount.available),
  ].filter(Boolean);
  return (
    <span className="choice">
      <strong>{elder.displayName}</strong>
      <span>{facts.join(' · ')}</span>
    </span>
  );
}

/** Every field as in a new form. */
function emptied(entered: Draft, first: Draft): Draft {
  const none = Object.fromEntries(Object.keys(entered).map((field) => [field, undefined]));
  return { ...none, repeat: 'NONE', genderPreference: 'ANY', ...first };
}

/** Most calls are about tomorrow morning. */
function initialValues(clock: Clock): Partial<RequestDetails> {
  const tomorrow = clock.now().add(1, 'day').second(0).millisecond(0);
  return {
    day: tomorrow,
    from: tomorrow.hour(9).minute(0),
    to: tomorrow.hour(12).minute(0),
    urgency: 'NORMAL',
    channel: 'PHONE',
  };
}
