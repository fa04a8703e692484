import { expect, test } from '@jest/globals';
import i18next from 'i18next';
import { pluralFaults } from '../../api/testing/plural-faults.ts';
import { proofEn, proofZh } from './src/certification/texts.ts';
import { planEn, planZh } from './src/scheduling/texts.ts';
import { en } from './src/texts/en.ts';
import { zh } from './src/texts/zh.ts';

type Catalogue = { readonly [key: string]: string | Catalogue };

/** Texts with a sibling for one of something: "Daily" beside "Every 2 days". */
const neverOne = new Set(['plan.everyDays', 'plan.everyWeeks']);

/** Keys of a catalogue, with dots between the levels. */
function keysOf(catalogue: Catalogue, prefix = ''): string[] {
  return Object.entries(catalogue).flatMap(([key, text]) =>
    typeof text === 'string' ? [`${prefix}${key}`] : keysOf(text, `${prefix}${key}.`),
  );
}

test('every English text of the board reads well when its numbers are 1', async () => {
  const translation = { ...en, plan: planEn, proof: proofEn };
  const english = i18next.createInstance();
  await english.init({ lng: 'en', resources: { en: { translation } } });
  const keys = keysOf({ ...zh, plan: planZh, proof: proofZh }).filter((key) => !neverOne.has(key));
  const t: (key: string, params: Record<string, unknown>) => string = english.t;
  const sentences = keys.map((key) => {
    const text: string = english.getResource('en', 'translation', key);
    const params = [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, param]) => [param!, 1]);
    return t(key, { count: 1, ...Object.fromEntries(params) });
  });
  expect(sentences.filter((sentence) => /\b1\b/.test(sentence)).length).toBeGreaterThan(30);
  expect(sentences.flatMap(pluralFaults)).toEqual([]);
});

test('no line ends between a number of the board and its unit', () => {
  const catalogues = [zh, planZh, proofZh, en, planEn, proofEn];
  const texts = catalogues.flatMap((catalogue) => textsOf(catalogue));
  const unit = /\}\} (分钟|小时|天|米|公里|秒|(min|h|d|m|km|s)\b)/;
  expect(texts.filter((text) => unit.test(text))).toEqual([]);
});

function textsOf(catalogue: Catalogue): string[] {
  return Object.values(catalogue).flatMap((text) =>
    typeof text === 'string' ? [text] : textsOf(text),
  );
}
