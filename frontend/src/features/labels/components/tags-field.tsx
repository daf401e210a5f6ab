import { X } from 'lucide-react';
import { useId, useState, type KeyboardEvent } from 'react';
import { Field } from '@/components/ui/field';
import { Suggest } from '@/components/ui/suggest';
import { fold } from '@/lib/fold';
import { t } from '../field-messages';

const most = 10;

type Props = {
  /** Else “Tags”. */
  label?: string;
  value: readonly string[];
  onChange: (tags: string[]) => void;
  suggestions: readonly string[];
  error?: string | undefined;
};

/** Tags as chips; typing one and Enter, a comma or leaving the field adds it. */
export function TagsField({
  label = t('labels.field.tags'),
  value,
  onChange,
  suggestions,
  error,
}: Props) {
  const [text, setText] = useState('');
  const list = useId();
  const has = (name: string) => value.some((tag) => fold(tag) === fold(name));
  const addAll = (names: readonly string[]) => {
    setText('');
    const next = [...value];
    for (const typed of names) {
      const name = typed.replace(/\p{Cc}/gu, ' ').trim();
      const there = next.some((tag) => fold(tag) === fold(name));
      if (name !== '' && !there && next.length < most) next.push(name);
    }
    if (next.length > value.length) onChange(next);
  };
  // What was pasted may have several; and on phones a comma is no key that is pressed.
  const add = (typed: string) => addAll(typed.split(','));
  const remove = (name: string) => onChange(value.filter((tag) => tag !== name));
  const keys = (event: KeyboardEvent) => {
    const typed = text.trim() !== '';
    if (event.nativeEvent.isComposing) return;
    if (typed && (event.key === 'Enter' || event.key === ',')) {
      // Enter goes on to save only with Ctrl; else it has done its work here.
      if (!event.ctrlKey && !event.metaKey) event.preventDefault();
      add(text);
    } else if (!typed && event.key === 'Backspace' && value.length > 0) {
      onChange(value.slice(0, -1));
    }
  };
  return (
    <div className="grid gap-2">
      <Field
        label={label}
        error={error}
        hint={value.length >= most ? t('labels.field.tags.most', { count: most }) : undefined}
      >
        {(wiring) => (
          <Suggest
            {...wiring}
            // While the list is open, the label is hidden from screen readers.
            aria-label={label}
            value={text}
            onChange={setText}
            onChoose={(name) => addAll([name])}
            onKeyDown={keys}
            onBlur={() => add(text)}
            suggestions={suggestions.filter((name) => !has(name))}
            maxLength={60}
            disabled={value.length >= most}
            placeholder={t('labels.field.tags.add')}
          />
        )}
      </Field>
      {value.length > 0 ? (
        <ul id={list} aria-label={label} className="flex flex-wrap gap-2">
          {value.map((name) => (
            <li key={name}>
              <button
                type="button"
                aria-label={t('labels.field.tags.remove', { name })}
                onClick={() => remove(name)}
                className="inline-flex min-h-9 items-center gap-1.5 rounded-full bg-accent-soft py-1 ps-3.5 pe-2.5 text-sm hover:bg-line"
              >
                <bdi>{name}</bdi>
                <X size={16} aria-hidden="true" />
              </button>
            </li>
          ))}
        </ul>
      ) : null}
    </div>
  );
}
