import { Alert, Button, Modal } from 'antd';
import { type ComponentType, lazy, type LazyExoticComponent } from 'react';
import { useTranslation } from 'react-i18next';
import { useDialogFocus } from './focus.ts';

type Later<Props> = LazyExoticComponent<ComponentType<Props>> & { fetch: () => Promise<unknown> };

/**
 * A part of the page in a file of its own, fetched when it is needed or before. A file that cannot
 * be had, since the network is down or the page is older than the server, says so in its place and
 * is asked for again after a reload.
 */
export function loadLater<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
): Later<Props> {
  const fetch = async (): Promise<{ default: ComponentType<Props> }> => {
    try {
      return { default: await load() };
    } catch {
      return { default: NotLoaded as ComponentType<Props> };
    }
  };
  let early: ReturnType<typeof fetch> | undefined;
  const component = lazy(async () => {
    const found = await (early ?? fetch());
    // What failed in the background may succeed now that somebody waits for it.
    return found.default === NotLoaded ? fetch() : found;
  });
  return Object.assign(component, { fetch: () => (early ??= fetch()) });
}

/** Fetches parts one after the other while nothing else is to be done. */
export function whenIdle(parts: readonly { fetch: () => Promise<unknown> }[]): () => void {
  let stopped = false;
  const begin = async (): Promise<void> => {
    for (const part of parts) if (!stopped) await part.fetch();
  };
  const timer = setTimeout(() => void begin(), afterMs);
  return () => {
    stopped = true;
    clearTimeout(timer);
  };
}

/** The board itself is drawn by then. */
const afterMs = 1_500;

function NotLoaded({ onClose }: { onClose?: () => void }) {
  const { t } = useTranslation();
  useDialogFocus();
  return (
    <Modal
      open
      footer={<Button onClick={() => location.reload()}>{t('reload')}</Button>}
      title={t('partFailedTitle')}
      onCancel={onClose}
    >
      <Alert type="error" showIcon title={t('partFailed')} />
    </Modal>
  );
}
