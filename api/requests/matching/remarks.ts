import type { CandidateRemarkCode } from '../../../schema/requests/candidate.ts';
import type { Locale } from '../../platform/common/messages.ts';

interface Said {
  en: string;
  zh: string;
  /** Remedy of an obstacle. */
  remedy?: { en: string; zh: string };
}

/** Remarks about candidates, by code. */
const remarks: Record<CandidateRemarkCode, Said> = {
  PAIRED: { en: 'Paired with the elder.', zh: '与老人结对。' },
  FREE_THEN: { en: 'Free then, by their own account.', zh: '该时段有空。' },
  QUALIFIED: { en: 'Holds the qualification on that day.', zh: '当天具备所需资质。' },
  SPEAKS_LANGUAGE: { en: 'Speaks the requested language.', zh: '会说希望的语言或方言。' },
  GENDER_AS_PREFERRED: { en: 'Has the preferred gender.', zh: '符合性别意愿。' },
  SAME_COMMUNITY: { en: 'Lives in the community.', zh: '住在本社区。' },
  TEAM_SERVES: { en: 'Belongs to a team that serves the community.', zh: '所在服务队服务本社区。' },
  NEAR: { en: 'Less than a kilometre away.', zh: '距离不到一公里。' },
  HAS_STARS: { en: 'Has earned stars.', zh: '已有星级。' },
  NOTHING_ELSE_THIS_WEEK: { en: 'No other visit that week.', zh: '本周没有其他服务。' },
  DECLINED_BEFORE: { en: 'Declined this request before.', zh: '曾婉拒这个订单。' },
  GENDER_NOT_TOLD: {
    en: 'Gender not stated, and the elder has a preference.',
    zh: '未填写性别，而老人有性别意愿。',
  },
  GENDER_OTHER: {
    en: 'Does not have the preferred gender.',
    zh: '不符合性别意愿。',
    remedy: {
      en: 'Ask the elder whether somebody of the other gender may come.',
      zh: '与老人确认是否接受其他性别的志愿者。',
    },
  },
  LANGUAGE_NOT_SPOKEN: {
    en: 'Not known to speak the requested language.',
    zh: '未注明会说希望的语言或方言。',
  },
  AVAILABILITY_NOT_TOLD: {
    en: 'Availability not stated; ask first.',
    zh: '未填写可服务时间，请先询问。',
  },
  NOT_VETTED: {
    en: 'Not vetted yet.',
    zh: '尚未通过审核。',
    remedy: { en: 'Vet more volunteers.', zh: '尽快审核志愿者。' },
  },
  QUALIFICATION_MISSING: {
    en: 'Lacks a qualification that is valid on that day.',
    zh: '当天缺少有效资质。',
    remedy: {
      en: 'Train volunteers or renew their qualifications, or choose a service that requires none.',
      zh: '培训志愿者或更新资质，或改选不要求资质的服务。',
    },
  },
  NOT_FREE: {
    en: 'Not free in the requested windows.',
    zh: '希望时段内没有空。',
    remedy: {
      en: 'Ask the elder for another time, or a wider window.',
      zh: '与老人商量其他时间，或放宽时间段。',
    },
  },
  DOUBLE_BOOKED: {
    en: 'Expected elsewhere in the requested windows, rest included.',
    zh: '希望时段内已有其他服务（含休息时间）。',
    remedy: {
      en: 'Ask the elder for another time, or a wider window.',
      zh: '与老人商量其他时间，或放宽时间段。',
    },
  },
  REST_TOO_SHORT: {
    en: 'Too little rest between two visits.',
    zh: '两次服务之间休息时间不足。',
    remedy: {
      en: 'Ask the elder for another time, or a wider window.',
      zh: '与老人商量其他时间，或放宽时间段。',
    },
  },
  OVERWORKED_DAY: {
    en: 'Would exceed the daily limit of service.',
    zh: '当天服务将超过上限。',
    remedy: {
      en: 'Choose another day, or find more volunteers.',
      zh: '改到其他日期，或增加志愿者。',
    },
  },
  OVERWORKED_WEEK: {
    en: 'Would exceed the weekly limit of service.',
    zh: '本周服务将超过上限。',
    remedy: {
      en: 'Choose another week, or find more volunteers.',
      zh: '改到其他周，或增加志愿者。',
    },
  },
  TOO_FAR: {
    en: 'Farther away than they are willing to travel.',
    zh: '距离超过可接受范围。',
    remedy: {
      en: 'Choose a closer place, or offer it to neighbouring communities.',
      zh: '选择更近的地点，或扩大派单范围。',
    },
  },
  TEAM_NOT_ASKED: {
    en: 'In none of the requested teams.',
    zh: '不属于指定的服务队。',
    remedy: {
      en: 'Request more teams, or do not limit the teams.',
      zh: '增加指定的服务队，或不限定服务队。',
    },
  },
};

export function remarkOf(code: CandidateRemarkCode, locale: Locale): string {
  const said = remarks[code];
  return locale === 'zh-CN' ? said.zh : said.en;
}

export function remedyOf(code: CandidateRemarkCode, locale: Locale): string {
  const remedy = remarks[code].remedy;
  return remedy ? (locale === 'zh-CN' ? remedy.zh : remedy.en) : code;
}
