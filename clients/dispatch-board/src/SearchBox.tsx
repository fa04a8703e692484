import { SearchOutlined } from '@ant-design/icons';
import { Input } from 'antd';
import { useDeferredValue, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useBoard } from './board-context.ts';

/** Filters the lanes by the typed text. The text renders at once, the lanes with low priority. */
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
