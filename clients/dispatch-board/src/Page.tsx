import { App, ConfigProvider } from 'antd';
import enUS from 'antd/locale/en_US';
import zhCN from 'antd/locale/zh_CN';
import dayjs from 'dayjs';
import 'dayjs/locale/zh-cn';
import { Suspense, useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Provider } from 'urql';
import { currentLanguage } from './language.ts';
import { loadLater, whenIdle } from './later.tsx';
import { openPlatform } from './api-client.ts';
import type { Session } from './session.ts';
import { SignIn } from './SignIn.tsx';
import { styleNonce } from './style-nonce.ts';
import { theme } from './theme.ts';

/**
 * Not needed for signing in. Fetched while the sign-in page is shown, or at once for a signed-in
 * person.
 */
export const Board = loadLater(async () => (await import('./Board.tsx')).Board);

interface PageProps {
  first: Session | null;
  /** Whether a sign-in returned without success. */
  hasFailed: boolean;
}

/** The whole page: sign-in, then the board. */
export function Page({ first, hasFailed }: PageProps) {
  const { t, i18n } = useTranslation();
  const [session, setSession] = useState<Session | null>(first);
  const [why, setWhy] = useState<'ended' | 'failed' | null>(hasFailed ? 'failed' : null);
  const client = useMemo(() => (session ? openPlatform(session) : null), [session]);
  const isChinese = i18n.language !== 'en';

  useEffect(() => whenIdle([Board]), []);
  useEffect(() => {
    dayjs.locale(isChinese ? 'zh-cn' : 'en');
    document.title = `${t('board')} · ${t('brand')}`;
  }, [isChinese, t]);

  const leave = (how: 'left' | 'ended'): void => {
    const toTheDoor = (): void => {
      setWhy(how === 'ended' ? 'ended' : null);
      setSession(null);
    };
    session?.forget(how).then((goesElsewhere) => goesElsewhere || toTheDoor(), toTheDoor);
  };

  return (
    <ConfigProvider
      theme={theme}
      locale={isChinese ? zhCN : enUS}
      csp={{ nonce: styleNonce }}
      button={{ autoInsertSpace: false }}
    >
      <App message={{ duration: 4, maxCount: 1 }} notification={{ placement: 'bottomRight' }}>
        {session && client ? (
          <Provider value={client} key={session.key}>
            <Suspense fallback={<p className="waiting">{t('loading')}</p>}>
              <Board
                session={session}
                language={currentLanguage()}
                onLeave={() => leave('left')}
                onEnd={() => leave('ended')}
              />
            </Suspense>
          </Provider>
        ) : (
          <SignIn why={why} onEnter={setSession} />
        )}
      </App>
    </ConfigProvider>
  );
}
