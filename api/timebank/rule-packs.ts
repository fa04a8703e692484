import { CoinRules, type RulePack } from '../../schema/timebank/coin-policy.ts';

/**
 * Rules of four cities as data to choose from. They were read from published summaries, not from the regulations themselves, and
 * regulations change: whoever takes one confirms it with the local authority first. `notes` say what the platform cannot hold as data.
 */
export const rulePacks: readonly RulePack[] = [
  pack('beijing', '北京', {
    rules: {
      roundingMinutes: 60,
      roundingMode: 'DOWN',
      gifts: 'RELATIVES',
      groupsOnlyDonate: true,
    },
    notes: [
      'One hour of service is one coin; eight classes of service are named, which stand in the catalogue.',
      'Coins are spent from the age of 60 on, or given to direct relatives; the age is not checked by the platform.',
      'Requests need coins and a review before they are published; an agency handles those who are not online.',
    ],
  }),
  pack('nanjing', '南京', {
    rules: { roundingMinutes: 30, roundingMode: 'DOWN', balanceMax: 150_000n, overflow: 'DONATE', gifts: 'RELATIVES' },
    notes: [
      'At most 1,500 hours are kept; what is earned above that is donated and commended. The commendation is not automatic.',
      'Coins that a government fund grants buy services only.',
    ],
    origins: [{ origin: 'GRANTED', permittedUses: ['SERVICE'] }],
  }),
  pack('guangzhou', '广州', {
    rules: { roundingMinutes: 30, roundingMode: 'DOWN', balanceMax: 150_000n, overflow: 'DONATE', gifts: 'RELATIVES' },
    notes: ['At most 1,500 hours are kept; what is earned above that is donated.'],
  }),
  pack('chengdu', '成都', {
    rules: { roundingMinutes: 30, roundingMode: 'NEAREST', gifts: 'RELATIVES' },
    notes: [
      'Rates, cap and expiry were not found in the summaries: they are left open here and must be set on the spot.',
    ],
  }),
];

function pack(
  code: string,
  name: string,
  { rules, origins = [], notes }: { rules: Partial<CoinRules>; origins?: CoinRules['origins']; notes: string[] },
): RulePack {
  return {
    code,
    name,
    needsLocalConfirmation: true,
    notes,
    rules: Object.assign(new CoinRules(), { redeemMin: null, balanceMax: null, yuanPerCoin: null }, rules, { origins }),
  };
}
