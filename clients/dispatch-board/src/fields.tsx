import { Form, InputNumber, Radio } from 'antd';
import type { KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';

interface NumberFieldProps {
  name: string;
  label: string;
  min: number;
  max: number;
  step?: number;
  autoFocus?: boolean;
  isRequired?: boolean;
}

/**
 * A whole number within limits. A number outside them stays as typed, with a message: `min` and
 * `max` of InputNumber would replace it, and somebody who looks elsewhere would not notice.
 */
export function NumberField({
  name,
  label,
  min,
  max,
  step = 1,
  autoFocus = false,
  isRequired = false,
}: NumberFieldProps) {
  const { t } = useTranslation();
  return (
    <Form.Item
      name={name}
      label={label}
      rules={[
        { required: isRequired, message: t('required', { field: label }) },
        { type: 'integer', min, max, message: t('wholeNumber', { min, max }) },
      ]}
    >
      <InputNumber autoFocus={autoFocus} step={step} />
    </Form.Item>
  );
}

interface ChoiceFieldProps {
  name: string;
  label: string;
  options: { value: string | boolean; label: string }[];
}

/** A verdict about a visit. Nothing is chosen beforehand, so that a person decides. */
export function ChoiceField({ name, label, options }: ChoiceFieldProps) {
  const { t } = useTranslation();
  return (
    <Form.Item name={name} label={label} rules={[{ required: true, message: t('choose') }]}>
      <Radio.Group options={options} />
    </Form.Item>
  );
}

/** Props of a date or time field: the Enter key accepts what was typed, and sends no form. */
export const enterAccepts = {
  onKeyDown: (event: KeyboardEvent<HTMLElement>): void => {
    if (event.key === 'Enter') event.preventDefault();
  },
};

/**
 * Props of a list of choices: the Tab key moves on. By default it would choose the option under the
 * cursor, which is the first one as soon as the list is open.
 */
export const tabMovesOn = {
  onInputKeyDown: (event: KeyboardEvent<HTMLElement>): void => {
    if (event.key === 'Tab') event.stopPropagation();
  },
};
