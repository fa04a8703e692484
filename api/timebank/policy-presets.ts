import { CoinRules, type RulePack } from '../../schema/timebank/coin-policy.ts';
import type { Locale } from '../platform/common/messages.ts';

/** A city's rules, with notes in both languages. */
type Pack = Omit<RulePack, 'notes'> & { notes: Record<Locale, string[]> };

/**
 * Rules of four cities as presets, from published summaries and not from the regulations
 * themselves. Regulations change, so a foundation confirms them with the local authority first.
 * `notes` state rules that the platform cannot express as data.
 */
const packs: readonly Pack[] = [
  pack('beijing', '北京', {
    rules: {
      roundingMinutes: 60,
      roundingMode: 'DOWN',
      gifts: 'RELATIVES',
      groupsOnlyDonate: true,
    },
    notes: {
      en: [
        'One hour of service is one coin; eight classes of service are named, which stand in the catalogue.',
        'Coins are spent from the age of 60 on, or given to direct relatives; the age is not checked by the platform.',
        'Requests need coins and a review before they are published; an agency handles those who are not online.',
      ],
      'zh-CN': [
        '服务一小时记一个时间币；规定了八类服务，请录入服务项目目录。',
        '年满 60 周岁方可使用，或赠与直系亲属；平台不校验年龄。',
        '发布需求须有时间币并经审核；不会上网的老人由机构代办。',
      ],
    },
  }),
  pack('nanjing', '南京', {
    rules: {
      roundingMinutes: 30,
      roundingMode: 'DOWN',
      balanceMax: 150_000n,
      overflow: 'DONATE',
      gifts: 'RELATIVES',
    },
    notes: {
      en: [
        'At most 1,500 hours are kept; what is earned above that is donated and commended. The commendation is not automatic.',
        'Coins that a government fund grants buy services only.',
      ],
      'zh-CN': [
        '个人最多存储 1500 小时，超出部分捐赠并予以褒奖；褒奖须另行办理。',
        '政府专项基金发放的时间币只能兑换服务。',
      ],
    },
    origins: [{ origin: 'GRANTED', permittedUses: ['SERVICE'] }],
  }),
  pack('guangzhou', '广州', {
    rules: {
      roundingMinutes: 30,
      roundingMode: 'DOWN',
      balanceMax: 150_000n,
      overflow: 'DONATE',
      gifts: 'RELATIVES',
    },
    notes: {
      en: ['At most 1,500 hours are kept; what is earned above that is donated.'],
      'zh-CN': ['个人最多存储 1500 小时，超出部分捐赠。'],
    },
  }),
  pack('chengdu', '成都', {
    rules: { roundingMinutes: 30, roundingMode: 'NEAREST', gifts: 'RELATIVES' },
    notes: {
      en: [
        'Rates, cap and expiry were not found in the summaries: they are left open here and must be set on the spot.',
      ],
      'zh-CN': ['公开资料中未查到兑换比例、存储上限和有效期：此处留空，须在当地确定。'],
    },
  }),
];

export const rulePackCodes: readonly string[] = packs.map(({ code }) => code);

export function rulePacksIn(locale: Locale): RulePack[] {
  return packs.map((each) => ({ ...each, notes: each.notes[locale] }));
}

function pack(
  code: string,
  name: string,
  {
    rules,
    origins = [],
    notes,
  }: { rules: Partial<CoinRules>; origins?: CoinRules['origins']; notes: Pack['notes'] },
): Pack {
  return {
    code,
    name,
    needsLocalConfirmation: true,
    notes,
    rules: Object.assign(
      new CoinRules(),
      { redeemMin: null, balanceMax: null, yuanPerCoin: null },
      rules,
      { origins },
    ),
  };
}
