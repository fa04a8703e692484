import { App, DatePicker, Form, Input, Modal, Select, TimePicker } from 'antd';
import type { Dayjs } from 'dayjs';
import { useTranslation } from 'react-i18next';
import type { Outcome } from '../actions.ts';
import type { Dispatcher } from '../dispatcher.ts';
import type { JointFragment } from '../documents.generated.ts';
import { enterAccepts, tabMovesOn } from '../fields.tsx';
import { useVolunteers } from '../use-people.ts';
import { focusFirst, useDialogFocus } from '../focus.ts';
import { useGuardedClose } from '../guarded-close.tsx';
import { type FieldOf, Problems, useSending } from '../use-form-submission.tsx';
import type { Clock } from '../time.ts';
import { type PlanActions, usePlanActions } from './plan-actions.ts';

export type JointStep = 'accept' | 'move' | 'cancel';

interface JointStepDialogProps {
  step: JointStep;
  joint: JointFragment;
  dispatcher: Dispatcher;
  clock: Clock;
  onDone: () => void;
  onClose: () => void;
  onEnd: () => void;
}

interface Entry {
  volunteerIds?: string[];
  day: Dayjs;
  from: Dayjs;
  reason?: string;
}

const fieldOf: FieldOf = {
  volunteerIds: 'volunteerIds',
  begin: 'from',
  windows: 'from',
  requestedTo: 'from',
  reason: 'reason',
  TIME_WINDOW_PAST: 'day',
  TIME_WINDOW_TOO_FAR: 'day',
};
const firstFieldOf = { accept: 'volunteerIds', move: undefined, cancel: 'reason' } as const;
const titleOf = {
  accept: 'plan.takeJoint',
  move: 'plan.moveJoint',
  cancel: 'plan.cancelJoint',
} as const;

/** A team accepts its part, or the whole joint visit is rescheduled or cancelled. */
export function JointStepDialog({
  step,
  joint,
  dispatcher,
  clock,
  onDone,
  onClose,
  onEnd,
}: JointStepDialogProps) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const actions = usePlanActions();
  const [form] = Form.useForm<Entry>();
  const { isSending, problems, send } = useSending(form, fieldOf, onEnd);
  const { close, question } = useGuardedClose(form, onClose);
  useDialogFocus();
  const team = joint.teams.find((each) => each && dispatcher.teamIds.has(each.id));
  const submit = (entry: Entry): Promise<void> =>
    send(
      () => take(actions, step, joint, team?.id ?? '', clock, entry),
      () => {
        void message.success(t('plan.changed'));
        onDone();
      },
    );
  return (
    <Modal
      open
      title={t('plan.ofJoint', { act: t(titleOf[step]), name: joint.name })}
      okText={t(titleOf[step])}
      okButtonProps={{ loading: isSending, danger: step === 'cancel' }}
      cancelText={t('close')}
      afterOpenChange={focusFirst(form, firstFieldOf[step])}
      onOk={() => form.submit()}
      onCancel={close}
    >
      <p className="quiet step-facts">{clock.window(joint.beginsAt, joint.endsAt)}</p>
      <Problems problems={problems} />
      <Form<Entry>
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{ day: clock.at(joint.beginsAt), from: clock.at(joint.beginsAt) }}
        onFinish={(entry) => void submit(entry)}
      >
        {step === 'accept' && <MembersField teamId={team?.id ?? ''} />}
        {step === 'move' && (
          <div className="form-row">
            <Form.Item name="day" label={t('plan.day')}>
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
          </div>
        )}
        {step !== 'accept' && (
          <Form.Item
            name="reason"
            label={t('plan.reason')}
            rules={[
              {
                required: true,
                whitespace: true,
                message: t('plan.required', { field: t('plan.reason') }),
              },
            ]}
          >
            <Input.TextArea maxLength={2_000} rows={2} placeholder={t('plan.reasonHint')} />
          </Form.Item>
        )}
      </Form>
      {question}
    </Modal>
  );
}

function MembersField({ teamId }: { teamId: string }) {
  const { t } = useTranslation();
  const { items } = useVolunteers();
  const members = items?.filter(
    ({ isVetted, teams }) => isVetted && teams.some(({ id }) => id === teamId),
  );
  return (
    <Form.Item
      name="volunteerIds"
      label={t('plan.members')}
      rules={[{ required: true, message: t('plan.required', { field: t('plan.members') }) }]}
    >
      <Select
        {...tabMovesOn}
        mode="multiple"
        showSearch={{ optionFilterProp: 'label' }}
        loading={!members}
        options={members?.map(({ id, displayName }) => ({ value: id, label: displayName }))}
      />
    </Form.Item>
  );
}

function take(
  actions: PlanActions,
  step: JointStep,
  { id: jointVisitId, version: expectedVersion }: JointFragment,
  teamId: string,
  clock: Clock,
  entry: Entry,
): Promise<Outcome> {
  const seen = { jointVisitId, expectedVersion };
  const reason = entry.reason ?? '';
  switch (step) {
    case 'accept':
      return actions.acceptJoint({ ...seen, teamId, volunteerIds: entry.volunteerIds ?? [] });
    case 'move':
      return actions.moveJoint({ ...seen, reason, begin: clock.instant(entry.day, entry.from) });
    case 'cancel':
      return actions.cancelJoint({ ...seen, reason });
  }
}
