import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Actor } from '../../testing/scenario/actor.ts';
import { Scenario } from '../../testing/scenario/scenario.ts';
import { newKey, type TestPlatform, startTestPlatform } from '../../testing/test-platform.ts';

let platform: TestPlatform;
let scenario: Scenario;
let dispatcher: Actor;
let volunteer: Actor;

beforeAll(async () => {
  platform = await startTestPlatform();
  scenario = await Scenario.begin(platform);
  dispatcher = await scenario.actor('dispatcher@xinxian');
  volunteer = await scenario.actor('volunteer@chaoxi');
});
afterAll(() => platform.close());

const selection = 'certificate { code state minutes visits verifyUrl pdfUrl servedFrom servedTo }';

function input(more: object = {}): object {
  const volunteerId = scenario.id.volunteer('volunteer@chaoxi');
  const day = (offset: number) =>
    new Date(Date.now() + offset * 86_400_000).toISOString().slice(0, 10);
  return { idempotencyKey: newKey(), volunteerId, from: day(-5), to: day(2), ...more };
}

/** Plain HTTP without a token, as a holder of the printed certificate. */
async function open(url: string, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(url.replace(platform.settings.publicUrl, platform.url), { headers });
}

describe('a certificate of service', () => {
  test('the public page shows a certificate in two languages, without scripts or other sites', async () => {
    await expect(volunteer.tryMutate('issueCertificate', input())).toBeRefused('CERTIFICATE_EMPTY');
    const visitId = await scenario.certifiedVisit({ minutes: 75, note: '芦奶奶今天血压高' });
    const actingFor = {
      personId: scenario.id.person('elder@xinxian'),
      channel: 'PHONE',
    };
    await dispatcher.mutate(
      'giveFeedback',
      { visitId, satisfaction: 5, thanks: '谢谢', actingFor },
      'visit { id }',
    );
    const issued = await volunteer.mutate('issueCertificate', input(), selection);
    expect(issued.certificate).toMatchObject({ state: 'VALID', minutes: 75, visits: 1 });
    const { code, verifyUrl } = issued.certificate;
    const page = await open(verifyUrl, { 'accept-language': 'zh-CN' });
    expect(page.status).toBe(200);
    const policy = page.headers.get('content-security-policy') ?? '';
    expect(policy).toMatch(
      /^default-src 'none'; style-src 'nonce-[\w-]+'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'$/,
    );
    expect([page.headers.get('x-robots-tag'), page.headers.get('referrer-policy')]).toEqual([
      'noindex',
      'no-referrer',
    ]);
    const html = await page.text();
    for (const said of [
      '志愿服务记录证明',
      '何小芽',
      '思诚社区公益基金会',
      '新鲜社区',
      '陪伴聊天',
      '芦**',
      '陪伴关怀',
      '1.25',
      '有效',
      code.slice(0, 4),
    ])
      expect(html).toContain(said);
    // Third parties do not learn who was served, and the page links nowhere else.
    expect(html).not.toContain('芦奶奶');
    expect(html).not.toContain('血压');
    expect(html).not.toMatch(/https?:\/\/|<script|src=|url\(/);
    const english = await (await open(`${verifyUrl}?lang=en`)).text();
    expect(english).toContain('Valid: the content is what is on record.');
    // As people type it.
    const typed = code.toLowerCase().replace(/(.{4})/g, '$1-');
    expect((await open(verifyUrl.replace(code, typed))).status).toBe(200);
  });

  test('the PDF embeds its Chinese font, cut down to the used characters', async () => {
    for (const language of ['ZH_CN', 'EN']) {
      const { certificate } = await volunteer.mutate(
        'issueCertificate',
        input({ language }),
        selection,
      );
      const response = await open(certificate.pdfUrl);
      expect([response.status, response.headers.get('content-type')]).toEqual([
        200,
        'application/pdf',
      ]);
      const pdf = Buffer.from(await response.arrayBuffer());
      const text = pdf.toString('latin1');
      expect(text.slice(0, 5)).toBe('%PDF-');
      expect(text).toMatch(/\/FontName \/[A-Z]{6}\+NotoSansSC/);
      expect(pdf.length).toBeLessThan(300_000);
    }
  });

  test('a certificate is marked as corrected after a correction of its visit, and a new one is right', async () => {
    const visitId = await scenario.certifiedVisit({ minutes: 60, endedMinutesAgo: 200 });
    const { certificate } = await volunteer.mutate('issueCertificate', input(), selection);
    expect(await (await open(certificate.verifyUrl)).text()).toContain('Valid');
    const correction = await dispatcher.decision(visitId, {
      minutes: 30,
      reason: '内部原因：家属来电',
    });
    await dispatcher.mutate('correctVisit', correction, 'visit { id }');
    const html = await (await open(certificate.verifyUrl)).text();
    expect(html).toContain('Corrected: since it was issued');
    expect(html).not.toContain('内部原因');
    const again = await volunteer.mutate('issueCertificate', input(), selection);
    expect(again.certificate).toMatchObject({ state: 'VALID', minutes: certificate.minutes - 30 });
  });

  test("a certificate has the date of the foundation's time zone, not of the server's", async () => {
    const day = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);
    // 01:30 of the next day in Shanghai.
    platform.clock.setTo(`${day}T17:30:00Z`);
    try {
      const { certificate } = await volunteer.mutate('issueCertificate', input(), selection);
      const dayThere = new Date(Date.parse(`${day}T17:30:00Z`) + 8 * 3_600_000)
        .toISOString()
        .slice(0, 10);
      expect(await (await open(certificate.verifyUrl)).text()).toContain(`<dd>${dayThere}</dd>`);
    } finally {
      platform.clock.setTo(new Date().toISOString());
    }
  });

  test('a certificate is revoked together with its only visit', async () => {
    const visitId = await scenario.certifiedVisit({ volunteer: 'second@chaoxi', minutes: 60 });
    const volunteerId = scenario.id.volunteer('second@chaoxi');
    const second = await scenario.actor('second@chaoxi');
    const { certificate } = await second.mutate(
      'issueCertificate',
      input({ volunteerId }),
      selection,
    );
    const admin = await scenario.actor('admin@sicheng');
    await admin.decides('revokeCertification', visitId, { reason: '未上门' });
    expect(await (await open(certificate.verifyUrl)).text()).toContain('Revoked');
    const { node } = await second.query(
      'query ($id: ID!) { node(id: $id) { ... on Volunteer { certificates { state } } } }',
      { id: volunteerId },
    );
    expect(node.certificates).toEqual([{ state: 'REVOKED' }]);
  });

  test('the volunteer, the dispatcher and the foundation issue a certificate, for days that exist', async () => {
    const other = await scenario.actor('second@chaoxi');
    await expect(other.tryMutate('issueCertificate', input())).toBeRefused('NOT_ALLOWED');
    await expect(dispatcher.tryMutate('issueCertificate', input())).toBeRefused('NOT_ALLOWED');
    for (const [from, code] of [
      ['2026-02-30', 'NO_SUCH_DAY'],
      ['soon', 'DATE_INVALID'],
    ])
      expect(await volunteer.scalarRefusalCode('issueCertificate', input({ from }))).toBe(code);
    const key = input();
    const [one, two] = [
      await volunteer.mutate('issueCertificate', key, selection),
      await volunteer.mutate('issueCertificate', key, selection),
    ];
    expect(one.certificate.code).toBe(two.certificate.code);
  });

  test.each(['ABCDEFGHJKMNPQRSTVWX', 'x', '%3Cscript%3E', 'ABCDEFGHJKMNPQRSTVWX%27--'])(
    'the page of the unknown certificate %s says that it is unknown',
    async (code) => {
      for (const path of [`/verify/${code}`, `/verify/${code}/certificate.pdf`]) {
        const response = await open(`${platform.url}${path}`);
        expect(response.status).toBe(404);
        expect(await response.text()).not.toContain('<script>');
      }
    },
  );
});

describe('thanks and outcome', () => {
  test('feedback of an elder is kept once, and the volunteer reads the thanks and not the note', async () => {
    const visitId = await scenario.certifiedVisit({ minutes: 30, endedMinutesAgo: 400 });
    const said = {
      visitId,
      satisfaction: 4,
      thanks: '谢谢小芽',
      problemsSolved: ['灯泡换好了'],
      note: '声音有点小',
    };
    await expect(volunteer.tryMutate('giveFeedback', said)).toBeRefused('NOT_ALLOWED');
    await expect(dispatcher.tryMutate('giveFeedback', said)).toBeRefused('ACTING_FOR_NEEDED');
    const elder = await scenario.actor('elder@xinxian');
    await expect(elder.tryMutate('giveFeedback', { visitId })).toBeRefused('FEEDBACK_EMPTY');
    await elder.mutate('giveFeedback', said, 'visit { id }');
    await expect(elder.tryMutate('giveFeedback', said)).toBeRefused('FEEDBACK_GIVEN_ALREADY');
    const read = async (caller: Actor) =>
      (
        await caller.query(
          'query ($id: ID!) { node(id: $id) { ... on Visit { feedback { satisfaction thanks problemsSolved note } } } }',
          { id: visitId },
        )
      ).node.feedback;
    expect(await read(volunteer)).toEqual({
      satisfaction: 4,
      thanks: '谢谢小芽',
      problemsSolved: ['灯泡换好了'],
      note: null,
    });
    expect((await read(dispatcher)).note).toBe('声音有点小');
    expect(await read(await scenario.actor('second@chaoxi'))).toBe(null);
  });

  test('scales are scored by their rules, kept with consent, and removed when consent is withdrawn', async () => {
    const elderId = scenario.id.elder('elder@xinxian');
    const about = { elderId, consentGiven: true, consentGivenBy: '芦奶奶本人', phase: 'BEFORE' };
    const record = (more: object) => ({ idempotencyKey: newKey(), ...about, ...more });
    const ucla = record({ scale: 'UCLA_3', answers: [3, 2, 3] });
    await expect(
      dispatcher.tryMutate('recordOutcome', { ...ucla, consentGiven: false }),
    ).toBeRefused('CONSENT_MISSING');
    await expect(
      dispatcher.tryMutate('recordOutcome', record({ scale: 'UCLA_3', answers: [0, 2, 3] })),
    ).toBeRefused('ANSWERS_OUT_OF_SCALE');
    await expect(
      dispatcher.tryMutate('recordOutcome', record({ scale: 'WHO_5', answers: [1, 2, 3] })),
    ).toBeRefused('ANSWERS_OUT_OF_SCALE');
    await expect(volunteer.tryMutate('recordOutcome', ucla)).toBeRefused('NOT_ALLOWED');
    await dispatcher.mutate('recordOutcome', ucla, 'measure { score }');
    const who = record({ scale: 'WHO_5', answers: [5, 4, 3, 2, 1], phase: 'AFTER' });
    expect((await dispatcher.mutate('recordOutcome', who, 'measure { score }')).measure.score).toBe(
      60,
    );
    const read = async (caller: Actor) =>
      (
        await caller.query(
          'query ($id: ID!) { node(id: $id) { ... on Elder { outcomeMeasures { scale phase score consentGivenBy } } } }',
          { id: elderId },
        )
      ).node.outcomeMeasures;
    expect(await read(dispatcher)).toEqual([
      { scale: 'WHO_5', phase: 'AFTER', score: 60, consentGivenBy: '芦奶奶本人' },
      { scale: 'UCLA_3', phase: 'BEFORE', score: 8, consentGivenBy: '芦奶奶本人' },
    ]);
    expect(await read(volunteer)).toEqual([]);
    const family = await scenario.actor('family@xinxian');
    const gone = await family.mutate(
      'withdrawOutcomeConsent',
      { elderId, reason: '老人不愿意了' },
      'removed',
    );
    expect(gone.removed).toBe(2);
    expect(await read(dispatcher)).toEqual([]);
  });

  test('withdrawing the consent in the register of consents removes the answers to the scales', async () => {
    const elderId = scenario.id.elder('elder@xinxian');
    const ask = `query ($id: ID!) { node(id: $id) { ... on Elder { outcomeMeasures { score } person { id consents { id purpose evidence withdrawnAt } } } } }`;
    const look = async () => {
      const { node } = await dispatcher.query(ask, { id: elderId });
      const mine = node.person.consents.filter(
        ({ purpose }: { purpose: string }) => purpose === 'WELLBEING',
      );
      const inForce = mine.find(({ withdrawnAt }: { withdrawnAt: string | null }) => !withdrawnAt);
      return {
        personId: node.person.id,
        scores: node.outcomeMeasures.length,
        consents: mine.length,
        inForce,
      };
    };
    const measure = () => ({
      idempotencyKey: newKey(),
      elderId,
      consentGiven: true,
      consentGivenBy: '女儿芦静',
      phase: 'BEFORE',
      scale: 'UCLA_3',
      answers: [1, 1, 2],
    });
    expect(await look()).toMatchObject({ scores: 0, consents: 1, inForce: undefined });
    await dispatcher.mutate('recordOutcome', measure(), 'measure { score }');
    await dispatcher.mutate('recordOutcome', measure(), 'measure { score }');
    const { inForce } = await look();
    expect(await look()).toMatchObject({
      scores: 2,
      consents: 2,
      inForce: { evidence: '女儿芦静' },
    });
    await dispatcher.mutate(
      'withdrawConsent',
      { consentId: inForce.id },
      'consent { withdrawnAt }',
    );
    expect(await look()).toMatchObject({ scores: 0, consents: 2, inForce: undefined });
    // Consent on paper counts as any other consent.
    const { personId } = await look();
    const paper = { personId, purpose: 'WELLBEING', evidence: '同意书 12 号' };
    await dispatcher.mutate('recordConsent', paper, 'consent { id }');
    await dispatcher.mutate('recordOutcome', measure(), 'measure { score }');
    expect(await look()).toMatchObject({
      scores: 1,
      consents: 3,
      inForce: { evidence: '同意书 12 号' },
    });
  });
});
