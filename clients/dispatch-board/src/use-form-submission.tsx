import { Alert, Button, type FormInstance } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RefusalFragment } from './documents.generated.ts';
import type { Outcome } from './actions.ts';
import { Trouble } from './api-client.ts';

/** Maps a part of an input path, or a code without a path, to the field that shows it. */
export type FieldOf = Record<string, string>;

/**
 * Submits a form and shows its refusals: at the field that the path or the code names, otherwise
 * above the form. Entered values stay, so that they can be corrected. What seems to be entered
 * twice is sent again when the person confirms it; `duplicate` does so.
 */
export function useSending(form: FormInstance, fieldOf: FieldOf, onEnd: () => void) {
  const { t } = useTranslation();
  const [isSending, setIsSending] = useState(false);
  const [problems, setProblems] = useState<readonly string[]>([]);

  const [duplicate, setDuplicate] = useState<(() => void) | null>(null);

  const send = async (
    work: (allowDuplicate: boolean) => Promise<Outcome>,
    onDone: (outcome: Outcome) => void,
    allowDuplicate = false,
  ): Promise<void> => {
    setIsSending(true);
    setProblems([]);
    setDuplicate(null);
    try {
      const outcome = await work(allowDuplicate);
      if (outcome.refusals.length === 0) return onDone(outcome);
      const others = outcome.refusals.filter(({ code }) => code !== 'POSSIBLE_DUPLICATE');
      if (others.length < outcome.refusals.length)
        setDuplicate(() => () => void send(work, onDone, true));
      setProblems(place(form, others, fieldOf));
    } catch (error) {
      if (!(error instanceof Trouble)) throw error;
      if (error.kind === 'session') return onEnd();
      setProblems([
        error.kind === 'network'
          ? t('networkFailed')
          : t('somethingWrong', { message: error.message }),
      ]);
    } finally {
      setIsSending(false);
    }
  };
  return { isSending, problems, duplicate, send };
}

/** Refusals without a field, above the form and in sight. */
export function Problems({
  problems,
  duplicate = null,
}: {
  problems: readonly string[];
  duplicate?: (() => void) | null;
}) {
  const { t } = useTranslation();
  if (problems.length === 0 && !duplicate) return null;
  return (
    <div ref={(shown) => shown?.scrollIntoView({ block: 'nearest' })}>
      {problems.map((problem) => (
        <Alert
          key={problem}
          type="error"
          showIcon
          title={problem}
          role="alert"
          className="problem"
        />
      ))}
      {duplicate && (
        <Alert
          type="warning"
          showIcon
          title={t('duplicate')}
          role="alert"
          className="problem"
          action={<Button onClick={duplicate}>{t('enterAgain')}</Button>}
        />
      )}
    </div>
  );
}

/** Puts each refusal at its field and returns those without one. */
function place(
  form: FormInstance,
  refusals: readonly RefusalFragment[],
  fieldOf: FieldOf,
): string[] {
  const homeless: string[] = [];
  const byField = new Map<string, string[]>();
  for (const { code, path, message } of refusals) {
    const part = path.findLast((step) => step in fieldOf);
    const field = part ? fieldOf[part] : fieldOf[code];
    if (field) byField.set(field, [...(byField.get(field) ?? []), message]);
    else homeless.push(message);
  }
  form.setFields([...byField].map(([name, errors]) => ({ name, errors })));
  const [first] = byField.keys();
  if (first) form.scrollToField(first, { focus: true });
  return homeless;
}
