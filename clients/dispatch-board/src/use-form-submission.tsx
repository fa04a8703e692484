import { Alert, type FormInstance } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RefusalFragment } from './documents.generated.ts';
import type { Outcome } from './actions.ts';
import { Trouble } from './api-client.ts';

/** Maps a part of an input path, or a code without a path, to the field that shows it. */
export type FieldOf = Record<string, string>;

/**
 * Submits a form and shows its refusals: at the field that the path or the code names, otherwise
 * above the form. Entered values stay, so that they can be corrected.
 */
export function useSending(form: FormInstance, fieldOf: FieldOf, onEnd: () => void) {
  const { t } = useTranslation();
  const [isSending, setIsSending] = useState(false);
  const [problems, setProblems] = useState<readonly string[]>([]);

  const send = async (
    work: () => Promise<Outcome>,
    onDone: (outcome: Outcome) => void,
  ): Promise<void> => {
    setIsSending(true);
    setProblems([]);
    try {
      const outcome = await work();
      if (outcome.refusals.length === 0) return onDone(outcome);
      setProblems(place(form, outcome.refusals, fieldOf));
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
  return { isSending, problems, send };
}

export function Problems({ problems }: { problems: readonly string[] }) {
  return problems.map((problem) => (
    <Alert key={problem} type="error" showIcon title={problem} role="alert" className="problem" />
  ));
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
