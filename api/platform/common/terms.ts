import { fieldNames } from '../../../schema/field-names.ts';
import { typeNames } from '../../../schema/type-names.ts';
import type { Terms } from './messages.ts';

/** Words for values in the messages of every module. */
export const platformTerms: Terms = {
  what: typeNames,
  field: fieldNames,
  name: { '': { en: 'Somebody else', zh: '其他人' } },
  reason: { '': { en: 'no reason given', zh: '未说明' } },
};
