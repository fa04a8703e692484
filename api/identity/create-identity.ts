import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import type { Authenticate, RecallActor } from '../platform/authorization/actor.ts';
import type { Clock } from '../platform/common/clock.ts';
import { ProtocolError } from '../platform/common/errors.ts';
import type { Database } from '../platform/database/database.ts';
import { statement } from '../platform/database/statement.ts';
import { deriveKey } from '../platform/privacy/secrets.ts';
import type { Settings } from '../platform/config/settings.ts';
import { Authenticator } from './authenticator.ts';
import { ForeignIssuers } from './trusted-issuers.ts';
import { IdentityStore } from './identity-store.ts';
import { Origins } from './cors-origins.ts';
import { Attempts, attemptsKeyOf } from './sign-in/rate-limit.ts';
import { Codes } from './sign-in/one-time-codes.ts';
import { Invitations } from './sign-in/invitations.ts';
import { OpenId } from './sign-in/oidc-provider.ts';
import { registerOwnApps } from './sign-in/first-party-apps.ts';
import { signInRoutes } from './sign-in/routes.ts';
import { smsSender } from './sign-in/sms.ts';
import { SignInSteps } from './sign-in/steps.ts';
import { KeyRing } from './signing-keys.ts';
import type { PeriodicTask } from '../platform/jobs/periodic-tasks.ts';

export interface Identity {
  /** For single requests; caches actors for `recall`. */
  authenticate: Authenticate;
  /** For long-lived connections, which keep their actor themselves. */
  find: Authenticate;
  recall: RecallActor;
  /** Whether pages of that origin may call the API. */
  isKnownOrigin(origin: string): Promise<boolean>;
  /** Adds the OpenID provider and the pages of sign-in. */
  routes(server: FastifyInstance): Promise<void>;
  readonly periodic: readonly PeriodicTask[];
}

/** Creates the identity services: authentication of tokens, and sign-in. */
export function openIdentity(
  database: Database,
  settings: Settings,
  log: Logger,
  clock: Clock,
): Identity {
  const store = new IdentityStore(database);
  const keys = new KeyRing(store);
  const phoneKey = phoneKeyOf(settings);
  const authenticator = new Authenticator({
    database,
    store,
    keys,
    issuer: settings.publicUrl,
    clock,
    foreignIssuers: new ForeignIssuers({
      database,
      store,
      phoneKey,
      mayAskPrivateAddresses: settings.isDemo,
    }),
  });
  const origins = new Origins(store, settings);
  return {
    authenticate: (token, foundation) => noting(log, authenticator.authenticate(token, foundation)),
    find: (token, foundation) => noting(log, authenticator.find(token, foundation)),
    recall: (token, foundation) => authenticator.recall(token, foundation),
    async isKnownOrigin(origin) {
      const isKnown = await origins.isKnown(origin);
      if (!isKnown)
        log.warn(
          { event: 'origin', origin: origin.slice(0, originLengthMax) },
          'An origin was refused',
        );
      return isKnown;
    },
    async routes(server) {
      await registerOwnApps(store, settings);
      const verify = (token: string) => authenticator.verifyOurs(token);
      const openId = new OpenId({ settings, store, keys, log: server.log, verify });
      const steps = new SignInSteps({
        openId,
        store,
        invitations: new Invitations(database, store),
        attempts: new Attempts(store, attemptsKeyOf(settings)),
        codes: new Codes(store, phoneKey, deriveKey(settings.secretKey, 'one-time codes')),
        phoneKey,
        sms: smsSender(settings, server.log),
        isDemo: settings.isDemo,
        log: server.log,
      });
      await signInRoutes(server, { openId, steps, publicUrl: settings.publicUrl });
    },
    periodic: [
      {
        task: 'sign-in-upkeep',
        schedule: '*/10 * * * *',
        run: () => tidyUp(store, keys),
      },
    ],
  };
}

/** Key of the blind index of phones. */
export function phoneKeyOf({ secretKey }: Pick<Settings, 'secretKey'>): Buffer {
  return deriveKey(secretKey, 'phones of accounts');
}

/** Logs that a token was rejected and why, never the token: log readers could use it. */
async function noting<T>(log: Logger, found: Promise<T>): Promise<T> {
  try {
    return await found;
  } catch (error) {
    if (error instanceof ProtocolError) {
      const { code, params } = error.refusal;
      log.warn({ event: 'token', code, ...params }, 'A token was refused');
    }
    throw error;
  }
}

/** Enough of an origin to identify it. */
const originLengthMax = 200;

/** Rotates signing keys that are due and deletes expired rows. */
async function tidyUp(store: IdentityStore, keys: KeyRing): Promise<void> {
  await keys.rotate();
  for (const query of forgetting) await store.rows(query);
}

const forgetting = [
  statement(
    'identity.forgetArtifacts',
    `delete from oidc_artifact where expires_at < now() - interval '1 hour'`,
  ),
  statement(
    'identity.forgetCodes',
    `delete from sign_in_code where expires_at < now() - interval '1 day'`,
  ),
  statement(
    'identity.forgetAttempts',
    `delete from sign_in_attempt where at < now() - interval '1 day'`,
  ),
];
