import { CoinAccount } from '../../schema/timebank/coin-account.ts';
import { CoinLot } from '../../schema/timebank/coin-lot.ts';
import { CoinPolicy } from '../../schema/timebank/coin-policy.ts';
import { HoursRecord } from '../../schema/timebank/hours-record.ts';
import { Entry, Transfer } from '../../schema/timebank/transfer.ts';
import type { Module } from '../platform/module.ts';
import { FilingReceipt, PeriodEvent } from '../../schema/timebank/period.ts';
import { startExpiry } from './expiry.job.ts';
import { FundOutstandingFields, periodById, PeriodEventFields, PeriodsResolver } from './periods.resolver.ts';
import { PoliciesResolver } from './policies.resolver.ts';
import {
  CoinAccountFields,
  CoinLotFields,
  CoinPolicyFields,
  CoinTraceFields,
  ElderCoins,
  StatementLineFields,
  TransferFields,
  TransferSideFields,
  VolunteerCoins,
} from './timebank.fields.ts';
import { timebankMessages } from './timebank.messages.ts';
import { timebankPart } from './timebank.personal.ts';
import { timebankPolicy } from './timebank.policy.ts';
import { accountById, lotById, policyById, transferById } from './timebank.queries.ts';
import { TimebankResolver } from './timebank.resolver.ts';

export const timebankModule: Module = {
  name: 'timebank',
  resolvers: [
    TimebankResolver,
    PoliciesResolver,
    PeriodsResolver,
    PeriodEventFields,
    FundOutstandingFields,
    CoinAccountFields,
    CoinLotFields,
    CoinPolicyFields,
    CoinTraceFields,
    StatementLineFields,
    TransferFields,
    TransferSideFields,
    ElderCoins,
    VolunteerCoins,
  ],
  entities: [CoinAccount, CoinLot, CoinPolicy, Transfer, Entry, HoursRecord, PeriodEvent, FilingReceipt],
  policy: timebankPolicy,
  messages: timebankMessages,
  nodes: { coinacc: accountById, lot: lotById, period: periodById, policy: policyById, transfer: transferById },
  start: async ({ database }) => startExpiry(database),
  personal: timebankPart,
};
