import { z } from 'zod';

/** Everything that can be set from outside. The only place that reads the environment; see README, "Settings". */
export interface Settings {
  /** PostgreSQL connection of a role that may create roles and tables. */
  databaseUrl: string;
  host: string;
  port: number;
  /** Address that clients reach the platform under, without a trailing slash. Also the issuer of its tokens. */
  publicUrl: string;
  /** Whether this is a demonstration: personas exist and `npm run token` issues tokens for them. */
  isDemo: boolean;
  logLevel: 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'silent';
  /** Connections to PostgreSQL that one API process opens at most. */
  poolSizeMax: number;
  /** Folder with the built clients. */
  clientsDirectory: string;
}

/** A setting is missing or wrong. The message is one sentence that says what to do. */
export class SettingsError extends Error {
  override name = 'SettingsError';
}

export function readSettings(environment: Record<string, string | undefined>): Settings {
  const parsed = environmentShape.safeParse(environment);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new SettingsError(`Setting ${issue?.path.join('.') ?? '?'} is wrong: ${issue?.message ?? 'unknown'}`);
  }
  const values = parsed.data;
  return {
    databaseUrl: values.DATABASE_URL,
    host: values.LINLI_HOST,
    port: values.PORT,
    publicUrl: values.LINLI_PUBLIC_URL ?? `http://localhost:${values.PORT}`,
    isDemo: values.LINLI_DEMO === 'yes',
    logLevel: values.LINLI_LOG_LEVEL,
    poolSizeMax: values.LINLI_POOL_SIZE_MAX,
    clientsDirectory: values.LINLI_CLIENTS_DIRECTORY,
  };
}

const environmentShape = z.object({
  DATABASE_URL: z
    .string({ error: 'set it to postgres://user:password@host:port/database.' })
    .regex(/^postgres(ql)?:\/\/\S+$/, 'write it as postgres://user:password@host:port/database.'),
  LINLI_HOST: z.string().min(1, 'give the address to listen on, for example 127.0.0.1.').default('127.0.0.1'),
  PORT: wholeNumber(0, 65_535, 'give a port from 1 to 65535, for example PORT=4000; 0 takes any free one.', 4000),
  LINLI_PUBLIC_URL: z
    .string()
    .regex(/^https?:\/\/[^\s/]+$/, 'write it as https://host without a slash at the end.')
    .optional(),
  LINLI_DEMO: z.enum(['yes', 'no'], { error: 'write yes or no.' }).default('no'),
  LINLI_LOG_LEVEL: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent'], {
      error: 'write fatal, error, warn, info, debug or silent.',
    })
    .default('info'),
  // Two cores are busy with about ten connections; the bound keeps a wrong value from exhausting the server.
  LINLI_POOL_SIZE_MAX: wholeNumber(2, 200, 'give a number from 2 to 200.', 16),
  LINLI_CLIENTS_DIRECTORY: z.string().min(1).default('build/clients'),
});

function wholeNumber(min: number, max: number, message: string, fallback: number) {
  return z
    .string()
    .regex(/^\d{1,6}$/, message)
    .transform(Number)
    .refine((value) => value >= min && value <= max, message)
    .default(fallback);
}
