import { Checkbox, DatePicker, Form, Input, Segmented, Select } from 'antd';
import type { Dayjs } from 'dayjs';
import { useTranslation } from 'react-i18next';
import type { Gender } from '../documents.generated.ts';
import { enterAccepts, NumberField, tabMovesOn } from '../fields.tsx';
import { type Repeat, weekdayOf, type Weekday, weekdays } from './rule.ts';
import { useTeams } from './teams.ts';

/** Optional fields of a new request. */
export interface AdvancedValues {
  repeat?: Repeat;
  weekdays?: Weekday[];
  until?: Dayjs | null;
  volunteersNeeded?: number | null;
  language?: string;
  genderPreference?: Gender | 'ANY';
  sensitiveNote?: string;
  teamIds?: string[];
}

/** Whether, on which days and until when a request recurs. */
export function RepeatFields() {
  const { t } = useTranslation();
  const form = Form.useFormInstance<AdvancedValues & { day?: Dayjs }>();
  const repeat = Form.useWatch('repeat', form);
  const day = Form.useWatch('day', form);
  return (
    <>
      <Form.Item name="repeat" label={t('plan.repeat')} initialValue="NONE">
        <Segmented<Repeat>
          block
          options={[
            { value: 'NONE', label: t('plan.repeatNone') },
            { value: 'DAILY', label: t('plan.repeatDaily') },
            { value: 'WEEKLY', label: t('plan.repeatWeekly') },
          ]}
          onChange={(value) => {
            if (value === 'WEEKLY' && day) form.setFieldsValue({ weekdays: [weekdayOf(day)] });
          }}
        />
      </Form.Item>
      {repeat === 'WEEKLY' && (
        <Form.Item name="weekdays" label={t('plan.weekdays')}>
          <Checkbox.Group
            options={weekdays.map((value) => ({ value, label: t(`plan.weekday.${value}`) }))}
          />
        </Form.Item>
      )}
      {repeat !== undefined && repeat !== 'NONE' && (
        <Form.Item name="until" label={t('plan.until')}>
          <DatePicker {...enterAccepts} placeholder={t('plan.untilHint')} />
        </Form.Item>
      )}
    </>
  );
}

/** Language, gender, number of volunteers, teams and the restricted note. */
export function AdvancedFields() {
  const { t } = useTranslation();
  const { teams } = useTeams();
  return (
    <details className="advanced-fields">
      <summary>{t('plan.advanced')}</summary>
      <NumberField name="volunteersNeeded" label={t('plan.volunteersNeeded')} min={1} max={20} />
      <Form.Item name="language" label={t('plan.language')}>
        <Input maxLength={100} placeholder={t('plan.languageHint')} />
      </Form.Item>
      <Form.Item name="genderPreference" label={t('plan.genderPreference')} initialValue="ANY">
        <Segmented
          block
          options={[
            { value: 'ANY', label: t('plan.anyGender') },
            { value: 'FEMALE', label: t('plan.gender.FEMALE') },
            { value: 'MALE', label: t('plan.gender.MALE') },
          ]}
        />
      </Form.Item>
      <Form.Item name="teamIds" label={t('plan.teams')}>
        <Select
          {...tabMovesOn}
          mode="multiple"
          showSearch={{ optionFilterProp: 'label' }}
          loading={!teams}
          placeholder={t('plan.teamsHint')}
          options={teams?.map(({ id, name }) => ({ value: id, label: name }))}
        />
      </Form.Item>
      <Form.Item name="sensitiveNote" label={t('plan.sensitiveNote')}>
        <Input.TextArea maxLength={2_000} rows={2} placeholder={t('plan.sensitiveNoteHint')} />
      </Form.Item>
    </details>
  );
}

/** The values in the form of the API. */
export function moreOf({
  volunteersNeeded,
  language,
  genderPreference,
  sensitiveNote,
  teamIds,
}: AdvancedValues) {
  return {
    volunteersNeeded: volunteersNeeded ?? null,
    language: language?.trim() || null,
    genderPreference: genderPreference && genderPreference !== 'ANY' ? genderPreference : null,
    sensitiveNote: sensitiveNote?.trim() || null,
    teamIds: teamIds && teamIds.length > 0 ? teamIds : null,
  };
}
