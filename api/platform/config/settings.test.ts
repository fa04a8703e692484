import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  readDatabaseUrl,
  readProductionSettings,
  readSettings,
  secretSettings,
} from './settings.ts';

let directory: string;

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'linli-settings-'));
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const base = {
  DATABASE_URL: 'postgres://linli@database:5432/linli',
  LINLI_SECRET_KEY: 'thirty-two characters and some more',
};

function file(name: string, content: string): string {
  const path = join(directory, name);
  writeFileSync(path, content);
  return path;
}

describe('secrets', () => {
  test('secrets are read from the files that settings name, without the final line break', () => {
    const settings = readSettings({
      DATABASE_URL: base.DATABASE_URL,
      LINLI_DATABASE_PASSWORD_FILE: file('password', 'p@ss/word:%41 #?\n'),
      LINLI_SECRET_KEY_FILE: file('secret', `${base.LINLI_SECRET_KEY}\r\n`),
    });
    expect(settings.secretKey).toBe(base.LINLI_SECRET_KEY);
    const { username, password, host } = new URL(settings.databaseUrl);
    expect([username, decodeURIComponent(password), host]).toEqual([
      'linli',
      'p@ss/word:%41 #?',
      'database:5432',
    ]);
  });

  test.each(secretSettings)('%s may not have a value and a file', (name) => {
    expect(() =>
      readSettings({ ...base, [name]: 'given', [`${name}_FILE`]: file('one', 'other') }),
    ).toThrow(`Settings ${name} and ${name}_FILE are both set: unset one of them.`);
  });

  test('a secret with an empty file is not set', () => {
    expect(
      readSettings({
        ...base,
        LINLI_SMS_URL: 'https://sms.test',
        LINLI_SMS_TOKEN_FILE: file('none', '\n'),
      }),
    ).toMatchObject({ smsGateway: { url: 'https://sms.test', token: null } });
  });

  test('an error about a secret does not contain it', () => {
    const wrong = {
      ...base,
      DATABASE_URL: 'postgres://linli:tell-nobody@database/linli',
      LINLI_DATABASE_PASSWORD: 'tell-nobody',
    };
    expect(() => readSettings(wrong)).toThrow(
      'Setting LINLI_DATABASE_PASSWORD is wrong: DATABASE_URL already contains a password. Remove one of the two.',
    );
  });
});

test('an empty setting counts as not set', () => {
  expect(
    readSettings({ ...base, LINLI_SMS_URL: '', PORT: '', LINLI_PUBLIC_URL: '', LINLI_DEMO: '' }),
  ).toMatchObject({
    smsGateway: null,
    port: 4000,
    publicUrl: 'http://127.0.0.1:4000',
    isDemo: false,
  });
  expect(readDatabaseUrl({ DATABASE_URL: '' })).toBeUndefined();
});

describe('the public address', () => {
  test.each([
    ['is the one that is listened on', { PORT: '4001' }, 'http://127.0.0.1:4001'],
    ['has the name that is listened on', { LINLI_HOST: 'linli.lan' }, 'http://linli.lan:4000'],
    [
      'is one to go to where all addresses are listened on',
      { LINLI_HOST: '0.0.0.0' },
      'http://127.0.0.1:4000',
    ],
    ['has brackets around IPv6', { LINLI_HOST: '::1' }, 'http://[::1]:4000'],
    ['leaves out a port that goes without saying', { PORT: '80' }, 'http://127.0.0.1'],
    [
      'is written as browsers write an origin',
      { LINLI_PUBLIC_URL: 'https://Linli.Example.org:443' },
      'https://linli.example.org',
    ],
  ])('the public address %s', (_, environment, expected) => {
    expect(readSettings({ ...base, ...environment }).publicUrl).toBe(expected);
  });
});

test('a node in production names the first missing setting', () => {
  const missing = (environment: Record<string, string>) => () =>
    readProductionSettings(environment);
  expect(missing({})).toThrow(/^Setting DATABASE_URL is missing/);
  expect(missing(base)).toThrow(/^Setting LINLI_PUBLIC_URL is missing/);
  expect(
    missing({ ...base, LINLI_PUBLIC_URL: 'https://linli.test', LINLI_SECRET_KEY: '' }),
  ).toThrow(/^Setting LINLI_SECRET_KEY is missing/);
  expect(readProductionSettings({ ...base, LINLI_PUBLIC_URL: 'https://linli.test' })).toMatchObject(
    { isDemo: false },
  );
});
