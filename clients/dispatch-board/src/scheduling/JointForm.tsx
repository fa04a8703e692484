import { App, Button, DatePicker, Form, type FormInstance, Input, Select, TimePicker } from 'antd';
import type { Dayjs } from 'dayjs';
import { useTranslation } from 'react-i18next';
import type { Dispatcher } from '../dispatcher.ts';
import { enterAccepts, NumberField, tabMovesOn } from '../fields.tsx';
import { useElders } from '../use-people.ts';
import { type FieldOf, Problems, useSending } from '../use-form-submission.tsx';
import type { Clock } from '../time.ts';
import { usePlanActions } from './plan-actions.ts';
import { useTeams } from './teams.ts';

interface JointFormProps {
  dispatcher: Dispatcher;
  clock: Clock;
  form: FormInstance<JointEntry>;
  onDone: () => void;
  onClose: () => void;
  onEnd: () => void;
}

export interface JointEntry {
  name: string;
  kindId: string;
  teamIds: string[];
  elderIds: string[];
  day: Dayjs;
  from: Dayjs;
  minutesEach: number | null;
  minutesBetween: number | null;
  volunteersOfEachTeam: number;
  note?: string;
}

const fieldOf: FieldOf = {
  name: 'name',
  kindId: 'kindId',
  teamIds: 'teamIds',
  stops: 'elderIds',
  begin: 'from',
  requestedFrom: 'from',
  requestedTo: 'from',
  volunteersOfEachTeam: 'volunteersOfEachTeam',
  minutesEach: 'minutesEach',
  minutesBetween: 'minutesBetween',
  note: 'note',
  TIME_WINDOW_PAST: 'day',
  TIME_WINDOW_TOO_FAR: 'day',
  INSUFFICIENT_COINS: 'elderIds',
  COINS_NOT_FOR_THIS_USE: 'elderIds',
  NO_ACCOUNT: 'elderIds',
};

/** Form with the teams, the elders in order, and the start. */
export function JointForm({ dispatcher, clock, form, onDone, onClose, onEnd }: JointFormProps) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const actions = usePlanActions();
  const { isSending, problems, question, send } = useSending(form, fieldOf, onEnd);
  const { items: elders } = useElders(dispatcher.communityIds);
  const { teams } = useTeams();
  const tomorrow = clock.now().add(1, 'day').second(0).millisecond(0);

  const submit = (entry: JointEntry): Promise<void> => {
    const { elderIds, day, from, note, ...rest } = entry;
    const input = {
      ...rest,
      note: note ?? null,
      begin: clock.instant(day, from),
      stops: elderIds.map((elderId) => ({ elderId })),
    };
    return send(
      (allowDuplicate) => actions.planJoint({ ...input, allowDuplicate }),
      () => {
        void message.success(t('plan.jointPlanned'));
        onDone();
      },
    );
  };
  const required = (label: string) => [
    { required: true, message: t('required', { field: label }) },
  ];
  return (
    <Form<JointEntry>
      form={form}
      layout="vertical"
      requiredMark={false}
      scrollToFirstError={{ focus: true, block: 'center' }}
      initialValues={{
        day: tomorrow,
        from: tomorrow.hour(9).minute(0),
        volunteersOfEachTeam: 1,
        minutesBetween: 15,
      }}
      onFinish={(entry) => void submit(entry)}
      onValuesChange={(changed: Partial<JointEntry>) => {
        const kind = dispatcher.kinds.find(({ id }) => id === changed.kindId);
        if (kind) form.setFieldsValue({ minutesEach: kind.minutesDefault });
      }}
    >
      <Problems problems={problems} question={question} />
      <Form.Item name="name" label={t('plan.jointName')} rules={required(t('plan.jointName'))}>
        <Input autoFocus maxLength={200} placeholder={t('plan.jointNameHint')} />
      </Form.Item>
      <Form.Item name="kindId" label={t('field.kind')} rules={required(t('field.kind'))}>
        <Select
          {...tabMovesOn}
          showSearch={{ optionFilterProp: 'label' }}
          placeholder={t('field.kindHint')}
          options={dispatcher.kinds.map(({ id, name }) => ({ value: id, label: name }))}
        />
      </Form.Item>
      <Form.Item name="teamIds" label={t('plan.jointTeams')} rules={required(t('plan.jointTeams'))}>
        <Select
          {...tabMovesOn}
          mode="multiple"
          showSearch={{ optionFilterProp: 'label' }}
          loading={!teams}
          options={teams?.map(({ id, name, community }) => ({
            value: id,
            label: community ? t('plan.teamIn', { team: name, community: community.name }) : name,
          }))}
        />
      </Form.Item>
      <Form.Item
        name="elderIds"
        label={t('plan.jointElders')}
        rules={required(t('plan.jointElders'))}
      >
        <Select
          {...tabMovesOn}
          mode="multiple"
          showSearch={{ optionFilterProp: 'label' }}
          loading={!elders}
          options={elders?.map(({ id, displayName }) => ({ value: id, label: displayName }))}
        />
      </Form.Item>
      <div className="form-row">
        <Form.Item name="day" label={t('field.day')}>
          <DatePicker {...enterAccepts} allowClear={false} />
        </Form.Item>
        <Form.Item name="from" label={t('plan.begin')}>
          <TimePicker
            {...enterAccepts}
            format="HH:mm"
            minuteStep={5}
            allowClear={false}
            needConfirm={false}
          />
        </Form.Item>
        <NumberField
          name="volunteersOfEachTeam"
          label={t('plan.volunteersOfEachTeam')}
          min={1}
          max={20}
          isRequired
        />
      </div>
      <div className="form-row">
        <NumberField
          name="minutesEach"
          label={t('plan.minutesEach')}
          min={1}
          max={1_440}
          step={15}
        />
        <NumberField
          name="minutesBetween"
          label={t('plan.minutesBetween')}
          min={0}
          max={480}
          step={5}
        />
      </div>
      <Form.Item name="note" label={t('plan.jointNote')}>
        <Input.TextArea maxLength={2_000} rows={2} />
      </Form.Item>
      <div className="form-foot">
        <Button onClick={onClose}>{t('back')}</Button>
        <Button type="primary" htmlType="submit" loading={isSending}>
          {t('plan.planJoint')}
        </Button>
      </div>
    </Form>
  );
}
