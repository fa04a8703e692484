import type { Messages } from '../../platform/common/messages.ts';

export const decisionMessages: Messages = {
  EVIDENCE_MISSING: {
    en: 'The evidence is insufficient: missing {missing}; weight {weight} of {weightNeeded}. Add evidence, or give a reason to certify anyway.',
    zh: '佐证不足：缺少 {missing}；权重 {weight}/{weightNeeded}。请补充佐证，或说明仍予认证的原因。',
  },
  SECOND_PERSON_NEEDED: {
    en: 'You entered all the evidence of this visit. Ask another dispatcher of the community or an administrator to certify it.',
    zh: '本次服务的佐证全部由您录入，请由本社区的另一位调度员或管理员认证。',
  },
  OTHERS_EVIDENCE_NEEDED: {
    en: 'You entered all the evidence of this visit. Ask the elder, the family, the volunteer or the team leader to confirm it, or an administrator to certify it.',
    zh: '本次服务的佐证全部由您录入。请老人、家属、志愿者或队长本人确认，或由管理员认证。',
  },
  REVIEW_OPEN: {
    en: 'Anomalies of this visit that await review: {open}. Resolve them first.',
    zh: '本次服务还有 {open} 项异常待核查，请先处理。',
  },
  REVIEW_RESOLVED_ALREADY: { en: '{name} has already resolved it.', zh: '{name} 已经处理过了。' },
  NOTHING_TO_CORRECT: {
    en: 'The visit already counts {minutes} min, so there is nothing to correct.',
    zh: '本次服务已按 {minutes} 分钟计，无需更正。',
  },
  COINS_ALREADY_SPENT: {
    en: 'The volunteer has only {available} of the {needed} coins left. Wait for the balance to recover, or set leaveCoins to write them off with your reason.',
    zh: '志愿者只剩 {available} 枚，需收回 {needed} 枚。请等余额恢复，或选择 leaveCoins 按所填原因核销。',
  },
  MINUTES_NEEDED: { en: 'Enter the correct minutes.', zh: '请填写正确的分钟数。' },
  NO_SHOW_TOO_EARLY: {
    en: 'Nobody is expected before {requestedFrom}. Report the no-show then, or withdraw.',
    zh: '约定时间 {requestedFrom} 还没到，请届时再报，或改为退出。',
  },
  RULE_BEGINS_IN_PAST: {
    en: 'A rule cannot start in the past. Choose the present time or later.',
    zh: '规则不能从过去开始生效，请选择现在或以后。',
  },
  PLACE_METRES_TOO_FEW: {
    en: 'No device locates itself within {metresMin} m. Allow a larger distance.',
    zh: '没有设备能定位到 {metresMin} 米以内，请放宽。',
  },
  STAR_HOURS_NOT_RISING: {
    en: 'Each star must require more hours than the one before. Correct the hours.',
    zh: '每一星级的小时数必须高于前一星级。',
  },
};
