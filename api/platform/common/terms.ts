import { typeNames } from '../../../schema/type-names.ts';
import type { Terms } from './messages.ts';

/** Words for values in the messages of every module. */
export const platformTerms: Terms = {
  what: typeNames,
  name: { '': { en: 'Somebody else', zh: '其他人' } },
  reason: {
    '': { en: 'no reason given', zh: '未说明' },
    'write a time of day such as 09:30, at most 24:00.': {
      en: 'write a time of day such as 09:30, at most 24:00.',
      zh: '请按 09:30 的格式填写时间，最晚 24:00。',
    },
    'write a day such as 2026-03-05.': {
      en: 'write a day such as 2026-03-05.',
      zh: '请按 2026-03-05 的格式填写日期。',
    },
    'write the name of a language.': {
      en: 'write the name of a language.',
      zh: '请填写语言或方言的名称。',
    },
    'write a time of the wall clock such as 2026-03-05T09:00.': {
      en: 'write a time of the wall clock such as 2026-03-05T09:00.',
      zh: '请按 2026-03-05T09:00 的格式填写当地时间。',
    },
    'write a category in capitals, for example DAILY_LIFE.': {
      en: 'write a category in capitals, for example DAILY_LIFE.',
      zh: '请用大写字母填写类别，例如 DAILY_LIFE。',
    },
    'write codes in capitals, for example FIRST_AID.': {
      en: 'write codes in capitals, for example FIRST_AID.',
      zh: '请用大写字母填写代码，例如 FIRST_AID。',
    },
    'write small Latin letters, digits and _, for example pet_care.': {
      en: 'write small Latin letters, digits and _, for example pet_care.',
      zh: '请用小写字母、数字和下划线填写，例如 pet_care。',
    },
    'write a time of day such as 09:00.': {
      en: 'write a time of day such as 09:00.',
      zh: '请按 09:00 的格式填写时间。',
    },
  },
};
