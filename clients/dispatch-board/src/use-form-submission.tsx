import { Alert, Button, type FormInstance } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RefusalFragment } from './documents.generated.ts';
import { type Outcome, UnknownOutcome } from './actions.ts';
import { Trouble } from './trouble.ts';

/** Maps a code, or a part of an input path, to the field that shows it. A code goes first. */
export type FieldOf = Record<string, string>;

/** A question before the form is sent, with the function that sends it nevertheless. */
export interface Question {
  kind: 'duplicate' | 'unknownOutcome';
  onConfirm: () => void;
}

/**
 * Submits a form and shows its refusals: at the field that the code or the path names, otherwise
 * above the form. Entered values stay, so that they can be corrected. What seems to be entered
 * twice is sent when the person confirms it; `question` asks for that.
 */
export function useSending(form: FormInstance, fieldOf: FieldOf, onEnd: () => void) {
  const { t } = useTranslation();
  const [isSending, setIsSending] = useState(false);
  const [problems, setProblems] = useState<readonly string[]>([]);
  const [question, setQuestion] = useState<Question | null>(null);

  const send = async (
    work: (allowDuplicate: boolean) => Promise<Outcome>,
    onDone: (outcome: Outcome) => void,
    allowDuplicate = false,
  ): Promise<void> => {
    setIsSending(true);
    setProblems([]);
    setQuestion(null);
    try {
      const outcome = await work(allowDuplicate);
      if (outcome.refusals.length === 0) return onDone(outcome);
      const others = outcome.refusals.filter(({ code }) => code !== 'POSSIBLE_DUPLICATE');
      if (others.length < outcome.refusals.length)
        setQuestion({ kind: 'duplicate', onConfirm: () => void send(work, onDone, true) });
      setProblems(place(form, others, fieldOf));
    } catch (error) {
      if (error instanceof UnknownOutcome) {
        const onConfirm = (): void => {
          error.forget();
          void send(work, onDone, allowDuplicate);
        };
        return setQuestion({ kind: 'unknownOutcome', onConfirm });
      }
      if (!(error instanceof Trouble)) throw error;
      if (error.kind === 'session') return onEnd();
      if (error.kind === 'network') return setProblems([t('networkFailed')]);
      const { code, path, message } = error;
      const others = place(form, [{ code: code ?? '', path, message }], fieldOf);
      setProblems(others.map((text) => t('somethingWrong', { message: text })));
    } finally {
      setIsSending(false);
    }
  };
  return { isSending, problems, question, send };
}

/** Refusals without a field, above the form and in sight. */
export function Problems({
  problems,
  question = null,
}: {
  problems: readonly string[];
  question?: Question | null;
}) {
  const { t } = useTranslation();
  if (problems.length === 0 && !question) return null;
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
      {question && (
        <Alert
          type="warning"
          showIcon
          title={t(question.kind)}
          role="alert"
          className="problem"
          action={
            <Button onClick={question.onConfirm}>
              {t(question.kind === 'duplicate' ? 'enterAgain' : 'sendAnyway')}
            </Button>
          }
        />
      )}
    </div>
  );
}

/** A refusal as data, or an error about an input. */
type Fault = Pick<RefusalFragment, 'message'> & { code: string; path: readonly string[] };

/** Puts each refusal at its field and returns those without one. */
function place(form: FormInstance, refusals: readonly Fault[], fieldOf: FieldOf): string[] {
  const homeless: string[] = [];
  const byField = new Map<string, string[]>();
  // A field that the form does not show at present would hide its refusal.
  const shown = new Set(form.getFieldsError().map(({ name }) => String(name[0])));
  for (const { code, path, message } of refusals) {
    const field = [code, ...path.toReversed()]
      .map((part) => fieldOf[part])
      .find((name) => name !== undefined && shown.has(name));
    if (field) byField.set(field, [...(byField.get(field) ?? []), message]);
    else homeless.push(message);
  }
  form.setFields([...byField].map(([name, errors]) => ({ name, errors })));
  const [first] = byField.keys();
  if (first) showField(form, first);
  return homeless;
}

/** Unfolds and focuses a field, so that its message is seen. */
export function showField(form: FormInstance, name: string): void {
  const instance: unknown = form.getFieldInstance(name);
  const element = (instance as { nativeElement?: unknown } | null)?.nativeElement ?? instance;
  const folded = element instanceof Element ? element.closest('details') : null;
  if (folded) folded.open = true;
  // In the middle, since the message is below the field.
  form.scrollToField(name, { focus: true, block: 'center' });
}
