import { App, Button, Form, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useClient } from 'urql';
import {
  type AnomalyFragment,
  ResolveAnomalyDocument,
  type ReviewResolution,
} from '../documents.generated.ts';
import { step } from '../actions.ts';
import { ChoiceField } from '../fields.tsx';
import { Problems, useSending } from '../use-form-submission.tsx';

interface AnomaliesProps {
  items: readonly AnomalyFragment[];
  canResolve: boolean;
  onResolved: () => void;
  onEnd: () => void;
}

/** Anomalies of a visit, each with its resolution or a form to resolve it. */
export function Anomalies({ items, canResolve, onResolved, onEnd }: AnomaliesProps) {
  const { t } = useTranslation();
  const [openId, setOpenId] = useState<string | null>(null);
  return (
    <ul className="proof-list">
      {items.map((item) => (
        <li key={item.id} className={item.state === 'OPEN' ? 'proof-failed' : undefined}>
          {item.text}
          {item.resolution && (
            <p className="quiet">
              {[item.resolvedByName, t(`proof.resolution.${item.resolution}`), item.resolutionNote]
                .filter(Boolean)
                .join(' · ')}
            </p>
          )}
          {item.state === 'OPEN' && canResolve && openId !== item.id && (
            <Button
              size="small"
              onClick={() => setOpenId(item.id)}
              aria-label={`${t('proof.resolve')}: ${item.text}`}
            >
              {t('proof.resolve')}
            </Button>
          )}
          {openId === item.id && (
            <Resolve
              item={item}
              onDone={() => {
                setOpenId(null);
                onResolved();
              }}
              onEnd={onEnd}
            />
          )}
        </li>
      ))}
    </ul>
  );
}

interface Entry {
  resolution: ReviewResolution;
  note: string;
}

function Resolve({
  item,
  onDone,
  onEnd,
}: {
  item: AnomalyFragment;
  onDone: () => void;
  onEnd: () => void;
}) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const client = useClient();
  const resolve = step(
    client,
    ResolveAnomalyDocument,
    ({ resolveReviewItem }) => resolveReviewItem && { errors: resolveReviewItem.errors },
  );
  const [form] = Form.useForm<Entry>();
  const { isSending, problems, send } = useSending(form, { note: 'note' }, onEnd);
  const submit = (entry: Entry): Promise<void> =>
    send(
      () => resolve({ reviewItemId: item.id, expectedVersion: item.version, ...entry }),
      () => {
        void message.success(t('proof.resolveDone'));
        onDone();
      },
    );
  return (
    <Form<Entry>
      form={form}
      layout="vertical"
      requiredMark={false}
      onFinish={(entry) => void submit(entry)}
    >
      <Problems problems={problems} />
      <ChoiceField
        name="resolution"
        label={t('proof.decision')}
        options={(['EXPLAINED', 'FALSE_ALARM', 'CONFIRMED'] as const).map((value) => ({
          value,
          label: t(`proof.resolution.${value}`),
        }))}
      />
      <Form.Item
        name="note"
        label={t('proof.resolveNote')}
        rules={[
          {
            required: true,
            whitespace: true,
            message: t('required', { field: t('proof.resolveNote') }),
          },
        ]}
      >
        <Input.TextArea maxLength={2_000} rows={2} placeholder={t('proof.resolveNoteHint')} />
      </Form.Item>
      <Button type="primary" htmlType="submit" loading={isSending}>
        {t('save')}
      </Button>
    </Form>
  );
}
