import { roleWords } from '../identity/role-words.ts';
import type { Terms } from '../platform/common/messages.ts';

/** Terms of people in messages. */
export const peopleTerms: Terms = {
  what: {
    identity_number: { en: 'identity number', zh: '身份证号' },
    phone: { en: 'name and telephone number', zh: '姓名和电话' },
    name: { en: 'name and no distinguishing details', zh: '姓名（且无其他信息可区分）' },
  },
  role: roleWords,
  field: {
    ADDRESS: { en: 'the address', zh: '地址' },
    HEALTH_NOTES: { en: 'the health notes', zh: '健康备注' },
    IDENTITY_NUMBER: { en: 'the identity number', zh: '身份证号' },
    PHONE: { en: 'the telephone number', zh: '电话' },
    SENSITIVE_NOTE: { en: 'the sensitive note', zh: '敏感备注' },
    communityId: { en: 'a community', zh: '社区' },
    personId: { en: 'a person', zh: '人员' },
    teamId: { en: 'a team', zh: '服务队' },
  },
  purpose: {
    CARE: { en: 'care', zh: '照护' },
    CORRECTION: { en: 'a correction', zh: '更正信息' },
    EMERGENCY: { en: 'an emergency', zh: '紧急情况' },
    EXPORT: { en: 'a copy for the person', zh: '导出副本' },
    HEALTH_DATA: { en: 'health data', zh: '健康数据' },
    IDENTITY_CHECK: { en: 'an identity check', zh: '身份核验' },
    LOCATION: { en: 'location data', zh: '位置信息' },
    MERCHANT_STANDING: { en: 'standing with merchants', zh: '商户优惠资格' },
    PHOTOS: { en: 'photos', zh: '照片' },
    RESEARCH: { en: 'research', zh: '研究' },
    SERVICE: { en: 'service', zh: '上门服务' },
    WELLBEING: { en: 'wellbeing questions', zh: '福祉问卷' },
  },
};
