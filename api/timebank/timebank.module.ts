import { CoinAccount } from '../../schema/timebank/coin-account.ts';
import { CoinLot } from '../../schema/timebank/coin-lot.ts';
import { CoinPolicy } from '../../schema/timebank/coin-policy.ts';
import { HoursRecord } from '../../schema/timebank/hours-record.ts';
import { Entry, Transfer } from '../../schema/timebank/transfer.ts';
import { ClearingAgreement, ClearingLeg, ClearingOrder } from '../../schema/timebank/clearing.ts';
import type { Module } from '../platform/module/module.ts';
import { FilingReceipt, PeriodEvent } from '../../schema/timebank/period.ts';
import {
  ClearingLegFields,
  ClearingOrderFields,
  ClearingPartnerFields,
  ClearingPositionFields,
  ClearingRegisterEntryFields,
  ClearingResolver,
} from './clearing/clearing.resolver.ts';
import { clearingLegById, clearingOrderById } from './clearing/clearing.queries.ts';
import { clearing } from './clearing/clearing.job.ts';
import { expiry } from './expiry.job.ts';
import { hoursById } from './hours.queries.ts';
import { HoursRecordFields, HoursResolver, VolunteerHours } from './hours.resolver.ts';
import {
  FundOutstandingFields,
  periodById,
  PeriodEventFields,
  PeriodsResolver,
} from './periods.resolver.ts';
import { MoneyResolver } from './money/money.resolver.ts';
import { PoliciesResolver } from './policies.resolver.ts';
import {
  BatchLineFields,
  CoinAccountFields,
  CoinLotFields,
  CoinPolicyFields,
  CoinProvenanceFields,
  ElderCoins,
  StatementLineFields,
  TransferFields,
  TransferSideFields,
  VolunteerCoins,
} from './timebank.fields.ts';
import { timebankMessages } from './timebank.messages.ts';
import { timebankPart } from './timebank.data-subject.ts';
import { timebankPolicy } from './timebank.policy.ts';
import { accountById, lotById, policyById, transferById } from './timebank.queries.ts';
import { TimebankResolver } from './timebank.resolver.ts';
import { timebankTerms } from './timebank.terms.ts';
import { timebankScopes } from './timebank.scopes.ts';

export const timebankModule: Module = {
  name: 'timebank',
  scopes: timebankScopes,
  resolvers: [
    TimebankResolver,
    PoliciesResolver,
    PeriodsResolver,
    PeriodEventFields,
    FundOutstandingFields,
    BatchLineFields,
    CoinAccountFields,
    CoinLotFields,
    CoinPolicyFields,
    CoinProvenanceFields,
    StatementLineFields,
    TransferFields,
    TransferSideFields,
    ElderCoins,
    VolunteerCoins,
    ClearingResolver,
    ClearingOrderFields,
    ClearingLegFields,
    ClearingPositionFields,
    ClearingPartnerFields,
    ClearingRegisterEntryFields,
    MoneyResolver,
    HoursResolver,
    VolunteerHours,
    HoursRecordFields,
  ],
  entities: [
    ClearingAgreement,
    ClearingLeg,
    ClearingOrder,
    CoinAccount,
    CoinLot,
    CoinPolicy,
    Transfer,
    Entry,
    HoursRecord,
    PeriodEvent,
    FilingReceipt,
  ],
  policy: timebankPolicy,
  messages: timebankMessages,
  terms: timebankTerms,
  nodes: {
    clearing: clearingOrderById,
    clearingleg: clearingLegById,
    coinacc: accountById,
    hours: hoursById,
    lot: lotById,
    period: periodById,
    policy: policyById,
    transfer: transferById,
  },
  periodic: [expiry, clearing],
  dataSubject: timebankPart,
};
