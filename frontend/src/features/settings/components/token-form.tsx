import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useId, useState, type FormEvent } from 'react';
import { Button } from '@/components/ui/button';
import { Field, Select, TextInput } from '@/components/ui/field';
import { newIdempotencyKey } from '@/lib/http';
import { ApiError, explain } from '@/lib/problem';
import { makeToken, tokensQuery, type NewToken, type Token } from '../account-api';
import { t } from '../account-messages';

const terms = [7, 30, 90, 180, 365];

/** What a new token is called, may do, and how long it lasts. */
export function TokenForm({ onMade }: { onMade: (token: NewToken) => void }) {
  const client = useQueryClient();
  const note = useId();
  const [name, setName] = useState('');
  const [scope, setScope] = useState<Token['scope']>('read');
  const [days, setDays] = useState(90);
  const [missing, setMissing] = useState(false);
  // Names this wish; once the form says something else, it is another one.
  const [key, setKey] = useState(newIdempotencyKey);
  const make = useMutation({
    mutationFn: () => makeToken({ name: name.trim(), scope, expires_in_days: days }, key),
    onSuccess: onMade,
    onSettled: () => client.invalidateQueries({ queryKey: tokensQuery.queryKey }),
  });
  const fields = make.error instanceof ApiError ? (make.error.problem.errors ?? []) : [];
  const wrongName = fields.find(({ field }) => field === 'name')?.message;
  const send = (event: FormEvent) => {
    event.preventDefault();
    setMissing(name.trim() === '');
    if (name.trim() !== '') make.mutate();
  };
  return (
    <form
      noValidate
      onSubmit={send}
      onChange={() => setKey(newIdempotencyKey())}
      className="grid gap-4"
      aria-describedby={note}
    >
      <Field
        label={t('account.token.name')}
        hint={t('account.token.name.hint')}
        error={missing && name.trim() === '' ? t('account.token.name.missing') : wrongName}
      >
        {(wiring) => (
          <TextInput
            {...wiring}
            required
            maxLength={60}
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
        )}
      </Field>
      <Field label={t('account.token.scope')}>
        {(wiring) => (
          <Select
            {...wiring}
            value={scope}
            onChange={({ target }) => setScope(target.value === 'write' ? 'write' : 'read')}
          >
            <option value="read">{t('account.token.scope.read')}</option>
            <option value="write">{t('account.token.scope.write')}</option>
          </Select>
        )}
      </Field>
      <Field label={t('account.token.days')}>
        {(wiring) => (
          <Select {...wiring} value={days} onChange={({ target }) => setDays(Number(target.value))}>
            {terms.map((count) => (
              <option key={count} value={count}>
                {t('account.token.days.value', { count })}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <div id={note} role="alert" className="text-sm font-medium text-danger empty:hidden">
        {make.isError && !wrongName ? explain(make.error) : null}
      </div>
      <Button type="submit" look="primary" busy={make.isPending}>
        {t('account.token.make')}
      </Button>
    </form>
  );
}
