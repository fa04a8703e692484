import { CoinAccount } from '../../schema/timebank/coin-account.ts';
import { HoursRecord } from '../../schema/timebank/hours-record.ts';
import { Entry, Transfer } from '../../schema/timebank/transfer.ts';
import type { Module } from '../platform/module.ts';
import { CoinAccountFields, ElderCoins, VolunteerCoins } from './timebank.fields.ts';
import { accountById, transferById } from './timebank.queries.ts';
import { TimebankResolver } from './timebank.resolver.ts';

export const timebankModule: Module = {
  name: 'timebank',
  resolvers: [TimebankResolver, CoinAccountFields, ElderCoins, VolunteerCoins],
  entities: [CoinAccount, Transfer, Entry, HoursRecord],
  nodes: { coinacc: accountById, transfer: transferById },
  messages: {
    INSUFFICIENT_COINS: {
      en: '{needed} coins are needed and {available} are there. Ask the foundation for a grant, or shorten the service.',
      zh: '需要 {needed} 个时间币，可用 {available} 个。请向基金会申请资助，或缩短服务时间。',
    },
    AMOUNT_ABOVE_HOLD: {
      en: '{amount} coins are more than the {held} that are held.',
      zh: '{amount} 个时间币超过了预扣的 {held} 个。',
    },
    HOLD_ALREADY_SETTLED: { en: 'These held coins were settled already.', zh: '这笔预扣已经结算。' },
    NO_ACCOUNT: {
      en: 'There is no coin account. Ask the foundation to open one.',
      zh: '没有时间币账户，请联系基金会开户。',
    },
    ACCOUNT_CLOSED: { en: 'The coin account is closed.', zh: '时间币账户已关闭。' },
  },
};
