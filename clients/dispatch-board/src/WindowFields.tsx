import { Form, TimePicker } from 'antd';
import type { Dayjs } from 'dayjs';
import { useTranslation } from 'react-i18next';
import { enterAccepts } from './fields.tsx';
import { endsNextDay } from './time.ts';

/**
 * Times of day between which a visit is requested. An end before the start is on the next day, and
 * the form says so.
 */
export function WindowFields() {
  const { t } = useTranslation();
  const form = Form.useFormInstance<{ from?: Dayjs; to?: Dayjs }>();
  const from = Form.useWatch('from', form);
  const to = Form.useWatch('to', form);
  const required = (field: 'from' | 'to') => [
    { required: true, message: t('required', { field: t(`field.${field}`) }) },
  ];
  return (
    <>
      <Form.Item name="from" label={t('field.from')} rules={required('from')}>
        <TimePicker
          {...enterAccepts}
          format="HH:mm"
          minuteStep={5}
          allowClear={false}
          needConfirm={false}
        />
      </Form.Item>
      <Form.Item
        name="to"
        label={t('field.to')}
        rules={required('to')}
        extra={from && to && endsNextDay(from, to) && t('nextDay')}
      >
        <TimePicker
          {...enterAccepts}
          format="HH:mm"
          minuteStep={5}
          allowClear={false}
          needConfirm={false}
        />
      </Form.Item>
    </>
  );
}
