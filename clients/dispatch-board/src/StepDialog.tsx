import { Alert, App, DatePicker, Form, Input, Modal, Segmented, Select } from 'antd';
import type { Dayjs } from 'dayjs';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { type Actions, type Outcome, useActions } from './actions.ts';
import type { Card } from './card.ts';
import { coinsText } from './coins.ts';
import type { Channel } from './documents.generated.ts';
import { CandidateField } from './scheduling/CandidateField.tsx';
import { useVisitProof } from './certification/Proofs.tsx';
import { Readiness } from './certification/VisitProof.tsx';
import { type FieldOf, Problems, useSending } from './use-form-submission.tsx';
import { enterAccepts, NumberField, tabMovesOn } from './fields.tsx';
import { focusFirst, useDialogFocus } from './focus.ts';
import { useGuardedClose } from './guarded-close.tsx';
import { type DialogStep, stepsFor, type Visit, visitsFor } from './steps.ts';
import { type Clock, minutesBetween } from './time.ts';
import { liveVisits } from './visits.ts';

interface StepDialogProps {
  step: DialogStep;
  card: Card;
  clock: Clock;
  /**
   * For a leader: the teams whose members she may choose. Null for a dispatcher, who may choose
   * anybody.
   */
  teamIds: ReadonlySet<string> | null;
  onDone: (card: Card) => void;
  onClose: () => void;
  onEnd: () => void;
}

interface Entry {
  visitId?: string;
  volunteerId?: string;
  at?: Dayjs | null;
  channel?: Channel;
  note?: string;
  minutes?: number | null;
  reason?: string;
}

const fieldOf: FieldOf = {
  volunteerId: 'volunteerId',
  at: 'at',
  note: 'note',
  minutes: 'minutes',
  reason: 'reason',
  VOLUNTEER_NOT_VETTED: 'volunteerId',
};

/** The field that a dialog begins at. The other steps need no typing. */
const firstFieldOf: Partial<Record<DialogStep, string>> = {
  assign: 'volunteerId',
  certify: 'minutes',
  reject: 'reason',
  withdraw: 'reason',
  cancel: 'reason',
  dispute: 'reason',
};

/** Dialog that asks for the input of a step and takes the step. */
export function StepDialog({
  step,
  card,
  clock,
  teamIds,
  onDone,
  onClose,
  onEnd,
}: StepDialogProps) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const actions = useActions();
  const [form] = Form.useForm<Entry>();
  const { isSending, problems, send } = useSending(form, fieldOf, onEnd);
  const choices = visitsFor(step, card);
  const chosenId = Form.useWatch('visitId', form);
  const visit = choices.find(({ id }) => id === chosenId) ?? choices[0];
  const elder = card.elder?.displayName ?? t('nameHidden');
  const { close, question } = useGuardedClose(form, onClose);
  useDialogFocus(card.id);
  // Another dispatcher, or the volunteer herself, may be quicker.
  const role = { isOwn: teamIds === null, teamIds: teamIds ?? new Set<string>() };
  const isOver = !isSending && !stepsFor(card, role).includes(step);

  const submit = (entry: Entry): Promise<void> =>
    send(
      () =>
        take(
          teamIds ? { ...actions, assign: actions.accept } : actions,
          step,
          card,
          visit,
          clock,
          entry,
        ),
      ({ request }) => {
        if (!request) return onClose();
        const after = request.visits.find(
          ({ id, volunteer }) => id === visit?.id || volunteer?.id === entry.volunteerId,
        );
        void message.success(
          t(`done.${step}`, {
            name: after?.volunteer?.displayName ?? t('nameHidden'),
            minutes: after?.minutesCertified ?? 0,
            coins: coinsText(t, after?.coinsPaid ?? '0'),
          }),
        );
        onDone(request);
      },
    );

  return (
    <Modal
      open
      title={t('actOn', { act: t(`act.${step}`), elder, kind: card.kind.name })}
      okText={t(`act.${step}`)}
      okButtonProps={{
        loading: isSending,
        disabled: isOver,
        danger: step === 'reject' || step === 'cancel' || step === 'dispute',
      }}
      cancelText={t('close')}
      afterOpenChange={focusFirst(form, firstFieldOf[step])}
      onOk={() => form.submit()}
      onCancel={close}
    >
      <p className="quiet step-facts">{clock.window(card.requestedFrom, card.requestedTo)}</p>
      {isOver && (
        <Alert
          className="problem"
          type="warning"
          showIcon
          title={t('changedMeanwhile', {
            state: t(`state.${card.state}`),
            volunteers: namesOf(card),
          })}
        />
      )}
      <Problems problems={problems} />
      <Form<Entry>
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{ channel: 'PHONE' }}
        onFinish={(entry) => void submit(entry)}
      >
        {choices.length > 1 && <VisitField visits={choices} />}
        {step === 'withdraw' && visit && (
          <p className="step-facts">
            {t('willWithdraw', { name: visit.volunteer?.displayName ?? t('nameHidden') })}
          </p>
        )}
        {step === 'assign' && (
          <CandidateField requestId={card.id} clock={clock} teamIds={teamIds} />
        )}
        {step === 'assign' && teamIds === null && (
          <Form.Item name="reason" label={t('field.reasonIfAgainst')}>
            <Input.TextArea
              maxLength={2_000}
              rows={2}
              placeholder={t('field.reasonIfAgainstHint')}
            />
          </Form.Item>
        )}
        {(step === 'checkIn' || step === 'checkOut') && (
          <VisitFields step={step} visit={visit} clock={clock} />
        )}
        {step === 'certify' && visit && <CertifyFields visit={visit} clock={clock} />}
        {(step === 'reject' || step === 'withdraw' || step === 'cancel' || step === 'dispute') && (
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
            <Input.TextArea maxLength={2_000} rows={3} placeholder={t('field.reasonHint')} />
          </Form.Item>
        )}
      </Form>
      {question}
    </Modal>
  );
}

/** " · 史桂芝", or nothing. */
function namesOf(card: Card): string {
  const names = liveVisits(card).flatMap(({ volunteer }) => volunteer?.displayName ?? []);
  return names.length > 0 ? ` · ${names.join('、')}` : '';
}

/** With several volunteers: the one that the step concerns. */
function VisitField({ visits }: { visits: readonly Visit[] }) {
  const { t } = useTranslation();
  return (
    <Form.Item name="visitId" label={t('field.volunteer')} initialValue={visits[0]?.id}>
      <Select
        {...tabMovesOn}
        showSearch={{ optionFilterProp: 'label' }}
        options={visits.map(({ id, volunteer }) => ({
          value: id,
          label: volunteer?.displayName ?? t('nameHidden'),
        }))}
      />
    </Form.Item>
  );
}

function VisitFields({
  step,
  visit,
  clock,
}: {
  step: 'checkIn' | 'checkOut';
  visit: Visit | undefined;
  clock: Clock;
}) {
  const { t } = useTranslation();
  return (
    <>
      {visit?.volunteer && (
        <p className="step-facts">{t('forWhom', { name: visit.volunteer.displayName })}</p>
      )}
      <Form.Item name="at" label={t('field.at')}>
        <DatePicker
          {...enterAccepts}
          disabledDate={(day) => clock.isAfterToday(day)}
          showTime={{ format: 'HH:mm' }}
          format="MM-DD HH:mm"
          placeholder={t('field.atHint')}
          needConfirm={false}
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
      {step === 'checkOut' && (
        <Form.Item name="note" label={t('field.visitNote')}>
          <Input.TextArea maxLength={2_000} rows={3} placeholder={t('field.visitNoteHint')} />
        </Form.Item>
      )}
    </>
  );
}

function CertifyFields({ visit, clock }: { visit: Visit; clock: Clock }) {
  const { t } = useTranslation();
  const form = Form.useFormInstance<Entry>();
  const measured = measuredMinutes(visit);
  const minutes = Form.useWatch('minutes', form);
  // Another volunteer has another figure.
  useEffect(
    // Nobody typed it, so closing the dialog asks nothing.
    () => form.setFields([{ name: 'minutes', value: measured, touched: false }]),
    [form, measured, visit.id],
  );
  const proof = useVisitProof(visit.id);
  const isWeak = proof?.certificationReadiness?.isEnough === false;
  const differs = minutes !== null && minutes !== undefined && minutes !== measured;
  return (
    <>
      <div className="step-facts">
        <p>
          <strong>{visit.volunteer?.displayName}</strong>
          {visit.checkedInAt && visit.checkedOutAt && (
            <span>
              {' '}
              {t('measured', {
                from: clock.time(visit.checkedInAt),
                to: clock.time(visit.checkedOutAt),
                count: measured ?? 0,
              })}
            </span>
          )}
        </p>
        {visit.note && <p className="card-note">{visit.note}</p>}
        {proof && <Readiness visit={proof} />}
      </div>
      <NumberField name="minutes" label={t('field.certifiedMinutes')} min={1} max={1_440} />
      {(differs || isWeak) && (
        <Form.Item name="reason" label={isWeak ? t('proof.overrideReason') : t('field.reason')}>
          <Input.TextArea maxLength={2_000} rows={3} placeholder={t('field.reasonIfDifferent')} />
        </Form.Item>
      )}
    </>
  );
}

function measuredMinutes({ checkedInAt, checkedOutAt }: Visit): number | null {
  return checkedInAt && checkedOutAt
    ? Math.min(1_440, minutesBetween(checkedInAt, checkedOutAt))
    : null;
}

/**
 * Takes the step. It sends the version that was shown, so that nobody decides on outdated facts.
 */
function take(
  actions: Actions,
  step: DialogStep,
  { id: requestId, version: expectedVersion }: Card,
  visit: Visit | undefined,
  clock: Clock,
  entry: Entry,
): Promise<Outcome> {
  const reason = entry.reason ?? '';
  const visitId = visit?.id ?? '';
  const onBehalf = {
    visitId,
    at: entry.at ? clock.instant(entry.at, entry.at) : null,
    actingFor: {
      personId: visit?.volunteer?.person?.id ?? null,
      channel: entry.channel ?? 'PHONE',
    },
  };
  switch (step) {
    case 'approve':
      return actions.approve({ requestId, expectedVersion });
    case 'reject':
      return actions.reject({ requestId, expectedVersion, reason });
    case 'assign':
      return actions.assign({
        requestId,
        expectedVersion,
        volunteerId: entry.volunteerId ?? '',
        ...(reason && { reason }),
      });
    case 'withdraw':
      return actions.withdraw({
        requestId,
        expectedVersion,
        reason,
        volunteerId: visit?.volunteer?.id ?? null,
      });
    case 'cancel':
      return actions.cancel({ requestId, expectedVersion, reason });
    case 'checkIn':
      return actions.checkIn(onBehalf);
    case 'checkOut':
      return actions.checkOut({ ...onBehalf, note: entry.note ?? null });
    case 'certify':
      return actions.certify({
        visitId,
        expectedVersion,
        minutes: entry.minutes ?? null,
        reason: entry.reason ?? null,
      });
    case 'dispute':
      return actions.dispute({ visitId, expectedVersion, reason });
  }
}
