import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { CreatableCombobox } from '@/components/ui/creatable-combobox';
import { Field } from '@/components/ui/field';
import { toast } from '@/components/ui/toast';
import { fold } from '@/lib/fold';
import { newIdempotencyKey } from '@/lib/http';
import { explain } from '@/lib/problem';
import { categoriesQuery } from '../api';
import { createCategory, rememberCategory } from '../changes';
import { offered } from '../model';
import { t } from '../messages';

type Props = {
  label: string;
  value: string;
  error?: string | undefined;
  onChange: (name: string) => void;
  onBlur?: () => void;
};

/** The category of an entry, found by typing; one that isn't there is made at once. */
export function CategoryField({ label, value, error, onChange, onBlur }: Props) {
  const client = useQueryClient();
  const { data = [] } = useQuery(categoriesQuery);
  const create = useMutation({
    mutationFn: (name: string) => createCategory({ name }, newIdempotencyKey()),
    onSuccess: (made) => {
      rememberCategory(client, made);
      onChange(made.name);
      toast({ text: t('categories.added', { name: made.name }) });
    },
  });
  const options = offered(data, value).map(({ name, icon, parent_id, archived }) => ({
    value: name,
    label: archived ? t('categories.is-archived', { name }) : name,
    picture: icon,
    below: parent_id !== null,
    words: data.find(({ id }) => id === parent_id)?.name ?? '',
  }));
  const refused = create.isError
    ? t('categories.not-created', { name: create.variables, why: explain(create.error) })
    : undefined;
  return (
    <Field
      label={label}
      error={error ?? refused}
      hint={create.isPending ? t('categories.creating', { name: create.variables }) : undefined}
    >
      {(wiring) => (
        <CreatableCombobox
          wiring={wiring}
          label={label}
          value={value}
          options={options}
          fold={fold}
          createLabel={(name) => t('categories.create', { name })}
          onChange={(name) => {
            create.reset();
            onChange(name);
          }}
          onCreate={(name) => create.mutate(name)}
          {...(onBlur ? { onBlur } : {})}
        />
      )}
    </Field>
  );
}
