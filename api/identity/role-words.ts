import type { Role } from '../../schema/identity/role-grant.ts';
import type { Message } from '../platform/common/messages.ts';

/** Display names of roles. */
export const roleWords: Readonly<Record<Role, Message>> = {
  AUDITOR: { en: 'auditor', zh: '审计员' },
  DISPATCHER: { en: 'dispatcher', zh: '调度员' },
  ELDER: { en: 'elder', zh: '老人' },
  FAMILY_MEMBER: { en: 'family member', zh: '家属' },
  FOUNDATION_ADMIN: { en: 'foundation administrator', zh: '基金会管理员' },
  FOUNDATION_ANALYST: { en: 'foundation analyst', zh: '基金会分析员' },
  HEAD_BANK_OPERATOR: { en: 'head bank operator', zh: '总行操作员' },
  MERCHANT: { en: 'merchant', zh: '商户' },
  PARTNER_APP: { en: 'partner app', zh: '合作应用' },
  TEAM_LEADER: { en: 'team leader', zh: '服务队队长' },
  VOLUNTEER: { en: 'volunteer', zh: '志愿者' },
};
