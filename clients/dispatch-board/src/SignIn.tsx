import { Alert, Button, Spin } from 'antd';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { LanguageSwitch } from './LanguageSwitch.tsx';
import { Mark } from './Brand.tsx';
import { enterAs, listPersonas, type Persona } from './demo-session.ts';
import { ReadProblem } from './ReadProblem.tsx';
import type { Session } from './session.ts';

interface SignInProps {
  /**
   * Why the person is signed out: the session ended, or the sign-in failed. Null at the first
   * visit.
   */
  why: 'ended' | 'failed' | null;
  onEnter: (session: Session) => void;
}

/**
 * Link to the platform's sign-in page. In a demonstration also a choice of personas: dispatchers
 * and team leaders.
 */
export function SignIn({ why, onEnter }: SignInProps) {
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
  const signIn = (): void => {
    setHasFailed(false);
    import('./sign-in.ts').then(({ goAndSignIn }) => goAndSignIn()).catch(() => setHasFailed(true));
  };
  const dispatchers =
    personas?.filter(({ roles }) =>
      roles.some((role) => ['DISPATCHER', 'TEAM_LEADER'].includes(role)),
    ) ?? [];

  return (
    <main className="door">
      <div className="door-top">
        <Mark />
        <LanguageSwitch />
      </div>
      <h1>{t('choosePersona')}</h1>
      {why === 'ended' && <Alert type="warning" showIcon title={t('sessionEnded')} />}
      {why === 'failed' && <Alert type="error" showIcon title={t('signInFailed')} />}
      {hasFailed && <ReadProblem problem={null} onRetry={load} />}
      {personas === undefined && !hasFailed && <Spin aria-label={t('loading')} />}
      {personas !== undefined && (
        <Button type={personas === null ? 'primary' : 'default'} size="large" onClick={signIn}>
          {t('signIn')}
        </Button>
      )}
      {personas && <p className="quiet">{t('choosePersonaWhy')}</p>}
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
  return Object.entries(Object.groupBy(personas, ({ foundation }) => foundation ?? '')) as [
    string,
    Persona[],
  ][];
}
