import { App, Checkbox, Form, Input, Modal, Segmented } from 'antd';
import { useTranslation } from 'react-i18next';
import { type Client, useClient } from 'urql';
import { type Outcome, step as sent } from '../actions.ts';
import {
  type Channel,
  ConfirmVisitDocument,
  CorrectVisitDocument,
  type DisputeDecision,
  type NoShowSide,
  type ProofFragment,
  RecordCallDocument,
  ReportNoShowDocument,
  ResolveDisputeDocument,
  RevokeVisitDocument,
} from '../documents.generated.ts';
import { ChoiceField, NumberField } from '../fields.tsx';
import { focusFirst, useDialogFocus } from '../focus.ts';
import { useGuardedClose } from '../guarded-close.tsx';
import { Problems, useSending } from '../use-form-submission.tsx';
import type { ProofStep } from './proof-steps.ts';

interface ProofStepDialogProps {
  step: ProofStep;
  visit: ProofFragment;
  request: { version: number; elder: string; elderPersonId: string | null };
  onDone: () => void;
  onClose: () => void;
  onEnd: () => void;
}

interface Entry {
  channel: Channel;
  wasThere: boolean;
  note?: string;
  minutes: number | null;
  decision: DisputeDecision;
  side: NoShowSide;
  reason?: string;
  leaveCoins?: boolean;
}

/** The field that a dialog begins at. The other steps begin with a choice. */
const firstFieldOf: Partial<Record<ProofStep, string>> = {
  correct: 'minutes',
  revoke: 'reason',
  confirm: 'note',
};

/** Dialog that asks for the input of an evidence or certification step, and takes the step. */
export function ProofStepDialog({
  step,
  visit,
  request,
  onDone,
  onClose,
  onEnd,
}: ProofStepDialogProps) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const client = useClient();
  const [form] = Form.useForm<Entry>();
  const fields = { note: 'note', minutes: 'minutes', reason: 'reason', leaveCoins: 'leaveCoins' };
  const { isSending, problems, send } = useSending(form, fields, onEnd);
  const { close, question } = useGuardedClose(form, onClose);
  useDialogFocus();
  const decision = Form.useWatch('decision', form);
  const decides = step !== 'confirm' && step !== 'call';
  const hasMinutes = step === 'correct' || (step === 'resolveDispute' && decision === 'CORRECTED');
  const movesCoins = step === 'correct' || step === 'revoke' || step === 'resolveDispute';

  const submit = (entry: Entry): Promise<void> =>
    send(
      () => take(client, step, visit.id, request, entry),
      () => {
        void message.success(t(`proof.done.${step}`));
        onDone();
      },
    );
  return (
    <Modal
      open
      title={t('proof.actFor', {
        act: t(`proof.act.${step}`),
        elder: request.elder,
        volunteer: visit.volunteer?.displayName ?? t('nameHidden'),
      })}
      okText={t(`proof.act.${step}`)}
      okButtonProps={{ loading: isSending, danger: step === 'revoke' }}
      cancelText={t('close')}
      afterOpenChange={focusFirst(form, firstFieldOf[step])}
      onOk={() => form.submit()}
      onCancel={close}
    >
      <Problems problems={problems} />
      <Form<Entry>
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{
          channel: 'PHONE',
          minutes: visit.minutesCertified ?? null,
          leaveCoins: false,
        }}
        onFinish={(entry) => void submit(entry)}
      >
        {step === 'confirm' && <ConfirmFields elder={request.elder} />}
        {step === 'call' && <CallFields />}
        {step === 'noShow' && (
          <ChoiceField
            name="side"
            label={t('proof.side')}
            options={(visit.state === 'PLANNED'
              ? (['VOLUNTEER', 'ELDER'] as const)
              : (['ELDER'] as const)
            ).map((value) => ({ value, label: t(`proof.noShow.${value}`) }))}
          />
        )}
        {step === 'resolveDispute' && (
          <ChoiceField
            name="decision"
            label={t('proof.decision')}
            options={(['DISMISSED', 'CORRECTED', 'UPHELD'] as const).map((value) => ({
              value,
              label: t(`proof.dispute.${value}`),
            }))}
          />
        )}
        {hasMinutes && (
          <NumberField
            name="minutes"
            label={t('proof.minutes')}
            min={0}
            max={1_440}
            autoFocus
            isRequired
          />
        )}
        {decides && (
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
        {movesCoins && (
          <Form.Item name="leaveCoins" valuePropName="checked">
            <Checkbox>{t('proof.leaveCoins')}</Checkbox>
          </Form.Item>
        )}
      </Form>
      {question}
    </Modal>
  );
}

function ConfirmFields({ elder }: { elder: string }) {
  const { t } = useTranslation();
  return (
    <>
      <p className="step-facts">{t('proof.confirmFor', { name: elder })}</p>
      <Form.Item name="channel" label={t('field.channel')}>
        <Segmented
          block
          options={(['PHONE', 'PAPER', 'AGENCY'] as const).map((value) => ({
            value,
            label: t(`channel.${value}`),
          }))}
        />
      </Form.Item>
      <Form.Item name="note" label={t('proof.confirmNote')}>
        <Input.TextArea maxLength={2_000} rows={2} />
      </Form.Item>
    </>
  );
}

function CallFields() {
  const { t } = useTranslation();
  return (
    <>
      <ChoiceField
        name="wasThere"
        label={t('proof.wasThere')}
        options={[
          { value: true, label: t('proof.there') },
          { value: false, label: t('proof.notThere') },
        ]}
      />
      <Form.Item
        name="note"
        label={t('proof.callNote')}
        rules={[
          {
            required: true,
            whitespace: true,
            message: t('required', { field: t('proof.callNote') }),
          },
        ]}
      >
        <Input.TextArea maxLength={2_000} rows={3} placeholder={t('proof.callNoteHint')} />
      </Form.Item>
    </>
  );
}

function take(
  client: Client,
  step: ProofStep,
  visitId: string,
  { version: expectedVersion, elderPersonId }: ProofStepDialogProps['request'],
  entry: Entry,
): Promise<Outcome> {
  const note = entry.note?.trim() ? entry.note : null;
  const reason = entry.reason ?? '';
  switch (step) {
    case 'confirm': {
      const input = {
        visitId,
        note,
        actingFor: { personId: elderPersonId, channel: entry.channel },
      };
      return sent(client, ConfirmVisitDocument, ({ confirmVisit }) => confirmVisit)(input);
    }
    case 'call': {
      const input = { visitId, wasThere: entry.wasThere, note: note ?? '' };
      return sent(client, RecordCallDocument, ({ recordVisitCall }) => recordVisitCall)(input);
    }
    case 'noShow':
      return sent(
        client,
        ReportNoShowDocument,
        ({ reportNoShow }) => reportNoShow,
      )({
        visitId,
        expectedVersion,
        reason,
        side: entry.side,
      });
    case 'correct': {
      const input = {
        visitId,
        expectedVersion,
        reason,
        minutes: entry.minutes ?? 0,
        leaveCoins: isLeft(entry),
      };
      return sent(client, CorrectVisitDocument, ({ correctVisit }) => correctVisit)(input);
    }
    case 'revoke': {
      const input = { visitId, expectedVersion, reason, leaveCoins: isLeft(entry) };
      return sent(
        client,
        RevokeVisitDocument,
        ({ revokeCertification }) => revokeCertification,
      )(input);
    }
    case 'resolveDispute': {
      const { decision } = entry;
      const minutes = decision === 'CORRECTED' ? entry.minutes : null;
      const input = {
        visitId,
        expectedVersion,
        reason,
        decision,
        minutes,
        leaveCoins: isLeft(entry),
      };
      return sent(client, ResolveDisputeDocument, ({ resolveDispute }) => resolveDispute)(input);
    }
  }
}

function isLeft({ leaveCoins }: Entry): boolean {
  return leaveCoins === true;
}
