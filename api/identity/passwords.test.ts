import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { identityLimits } from './limits.ts';
import { addressBlock, addressReader } from '../platform/server/client-address.ts';
import { readSettings } from '../platform/config/settings.ts';
import { Caller } from '../testing/caller.ts';
import { startTestPlatform, type TestPlatform } from '../testing/test-platform.ts';
import { isEasyToGuess } from './sign-in/password-strength.ts';
import { HashingBusy, hashPassword } from './sign-in/passwords.ts';

let platform: TestPlatform;
beforeAll(async () => {
  platform = await startTestPlatform();
});
afterAll(() => platform?.close());

const good = '白日依山尽黄河入海流';

describe('passwords that are easy to guess', () => {
  test.each([
    '1111111111',
    '1234567890',
    '9876543210',
    '13800138000',
    '+86 138 0013 8000',
    '1945-01-01-1945',
    'aaaaaaaaaaaa',
    'abcabcabcabc',
    'abcdefghijklm',
    'qwertyuiop',
    '1q2w3e4r5t',
    '1qaz2wsx3edc',
    'Password1234!',
    'woaini1314520',
    'iloveyou12345',
    '春江潮水春江潮水春江潮水',
    '一一一一一一一一一一一',
    'ａｂｃｄｅｆｇｈｉｊ',
  ])('the password %s is easy to guess', async (password) => {
    expect(await isEasyToGuess(password)).toBe(true);
  });

  test.each([
    good,
    '欲穷千里目更上一层楼',
    'a password of mine',
    'correct horse battery',
    'mein Haus am See',
    'k8!vR2#qLz9w',
  ])('the password %s is not easy to guess', async (password) => {
    expect(await isEasyToGuess(password)).toBe(false);
  });

  test('a password that is easy to guess is refused with a remedy', async () => {
    const elder = await platform.as('elder@xinxian');
    const [refusal] = (await elder.tryMutate('setPassword', { newPassword: '1111111111' })).errors;
    expect(refusal).toMatchObject({
      code: 'PASSWORD_TOO_EASY',
      message: expect.stringContaining('A few words in a row'),
    });
    await expect(elder.tryMutate('setPassword', { newPassword: 'k8!vR2#q' })).toBeRefused(
      'PASSWORD_TOO_SHORT',
    );
  });
});

describe('guesses of the current password', () => {
  test('an operation makes one guess, however many aliases it has', async () => {
    const elder = await platform.as('poor@xinxian');
    await elder.mutate('setPassword', { newPassword: good }, 'account { id }');
    const aliases = Array.from(
      { length: 20 },
      (_, index) =>
        `t${index}: setPassword(input: { currentPassword: "guess ${index}", newPassword: "欲穷千里目更上一层楼" }) { errors { code } }`,
    );
    const data = await elder.query(`mutation { ${aliases.join(' ')} }`);
    const codes = Object.values(data as Record<string, { errors: { code: string }[] }>).map(
      ({ errors }) => errors[0]?.code,
    );
    expect(codes).toEqual([
      'PASSWORD_WRONG',
      ...Array.from({ length: 19 }, () => 'ONE_PASSWORD_AT_ONCE'),
    ]);
  });

  test('guesses are bounded by account, and after too many the right password is refused too', async () => {
    const caller = await platform.as('volunteer@xinxian');
    await caller.mutate('setPassword', { newPassword: good }, 'account { id }');
    const guess = (currentPassword: string) =>
      caller.tryMutate('setPassword', { currentPassword, newPassword: '欲穷千里目更上一层楼' });
    const codes: (string | undefined)[] = [];
    for (let index = 1; index < identityLimits.signInTriesPerPhoneHourMax; index += 1)
      codes.push((await guess(`guess number ${index}`)).errors[0]?.code);
    expect(new Set(codes)).toEqual(new Set(['PASSWORD_WRONG']));
    expect((await guess(good)).errors[0]).toMatchObject({
      code: 'TOO_MANY_TRIES',
      params: [{ name: 'minutes', value: expect.stringMatching(/^\d+$/) }],
    });
    // Other accounts do not wait for it.
    const other = await platform.as('volunteer@chaoxi');
    await other.mutate('setPassword', { newPassword: good });
  });

  test('guesses in the API and on the sign-in page count against one bound', async () => {
    const [row] = await platform.sql<{ count: number }>(
      `select count(distinct kind)::int as count from sign_in_attempt where kind like 'password%'`,
    );
    expect(row?.count).toBe(2);
  });

  test('guesses queue at a node, and are refused when the queue is full', async () => {
    const asked =
      identityLimits.passwordHashesAtOnceMax + identityLimits.passwordHashesWaitingMax + 5;
    const hashes = await Promise.allSettled(
      Array.from({ length: asked }, async () => hashPassword(good)),
    );
    const refused = hashes.filter(({ status }) => status === 'rejected');
    expect(refused).toHaveLength(5);
    expect(
      refused.every((each) => (each as PromiseRejectedResult).reason instanceof HashingBusy),
    ).toBe(true);
    await expect(hashPassword(good)).resolves.toMatch(/^\$argon2id\$/);
  });
});

describe('the address of a caller', () => {
  const settings = (value: string) =>
    readSettings({
      DATABASE_URL: 'postgres://x@y:1/z',
      LINLI_DEMO: 'yes',
      LINLI_TRUST_PROXY: value,
    }).trustedProxies;

  function addressOf(trusted: string, peer: string, forwarded: string): string {
    const socket = new Socket();
    Object.defineProperty(socket, 'remoteAddress', { value: peer });
    const request = new IncomingMessage(socket);
    request.headers['x-forwarded-for'] = forwarded;
    return addressReader(settings(trusted))(request);
  }

  test.each([
    ['no', '203.0.113.9', '198.51.100.1', '203.0.113.9'],
    // The client may have forged the first one.
    ['1', '10.0.0.1', '1.1.1.1, 198.51.100.1', '198.51.100.1'],
    ['2', '10.0.0.1', '1.1.1.1, 198.51.100.1, 10.0.0.2', '198.51.100.1'],
    ['10.0.0.0/8', '10.0.0.1', '1.1.1.1, 198.51.100.1, 10.9.9.9', '198.51.100.1'],
    ['10.0.0.0/8', '203.0.113.9', '198.51.100.1', '203.0.113.9'],
    ['10.0.0.1,fd00::/8', 'fd00::1', '198.51.100.1, 10.0.0.1', '198.51.100.1'],
  ])(
    'LINLI_TRUST_PROXY=%s, peer %s and header %s give the address %s',
    (trusted, peer, forwarded, address) => {
      expect(addressOf(trusted, peer, forwarded)).toBe(address);
    },
  );

  test.each(['yes', '0', '10', 'proxy.example', '10.0.0.0/33'])(
    'the setting does not accept %s',
    (value) => {
      expect(() => settings(value)).toThrow('LINLI_TRUST_PROXY');
    },
  );

  test('a caller is counted by IPv4 address, or by the IPv6 network of a household', () => {
    expect(addressBlock('198.51.100.1')).toBe('198.51.100.1');
    expect(addressBlock('::ffff:198.51.100.1')).toBe('198.51.100.1');
    const block = addressBlock('2001:db8:1:2:aaaa::1');
    expect(block).toBe('2001:db8:1:2::/64');
    expect(addressBlock('2001:0DB8:0001:0002:ffff:1:2:3')).toBe(block);
    expect(addressBlock('2001:db8:1:3::1')).not.toBe(block);
    expect(addressBlock('fe80::1%eth0')).toBe('fe80:0:0:0::/64');
  });

  test('a caller changes nothing by writing X-Forwarded-For', async () => {
    const query = 'mutation ($i: SetPasswordInput!) { setPassword(input: $i) { errors { code } } }';
    const caller = new Caller(platform.url, await platform.tokenOf('elder@xinxian'));
    for (const forged of ['198.51.100.7', '198.51.100.8'])
      await caller.send(query, { i: { newPassword: good } }, { 'x-forwarded-for': forged });
    const [row] = await platform.sql<{ count: number }>(
      `select count(distinct subject)::int as count from sign_in_attempt where kind = 'password try address'`,
    );
    expect(row?.count).toBe(1);
  });
});
