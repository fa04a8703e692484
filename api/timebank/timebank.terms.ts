import type { Message, Terms } from '../platform/common/messages.ts';

const units: Record<string, Message> = {
  CNY: { en: 'yuan', zh: '元' },
  COIN: { en: 'coins', zh: '时间币' },
};

/** Terms of the time bank in messages. */
export const timebankTerms: Terms = {
  unit: units,
  from: units,
  to: units,
  last: { '-': { en: 'none', zh: '无' } },
  ownerKind: {
    FOUNDATION: { en: 'the foundation', zh: '基金会' },
    FUND: { en: 'funds', zh: '基金' },
    HEAD_BANK: { en: 'the head bank', zh: '总行' },
    PERSON: { en: 'people', zh: '个人' },
    SHOP: { en: 'shops', zh: '商铺' },
    TEAM: { en: 'teams', zh: '服务队' },
  },
  use: {
    BOOKING: { en: 'service', zh: '服务' },
    CLEARING: { en: 'sending to another foundation', zh: '跨基金会转出' },
    DONATION: { en: 'donations', zh: '捐赠' },
    GIFT: { en: 'gifts', zh: '赠与' },
    REDEMPTION: { en: 'redemption', zh: '兑换' },
    SERVICE: { en: 'service', zh: '服务' },
  },
  kind: {
    BOOKING: { en: '“hold for a request”', zh: '订单预扣' },
    CLEARING_IN: { en: '“receipt from another foundation”', zh: '跨基金会转入' },
    CLEARING_OUT: { en: '“transfer to another foundation”', zh: '跨基金会转出' },
    CLEARING_SETTLEMENT: { en: '“clearing settlement”', zh: '清算结算' },
    CORRECTION: { en: '“correction”', zh: '更正' },
    DONATION: { en: '“donation”', zh: '捐赠' },
    EXPIRY: { en: '“expiry”', zh: '到期' },
    FUND_EXPENSE: { en: '“fund expense”', zh: '基金支出' },
    FUND_INCOME: { en: '“fund income”', zh: '基金收入' },
    GIFT: { en: '“gift”', zh: '赠与' },
    GRANT: { en: '“grant”', zh: '资助发放' },
    REDEMPTION: { en: '“redemption”', zh: '兑换' },
    RELEASE: { en: '“release of a hold”', zh: '预扣退回' },
    REVERSAL: { en: '“reversal”', zh: '冲正' },
    SERVICE_PAYMENT: { en: '“visit payment”', zh: '服务支付' },
    SHOP_SETTLEMENT: { en: '“shop settlement”', zh: '商铺结算' },
  },
  why: {
    'origin x 2': { en: 'one rule for each origin', zh: '每种来源只有一条规则' },
    '>= 0': { en: 'zero or more', zh: '不小于零的数' },
  },
};
