import type { Messages } from '../platform/common/messages.ts';

export const peopleMessages: Messages = {
  VALIDITY_INVALID: {
    en: 'The end is in the past, before the start, or more than a hundred years ahead. Choose another end, or leave it out.',
    zh: '结束时间已过、早于开始时间，或在一百年以后。请选择其他时间，或者不填。',
  },
  VALIDITY_TOO_FAR: {
    en: 'The start may be at most {daysBackMax, plural, one {# day} other {# days}} back and {daysAheadMax, plural, one {# day} other {# days}} ahead. Check the year, or leave the start out to use the present time.',
    zh: '开始时间最多可早于今天 {daysBackMax} 天、晚于今天 {daysAheadMax} 天。请核对年份，或者不填（即从现在起生效）。',
  },
  PERSON_NEEDED: {
    en: 'Send either personId for a registered person or person for a new one, but not both.',
    zh: '请填写已登记人员的编号（personId）或新人员的信息（person），二者选一。',
  },
  PERSON_KNOWN: {
    en: 'A person with this identity number is already registered in the foundation. Look them up, or ask the administrator.',
    zh: '基金会内已登记过此身份证号码的人员。请查找该人员，或联系管理员。',
  },
  PERSON_ERASED: {
    en: 'This person was erased, so nothing can be added. If they come back, register them again.',
    zh: '此人员已注销，不能再添加信息。如再次加入，请重新登记。',
  },
  ALREADY_REGISTERED: {
    en: 'This person already has this registration. Look them up in the list.',
    zh: '此人员已经以该身份登记，请在列表中查找。',
  },
  IDENTITY_NUMBER_INVALID: {
    en: 'This is not a valid identity number: it needs 18 characters, a past date of birth and a correct check digit. Compare it with the card.',
    zh: '身份证号码不正确：应为 18 位，出生日期真实有效且校验位正确。请对照证件检查。',
  },
  COMMUNITY_DIFFERS: {
    en: 'This person is registered in the community {slug}. Use that community.',
    zh: '此人员登记在社区“{slug}”，请填写该社区。',
  },
  POSSIBLE_DUPLICATE_ELSEWHERE: {
    en: 'A person with this name and telephone number is registered in another community of the foundation. Ask the administrator, or send allowDuplicate: true if this is another person.',
    zh: '基金会的其他社区已登记过姓名和电话相同的人员。请联系管理员；如确为另一人，请将 allowDuplicate 设为 true 后重新提交。',
  },
  FIELD_NOT_FOR_PURPOSE: {
    en: 'The purpose “{purpose}” does not cover {field}. Ask for fewer fields, or name your actual purpose.',
    zh: '以“{purpose}”为目的不能查看{field}。请减少查看内容，或选择实际目的。',
  },
  PURPOSE_RESERVED: {
    en: 'Only exportPersonalData records this purpose. Use that mutation, or name another purpose.',
    zh: '导出目的仅由 exportPersonalData 使用。请使用该操作或选择其他目的。',
  },
  ROLE_NOT_GRANTABLE: {
    en: 'The role {role} cannot be granted here. The head bank or the registration of an app grants it.',
    zh: '不能在此授予“{role}”角色：请通过总行或应用注册办理。',
  },
  ROLE_NEEDS_MANDATE: {
    en: 'The role of a family member starts and ends with its mandate. Use recordMandate or endMandate.',
    zh: '家属角色随委托授权产生和终止，请使用 recordMandate 或 endMandate。',
  },
  ROLE_NEEDS_SCOPE: {
    en: 'The role {role} needs {field}. Fill it in.',
    zh: '“{role}”角色需要填写{field}。',
  },
  ROLE_NEEDS_PERSON: {
    en: 'This person is not registered as {what}. Register them first.',
    zh: '此人员尚未登记为{what}，请先登记。',
  },
  ROLE_HELD: { en: 'The account already has this role there.', zh: '该账号已拥有此角色。' },
  ROLE_ENDED: { en: 'This role has already ended.', zh: '此角色已经终止。' },
  LAST_ADMINISTRATOR: {
    en: 'This is the last administrator of the foundation. Grant the role to somebody else first.',
    zh: '这是基金会最后一位管理员，请先将角色授予其他人。',
  },
  MEMBER_ALREADY: {
    en: 'The volunteer is already a member of this team.',
    zh: '该志愿者已经是本队成员。',
  },
  MEMBER_NOT: { en: 'The volunteer is not a member of this team.', zh: '该志愿者不是本队成员。' },
  MANDATE_ENDED: { en: 'This mandate has already ended.', zh: '此委托授权已经终止。' },
  QUALIFICATION_WITHDRAWN: {
    en: 'This qualification was already withdrawn.',
    zh: '此资质已经撤销。',
  },
  CONSENT_GIVEN: {
    en: 'A consent for {purpose} is already in force. To record a new one, withdraw it first.',
    zh: '已有针对“{purpose}”的有效同意。如需重新登记，请先撤回。',
  },
  CONSENT_WITHDRAWN: { en: 'This consent was already withdrawn.', zh: '此同意已经撤回。' },
  CSV_MISSING: {
    en: 'Send the table either as csv or as csvBase64, but not both.',
    zh: '请通过 csv 或 csvBase64 之一提交表格。',
  },
  CELL_MISSING: { en: 'Fill in {column}.', zh: '请填写{column}。' },
  CELL_TOO_LONG: {
    en: '{column} has more than {lengthMax, plural, one {# character} other {# characters}}. Shorten it.',
    zh: '{column}超过 {lengthMax} 个字符，请缩短。',
  },
  CELL_FORMULA: {
    en: '{column} starts with {character}, which a spreadsheet reads as a formula. Remove it.',
    zh: '{column}以 {character} 开头，会被表格软件当作公式，请删除。',
  },
  CELL_CHOICE: { en: '{column} must be one of: {choices}.', zh: '{column}应为：{choices}。' },
  YEAR_INVALID: {
    en: 'The year of birth must have four digits and be from {yearMin} to {yearMax}.',
    zh: '出生年份应为 {yearMin} 至 {yearMax} 之间的四位数字。',
  },
  COMMUNITY_UNKNOWN: {
    en: 'There is no community {name} in which you may register people. Check its short name.',
    zh: '没有您可以登记人员的社区 {name}，请检查简称。',
  },
  COMMUNITY_AMBIGUOUS: {
    en: 'Several communities are called {name}. Write the short name of the right one: {candidates}.',
    zh: '有多个名为“{name}”的社区，请改填所指社区的简称：{candidates}。',
  },
  DUPLICATE_IN_FILE: {
    en: 'Line {line} already has this person (same {what}). Remove one of the two lines, or import with allowDuplicate: true if they are two people.',
    zh: '与第 {line} 行重复（{what}相同）。请删除其中一行；如确为不同的人，请将 allowDuplicate 设为 true 后重新导入。',
  },
  DUPLICATE_ON_RECORD: {
    en: 'A person with the same {what} is already registered. Remove the line, correct that person instead, or import with allowDuplicate: true if this is another person.',
    zh: '已登记{what}相同的人员。请删除此行或更正该人员信息；如确为另一人，请将 allowDuplicate 设为 true 后重新导入。',
  },
};
