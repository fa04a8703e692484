import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { isIP } from 'node:net';
import type { TrustedProxies } from '../server/client-address.ts';
import type { ObjectSettings } from '../storage/open-object-store.ts';

/** All settings of the platform. Only this file reads the environment; see README, "Settings". */
export interface Settings {
  /** PostgreSQL connection of a role that may create roles and tables. */
  databaseUrl: string;
  host: string;
  port: number;
  /** Public address of the platform, without a trailing slash. Also the issuer of its tokens. */
  publicUrl: string;
  /** Whether this is a demonstration: personas exist and `npm run token` issues tokens for them. */
  isDemo: boolean;
  logLevel: 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'silent';
  /** Most connections to PostgreSQL that one API process opens. */
  poolSizeMax: number;
  /** Folder with the built clients. */
  clientsDirectory: string;
  /**
   * Secret from which all keys are derived: cookies, blind indexes. Without it, stored phone
   * numbers cannot be found.
   */
  secretKey: string;
  /** Earlier secrets. They open values that were sealed with them. */
  oldSecretKeys: string[];
  /**
   * Trusted proxies in front of the platform, which state the client address in X-Forwarded-For.
   */
  trustedProxies: TrustedProxies;
  /** Bearer token for /metrics. Null: only programs on the same machine may read it. */
  metricsToken: string | null;
  /**
   * HTTP gateway for text messages. Null: they are written to the console, in a demonstration only.
   */
  smsGateway: { url: string; token: string | null } | null;
  /** Hours for which events can be fetched again by clients that were offline. */
  feedRetentionHours: number;
  /** Days for which photos are kept. 0: until their removal is requested. */
  photoRetentionDays: number;
  /** Store for photos and other large objects: a directory, or a bucket that speaks S3. */
  objects: ObjectSettings;
}

/** A setting is missing or wrong. The message is one sentence that says what to do. */
class SettingsError extends Error {
  override name = 'SettingsError';
}

type Environment = Record<string, string | undefined>;

export function readSettings(environment: Environment): Settings {
  const values = parse(environmentShape, environment);
  return {
    databaseUrl: withPassword(values),
    host: values.LINLI_HOST,
    port: values.PORT,
    publicUrl: publicUrlOf(values),
    isDemo: values.LINLI_DEMO === 'yes',
    logLevel: values.LINLI_LOG_LEVEL,
    poolSizeMax: values.LINLI_POOL_SIZE_MAX,
    clientsDirectory: values.LINLI_CLIENTS_DIRECTORY,
    secretKey: secretKeyOf(values),
    oldSecretKeys: values.LINLI_OLD_SECRET_KEYS.split(/\s+/).filter(Boolean),
    trustedProxies: values.LINLI_TRUST_PROXY,
    metricsToken: values.LINLI_METRICS_TOKEN ?? null,
    smsGateway: values.LINLI_SMS_URL
      ? { url: values.LINLI_SMS_URL, token: values.LINLI_SMS_TOKEN ?? null }
      : null,
    feedRetentionHours: values.LINLI_FEED_RETENTION_HOURS,
    photoRetentionDays: values.LINLI_PHOTO_RETENTION_DAYS,
    objects: objectsOf(values),
  };
}

/** Settings of a production node. Throws a SettingsError that names the first missing setting. */
export function readProductionSettings(environment: Environment): Settings {
  const given = withFiles(environment);
  if (given['LINLI_DEMO'] === 'yes')
    throw new SettingsError(
      'Setting LINLI_DEMO is wrong: this command runs no demonstration. Unset it, or run "npm start" instead.',
    );
  const required = {
    DATABASE_URL: 'set it to postgres://user:password@host:port/database.',
    LINLI_PUBLIC_URL:
      'set it to the public address of the platform, for example https://linli.example.org.',
  };
  for (const [name, remedy] of Object.entries(required))
    if (given[name] === undefined) throw new SettingsError(`Setting ${name} is missing: ${remedy}`);
  return readSettings({ ...environment, LINLI_DEMO: 'no' });
}

/**
 * The administrator's connection alone, for commands that need nothing else. Undefined when none is
 * set.
 */
export function readDatabaseUrl(environment: Environment): string | undefined {
  if (withFiles(environment)['DATABASE_URL'] === undefined) return undefined;
  return withPassword(
    parse(
      environmentShape.pick({ DATABASE_URL: true, LINLI_DATABASE_PASSWORD: true }),
      environment,
    ),
  );
}

/** As `readDatabaseUrl`, for commands that have no embedded database as a default. */
export function requireDatabaseUrl(environment: Environment): string {
  const url = readDatabaseUrl(environment);
  if (url === undefined)
    throw new SettingsError(
      'Setting DATABASE_URL is missing: set it to postgres://user:password@host:port/database.',
    );
  return url;
}

function parse<Shape extends z.ZodType>(shape: Shape, environment: Environment): z.output<Shape> {
  const parsed = shape.safeParse(withFiles(environment));
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new SettingsError(
    `Setting ${issue?.path.join('.') ?? '?'} is wrong: ${issue?.message ?? 'unknown'}`,
  );
}

/**
 * Reads each secret whose `<NAME>_FILE` is set from that file, without the line break at its end.
 * An empty variable or file counts as not set, since files for Compose and systemd write it so.
 */
function withFiles(environment: Environment): Environment {
  const values = Object.fromEntries(
    Object.entries(environment).filter(([, value]) => value !== ''),
  );
  for (const name of secretSettings) {
    const path = values[`${name}_FILE`];
    if (path === undefined) continue;
    if (values[name] !== undefined)
      throw new SettingsError(`Settings ${name} and ${name}_FILE are both set: unset one of them.`);
    const value = readSecret(name, path);
    if (value !== '') values[name] = value;
  }
  return values;
}

function readSecret(name: string, path: string): string {
  try {
    return readFileSync(path, 'utf8').replace(/\r?\n$/, '');
  } catch (error) {
    const { code } = error as { code?: string };
    const reason =
      code === 'ENOENT'
        ? 'it does not exist'
        : code === 'EACCES'
          ? 'this user may not read it'
          : code;
    throw new SettingsError(
      `Setting ${name}_FILE is wrong: the file ${path} cannot be read (${reason}).`,
      {
        cause: error,
      },
    );
  }
}

/**
 * The password may be set apart from the address, so that the address can be in a file that
 * everybody may read.
 */
function withPassword(values: {
  DATABASE_URL: string;
  LINLI_DATABASE_PASSWORD?: string | undefined;
}): string {
  if (values.LINLI_DATABASE_PASSWORD === undefined) return values.DATABASE_URL;
  const url = new URL(values.DATABASE_URL);
  if (url.password !== '')
    throw new SettingsError(
      'Setting LINLI_DATABASE_PASSWORD is wrong: DATABASE_URL already contains a password. Remove one of the two.',
    );
  url.password = encodeURIComponent(values.LINLI_DATABASE_PASSWORD);
  return url.href;
}

/**
 * Public origin as a browser writes it, since the two are compared: in lower case, without a
 * default port. By default it is the listening address, so that the printed address works.
 */
function publicUrlOf(values: {
  LINLI_PUBLIC_URL?: string | undefined;
  LINLI_HOST: string;
  PORT: number;
}): string {
  if (values.LINLI_PUBLIC_URL) return new URL(values.LINLI_PUBLIC_URL).origin;
  const host = values.LINLI_HOST;
  // These are addresses to listen on, not to connect to.
  const name =
    host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host.includes(':') ? `[${host}]` : host;
  return new URL(`http://${name}:${values.PORT}`).origin;
}

interface ObjectValues {
  LINLI_OBJECTS_DIRECTORY: string;
  LINLI_S3_ENDPOINT?: string | undefined;
  LINLI_S3_BUCKET?: string | undefined;
  LINLI_S3_REGION: string;
  LINLI_S3_ACCESS_KEY_ID?: string | undefined;
  LINLI_S3_SECRET_ACCESS_KEY?: string | undefined;
}

function objectsOf(values: ObjectValues): ObjectSettings {
  const endpoint = values.LINLI_S3_ENDPOINT;
  if (!endpoint) return { directory: values.LINLI_OBJECTS_DIRECTORY };
  const must = (
    name: 'LINLI_S3_BUCKET' | 'LINLI_S3_ACCESS_KEY_ID' | 'LINLI_S3_SECRET_ACCESS_KEY',
  ): string => {
    const value = values[name];
    if (!value)
      throw new SettingsError(
        `Setting ${name} is missing: LINLI_S3_ENDPOINT is set, so set it too.`,
      );
    return value;
  };
  return {
    endpoint,
    bucket: must('LINLI_S3_BUCKET'),
    region: values.LINLI_S3_REGION,
    accessKeyId: must('LINLI_S3_ACCESS_KEY_ID'),
    secretAccessKey: must('LINLI_S3_SECRET_ACCESS_KEY'),
  };
}

/** A demonstration protects nothing. Any other installation needs a secret of its own. */
function secretKeyOf(values: {
  LINLI_SECRET_KEY?: string | undefined;
  LINLI_DEMO: 'yes' | 'no';
}): string {
  if (values.LINLI_SECRET_KEY) return values.LINLI_SECRET_KEY;
  if (values.LINLI_DEMO === 'yes') return 'the secret of every demonstration';
  throw new SettingsError(
    'Setting LINLI_SECRET_KEY is missing: set it to at least 32 random characters, for example the output of "openssl rand -base64 32". Keep it safe, since stored phone numbers cannot be found without it.',
  );
}

const environmentShape = z.object({
  DATABASE_URL: z
    .string({ error: 'set it to postgres://user:password@host:port/database.' })
    .regex(/^postgres(ql)?:\/\/\S+$/, 'write it as postgres://user:password@host:port/database.')
    .refine(
      (value) => URL.canParse(value),
      'write it as postgres://user:password@host:port/database.',
    ),
  LINLI_DATABASE_PASSWORD: z.string().max(1_000, 'use at most 1,000 characters.').optional(),
  LINLI_HOST: z
    .string()
    .min(1, 'give the address to listen on, for example 127.0.0.1.')
    .default('127.0.0.1'),
  PORT: wholeNumber(
    0,
    65_535,
    'give a port from 1 to 65535, for example PORT=4000; 0 takes any free one.',
    4000,
  ),
  LINLI_PUBLIC_URL: z
    .string()
    .regex(/^https?:\/\/[^\s/]+$/, 'write it as https://host without a slash at the end.')
    .refine((value) => URL.canParse(value), 'write it as https://host without a slash at the end.')
    .optional(),
  LINLI_DEMO: z.enum(['yes', 'no'], { error: 'write yes or no.' }).default('no'),
  LINLI_LOG_LEVEL: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent'], {
      error: 'write fatal, error, warn, info, debug or silent.',
    })
    .default('info'),
  // About ten connections keep two cores busy. The limit keeps a wrong value from exhausting the
  // server.
  LINLI_POOL_SIZE_MAX: wholeNumber(2, 200, 'give a number from 2 to 200.', 16),
  LINLI_CLIENTS_DIRECTORY: z.string().min(1).default('build/clients'),
  LINLI_SECRET_KEY: z
    .string()
    .min(
      32,
      'use at least 32 random characters, for example the output of "openssl rand -base64 32".',
    )
    .max(1_000, 'use at most 1,000 characters.')
    .optional(),
  LINLI_OLD_SECRET_KEYS: z.string().max(10_000, 'use at most 10,000 characters.').default(''),
  LINLI_TRUST_PROXY: trustedProxies(),
  LINLI_METRICS_TOKEN: z
    .string()
    .regex(
      /^[\w.~+/-]{16,200}=*$/,
      'use 16 to 200 letters, digits or -._~+/, for example the output of "openssl rand -hex 32".',
    )
    .optional(),
  LINLI_SMS_URL: z
    .string()
    .regex(/^https?:\/\/\S+$/, 'write it as https://host/path.')
    .optional(),
  LINLI_SMS_TOKEN: z.string().min(1).max(1_000).optional(),
  LINLI_PHOTO_RETENTION_DAYS: wholeNumber(
    0,
    36_500,
    'give days from 0 to 36500; 0 keeps photos without limit.',
    1_095,
  ),
  // A week: a board that was closed on Friday continues by itself on Monday.
  LINLI_FEED_RETENTION_HOURS: wholeNumber(1, 8_784, 'give hours from 1 to 8784.', 168),
  LINLI_OBJECTS_DIRECTORY: z.string().min(1).default('.data/objects'),
  LINLI_S3_ENDPOINT: z
    .string()
    .regex(/^https?:\/\/[^\s/]+$/, 'write it as https://host without a slash at the end.')
    .optional(),
  LINLI_S3_BUCKET: z
    .string()
    .regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, 'give the name of the bucket.')
    .optional(),
  LINLI_S3_REGION: z.string().min(1).default('us-east-1'),
  LINLI_S3_ACCESS_KEY_ID: z.string().min(1).optional(),
  LINLI_S3_SECRET_ACCESS_KEY: z.string().min(1).optional(),
});

/** `<NAME>_FILE` may name a file that holds any of these. */
export const secretSettings = [
  'DATABASE_URL',
  'LINLI_DATABASE_PASSWORD',
  'LINLI_SECRET_KEY',
  'LINLI_OLD_SECRET_KEYS',
  'LINLI_SMS_TOKEN',
  'LINLI_METRICS_TOKEN',
  'LINLI_S3_ACCESS_KEY_ID',
  'LINLI_S3_SECRET_ACCESS_KEY',
] as const satisfies readonly (keyof typeof environmentShape.shape)[];

/** Every environment variable that the platform reads. */
export const settingNames: readonly string[] = [
  ...Object.keys(environmentShape.shape),
  ...secretSettings.map((name) => `${name}_FILE`),
];

function wholeNumber(min: number, max: number, message: string, fallback: number) {
  return z
    .string()
    .regex(/^\d{1,6}$/, message)
    .transform(Number)
    .refine((value) => value >= min && value <= max, message)
    .default(fallback);
}

/**
 * `yes` would trust anything that a caller writes. The chain is read from its end, and only as far
 * as trusted proxies reach.
 */
function trustedProxies() {
  const message =
    'write no, the number of your proxies in a chain before the platform (1 to 9), or their addresses and networks separated by commas, for example 10.0.0.0/8,fd00::/8.';
  return z
    .string()
    .max(2_000, message)
    .default('no')
    .transform((text): TrustedProxies => {
      if (text === 'no') return false;
      return /^[1-9]$/.test(text) ? Number(text) : text.split(',').map((each) => each.trim());
    })
    .refine((proxies) => !Array.isArray(proxies) || proxies.every(isNetwork), message);
}

function isNetwork(text: string): boolean {
  const [address = '', bits, ...more] = text.split('/');
  const version = isIP(address);
  if (version === 0 || more.length > 0) return false;
  return (
    bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (version === 6 ? 128 : 32))
  );
}
