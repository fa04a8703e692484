import { Alert, Button, Modal } from 'antd';
import { type ComponentType, lazy, type LazyExoticComponent } from 'react';
import { useTranslation } from 'react-i18next';
import { useDialogFocus } from './focus.ts';

type Later<Props> = LazyExoticComponent<ComponentType<Props>> & { fetch: () => Promise<unknown> };

/**
 * Lazy part of the page in its own file, fetched on demand or earlier. If a file cannot be fetched,
 * since the network is down or the page is older than the server, a message appears in its place. A
 * reload fetches it again.
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
    // A fetch that failed in the background may succeed now that somebody waits for it.
    return found.default === NotLoaded ? fetch() : found;
  });
  return Object.assign(component, { fetch: () => (early ??= fetch()) });
}

/** Fetches parts one after another while the browser is idle. */
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

/** The board is rendered by then. */
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
