import { SearchOutlined } from '@ant-design/icons';
import { Input } from 'antd';
import { useDeferredValue, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useBoard } from './board-context.ts';

/**
 * Narrows the lanes to what was typed; what is typed is drawn at once, and the lanes when there is
 * time.
 */
export function SearchBox() {
  const { t } = useTranslation();
  const { model } = useBoard();
  const [text, setText] = useState('');
  const search = useDeferredValue(text.trim().toLowerCase());
  useEffect(() => model.show({ search }), [model, search]);
  return (
    <Input
      className="tools-search"
      allowClear
      prefix={<SearchOutlined aria-hidden />}
      placeholder={t('search')}
      aria-label={t('search')}
      value={text}
      onChange={(event) => setText(event.target.value)}
    />
  );
}
