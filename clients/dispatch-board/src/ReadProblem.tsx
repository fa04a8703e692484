import { Alert, Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { Trouble } from './trouble.ts';

/** Why something could not be read or reached, with a button to try again. Nothing was sent. */
export function ReadProblem({ problem, onRetry }: { problem: unknown; onRetry: () => void }) {
  const { t } = useTranslation();
  return (
    <Alert
      type="error"
      showIcon
      role="alert"
      title={
        problem instanceof Trouble && problem.kind === 'protocol'
          ? t('somethingWrong', { message: problem.message })
          : t('notReached')
      }
      action={<Button onClick={onRetry}>{t('tryAgain')}</Button>}
    />
  );
}
