import type { ScopeTable } from '../identity/scope-table.ts';

/** Areas of scopes of this module's types and actions. */
export const timebankScopes: ScopeTable = {
  coins: {
    types: [
      'BatchLine',
      'ClearingLeg',
      'ClearingOrder',
      'ClearingPartner',
      'ClearingPosition',
      'ClearingRegisterEntry',
      'CoinAccount',
      'CoinBatch',
      'CoinLot',
      'CoinPolicy',
      'CoinPolicySimulation',
      'CoinProvenance',
      'CoinRules',
      'FilingReceipt',
      'FundOutstanding',
      'HoursRecord',
      'KindRate',
      'OriginRule',
      'PeriodEvent',
      'PeriodReport',
      'PolicyDifference',
      'RulePack',
      'StatementFile',
      'StatementLine',
      'Transfer',
      'TransferEntry',
      'TransferExplanation',
    ],
    actions: ['clearing', 'coins', 'hours', 'money', 'period'],
  },
};
