import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState, type FormEvent } from 'react';
import { Button } from '@/components/ui/button';
import { Field, Select, TextInput } from '@/components/ui/field';
import { Notice } from '@/components/ui/states';
import { toast } from '@/components/ui/toast';
import { newIdempotencyKey } from '@/lib/http';
import { ApiError, explain } from '@/lib/problem';
import { categoriesQuery, type Category } from '../api';
import { changeCategory, createCategory, refreshCategories, rememberCategory } from '../changes';
import { findByName, palette, pictures, possibleParents } from '../model';
import { ColorChoice } from './color-choice';
import { t } from '../messages';

type Props = {
  categories: readonly Category[];
  /** The category to change, or nothing to add one. */
  category?: Category;
  parent?: Category | null;
  /** Called with what was saved. */
  onDone: (saved: Category) => void;
};
type FieldName = 'name' | 'icon' | 'color' | 'parent_id';
type Errors = Partial<Record<FieldName, string>>;

const fieldOf: Record<string, FieldName> = {
  name: 'name',
  icon: 'icon',
  color_light: 'color',
  color_dark: 'color',
  parent_id: 'parent_id',
};

/** Adds or changes a category. What was typed stays when the server refuses it. */
export function CategoryForm({ categories, category, parent = null, onDone }: Props) {
  const client = useQueryClient();
  const [, light, dark] = palette[categories.length % palette.length] ?? ['grey', '', ''];
  const [base, setBase] = useState(category);
  const [draft, setDraft] = useState({
    name: category?.name ?? '',
    icon: category?.icon ?? '📦',
    color_light: category?.color_light ?? parent?.color_light ?? light,
    color_dark: category?.color_dark ?? parent?.color_dark ?? dark,
    parent_id: category ? category.parent_id : (parent?.id ?? null),
  });
  const [errors, setErrors] = useState<Errors>({});
  const [failure, setFailure] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const key = useRef(newIdempotencyKey());
  const nameField = useRef<HTMLInputElement>(null);
  const set = (changes: Partial<typeof draft>) => {
    setDraft({ ...draft, ...changes });
    key.current = newIdempotencyKey();
  };
  const parents = possibleParents(categories, category ?? null);

  const check = (): Errors => {
    const name = draft.name.trim();
    if (name === '') return { name: t('categories.form.no-name') };
    if (Array.from(name).length > 60) return { name: t('categories.form.long-name') };
    const twin = findByName(categories, name);
    if (twin && twin.id !== category?.id)
      return { name: t('categories.form.taken', { name: twin.name }) };
    return draft.icon.trim() === '' ? { icon: t('categories.form.bad-icon') } : {};
  };

  const refuse = async (error: unknown) => {
    if (error instanceof ApiError && error.status === 412 && base) {
      // What is there now becomes what the next try is based on; what was typed stays.
      const now = await client.fetchQuery({ ...categoriesQuery, staleTime: 0 }).catch(() => null);
      const newer = now?.find(({ id }) => id === base.id);
      if (newer) setBase(newer);
      key.current = newIdempotencyKey();
      setFailure(t('categories.form.changed'));
      return;
    }
    const told = error instanceof ApiError ? (error.problem.errors ?? []) : [];
    const found: Errors = {};
    for (const { field = '', code, message } of told) {
      const own = fieldOf[field];
      if (own) found[own] = code === 'bad_icon' ? t('categories.form.bad-icon') : message;
    }
    setErrors(found);
    if (Object.keys(found).length === 0) setFailure(explain(error));
  };

  const save = async (event: FormEvent) => {
    event.preventDefault();
    if (busy) return;
    const found = check();
    setErrors(found);
    setFailure(null);
    if (Object.keys(found).length > 0) {
      if (found.name) nameField.current?.focus();
      return;
    }
    setBusy(true);
    const sent = { ...draft, name: draft.name.trim(), icon: draft.icon.trim() };
    try {
      const saved = base
        ? await changeCategory(base, sent, key.current)
        : await createCategory(sent, key.current);
      toast({ text: base ? t('categories.saved') : t('categories.added', { name: sent.name }) });
      rememberCategory(client, saved);
      void refreshCategories(client);
      onDone(saved);
    } catch (error) {
      await refuse(error);
    } finally {
      setBusy(false);
    }
  };

  return (
    <form noValidate onSubmit={(event) => void save(event)} className="grid gap-4">
      <Field label={t('categories.form.name')} error={errors.name}>
        {(wiring) => (
          <TextInput
            {...wiring}
            ref={nameField}
            value={draft.name}
            maxLength={200}
            onChange={({ target }) => set({ name: target.value })}
          />
        )}
      </Field>
      <Field
        label={t('categories.form.icon')}
        hint={t('categories.form.icon.hint')}
        error={errors.icon}
      >
        {(wiring) => (
          <TextInput
            {...wiring}
            value={draft.icon}
            maxLength={40}
            className="!w-20 text-center !text-xl"
            onChange={({ target }) => set({ icon: target.value })}
          />
        )}
      </Field>
      <div
        role="group"
        aria-label={t('categories.form.icon.choose')}
        className="-mt-1 flex flex-wrap gap-1"
      >
        {pictures.map((picture) => (
          <button
            key={picture}
            type="button"
            aria-pressed={draft.icon === picture}
            onClick={() => set({ icon: picture })}
            className="grid size-9 place-items-center rounded-lg text-lg hover:bg-surface-2 aria-pressed:bg-accent-soft aria-pressed:outline-2 aria-pressed:outline-accent"
          >
            {picture}
          </button>
        ))}
      </div>
      <ColorChoice
        light={draft.color_light}
        dark={draft.color_dark}
        onChange={(color_light, color_dark) => set({ color_light, color_dark })}
      />
      {errors.color ? <p className="text-sm font-medium text-danger">{errors.color}</p> : null}
      <Field
        label={t('categories.form.parent')}
        error={errors.parent_id}
        hint={
          category && parents.length === 0 && !category.fallback
            ? t('categories.form.parent.fixed')
            : undefined
        }
      >
        {(wiring) => (
          <Select
            {...wiring}
            value={draft.parent_id ?? ''}
            onChange={({ target }) =>
              set({ parent_id: target.value === '' ? null : Number(target.value) })
            }
          >
            <option value="">{t('categories.form.top')}</option>
            {parents.map(({ id, name, icon }) => (
              <option key={id} value={id}>
                {icon} {name}
              </option>
            ))}
          </Select>
        )}
      </Field>
      {failure ? <Notice tone="error">{failure}</Notice> : null}
      <Button type="submit" look="primary" busy={busy} className="mt-2">
        {base ? t('categories.form.save') : t('categories.form.do')}
      </Button>
    </form>
  );
}
