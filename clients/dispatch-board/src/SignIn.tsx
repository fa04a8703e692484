import { Alert, Button, Spin } from 'antd';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { LanguageSwitch } from './LanguageSwitch.tsx';
import { Mark } from './Mark.tsx';
import { enterAs, listPersonas, type Persona, type Session } from './session.ts';

interface SignInProps {
  /** Whether somebody was signed in until just now. */
  hasEnded: boolean;
  onEnter: (session: Session) => void;
}

/** On a demonstration: choose which dispatcher to be. */
export function SignIn({ hasEnded, onEnter }: SignInProps) {
  const { t } = useTranslation();
  const [personas, setPersonas] = useState<Persona[] | null | undefined>();
  const [hasFailed, setHasFailed] = useState(false);

  const load = (): void => {
    setHasFailed(false);
    listPersonas().then(setPersonas, () => setHasFailed(true));
  };
  useEffect(load, []);

  const enter = (persona: Persona): void => {
    setHasFailed(false);
    enterAs(persona).then(onEnter, () => setHasFailed(true));
  };
  const dispatchers = personas?.filter(({ roles }) => roles.includes('DISPATCHER')) ?? [];

  return (
    <main className="door">
      <div className="door-top">
        <Mark />
        <LanguageSwitch />
      </div>
      <h1>{t('choosePersona')}</h1>
      {personas !== null && <p className="quiet">{t('choosePersonaWhy')}</p>}
      {hasEnded && <Alert type="warning" showIcon title={t('sessionEnded')} />}
      {hasFailed && (
        <Alert
          type="error"
          showIcon
          title={t('networkFailed')}
          action={<Button onClick={load}>{t('tryAgain')}</Button>}
        />
      )}
      {personas === undefined && !hasFailed && <Spin aria-label={t('loading')} />}
      {personas === null && <Alert type="info" showIcon title={t('noDemo')} />}
      {personas?.length === 0 && <Alert type="info" showIcon title={t('noPersonas')} />}
      {groups(dispatchers).map(([foundation, members]) => (
        <section key={foundation} aria-label={foundation}>
          <h2>{foundation}</h2>
          <div className="door-choices">
            {members.map((persona) => (
              <button
                key={persona.persona}
                type="button"
                className="door-choice"
                aria-label={t('enterAs', { name: persona.displayName })}
                onClick={() => enter(persona)}
              >
                <strong>{persona.displayName}</strong>
                <span>{persona.persona}</span>
              </button>
            ))}
          </div>
        </section>
      ))}
    </main>
  );
}

function groups(personas: readonly Persona[]): [string, Persona[]][] {
  return Object.entries(Object.groupBy(personas, ({ foundation }) => foundation ?? '')) as [string, Persona[]][];
}
