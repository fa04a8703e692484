import { type FormInstance, Modal } from 'antd';
import { type ReactNode, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useDialogFocus } from './focus.ts';

/**
 * Closes an unchanged form. With entered text it asks first, since Esc is pressed by mistake.
 * `question` must be rendered beside the form.
 */
export function useGuardedClose(
  form: FormInstance,
  onClose: () => void,
): { close: () => void; question: ReactNode } {
  const [isAsking, setIsAsking] = useState(false);
  return {
    close: () => (form.isFieldsTouched() ? setIsAsking(true) : onClose()),
    question: isAsking && (
      <DiscardQuestion
        onKeep={() => setIsAsking(false)}
        onDiscard={() => {
          setIsAsking(false);
          onClose();
        }}
      />
    ),
  };
}

/** The same for an area with several forms, each with a note: `area` is the surrounding element. */
export function useGuardedArea(onClose: () => void) {
  const area = useRef<HTMLDivElement>(null);
  const [isAsking, setIsAsking] = useState(false);
  const isWritten = (): boolean =>
    [...(area.current?.querySelectorAll('textarea') ?? [])].some(
      ({ value }) => value.trim() !== '',
    );
  return {
    area,
    close: () => (isWritten() ? setIsAsking(true) : onClose()),
    question: isAsking && <DiscardQuestion onKeep={() => setIsAsking(false)} onDiscard={onClose} />,
  };
}

function DiscardQuestion({ onKeep, onDiscard }: { onKeep: () => void; onDiscard: () => void }) {
  const { t } = useTranslation();
  useDialogFocus();
  return (
    <Modal
      open
      width={420}
      title={t('discardTitle')}
      okText={t('discard')}
      okButtonProps={{ danger: true }}
      cancelText={t('keepWriting')}
      cancelButtonProps={{ autoFocus: true }}
      onOk={onDiscard}
      onCancel={onKeep}
    >
      {t('discardText')}
    </Modal>
  );
}
