import { App, ConfigProvider } from 'antd';
import enUS from 'antd/locale/en_US';
import zhCN from 'antd/locale/zh_CN';
import dayjs from 'dayjs';
import 'dayjs/locale/zh-cn';
import { useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Provider } from 'urql';
import { Board } from './Board.tsx';
import { currentLanguage } from './language.ts';
import { openPlatform } from './platform.ts';
import { forgetSession, rememberedSession, type Session } from './session.ts';
import { SignIn } from './SignIn.tsx';
import { styleNonce } from './style-nonce.ts';
import { theme } from './theme.ts';

/** The whole page: who somebody is, then the board. */
export function Page() {
  const { t, i18n } = useTranslation();
  const [session, setSession] = useState<Session | null>(rememberedSession);
  const [hasEnded, setHasEnded] = useState(false);
  const client = useMemo(() => (session ? openPlatform(session.token) : null), [session]);
  const isChinese = i18n.language !== 'en';

  useEffect(() => {
    dayjs.locale(isChinese ? 'zh-cn' : 'en');
    document.title = `${t('board')} · ${t('brand')}`;
  }, [isChinese, t]);

  const leave = (ended: boolean): void => {
    forgetSession();
    setHasEnded(ended);
    setSession(null);
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
          <Provider value={client} key={session.token}>
            <Board
              token={session.token}
              language={currentLanguage()}
              onLeave={() => leave(false)}
              onEnd={() => leave(true)}
            />
          </Provider>
        ) : (
          <SignIn hasEnded={hasEnded} onEnter={setSession} />
        )}
      </App>
    </ConfigProvider>
  );
}
