import { CoinAccount } from '../../schema/timebank/coin-account.ts';
import { HoursRecord } from '../../schema/timebank/hours-record.ts';
import { Entry, Transfer } from '../../schema/timebank/transfer.ts';
import type { Module } from '../platform/module.ts';
import { timebankMessages } from './timebank.messages.ts';
import { CoinAccountFields, ElderCoins, VolunteerCoins } from './timebank.fields.ts';
import { accountById, transferById } from './timebank.queries.ts';
import { TimebankResolver } from './timebank.resolver.ts';

export const timebankModule: Module = {
  name: 'timebank',
  resolvers: [TimebankResolver, CoinAccountFields, ElderCoins, VolunteerCoins],
  entities: [CoinAccount, Transfer, Entry, HoursRecord],
  nodes: { coinacc: accountById, transfer: transferById },
  messages: timebankMessages,
};
