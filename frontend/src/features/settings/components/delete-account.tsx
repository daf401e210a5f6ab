import { useMutation } from '@tanstack/react-query';
import { useEffect, useState, type FormEvent } from 'react';
import { Button, buttonClass } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Field, TextInput } from '@/components/ui/field';
import { countUnsent } from '@/lib/database';
import { ApiError, explain } from '@/lib/problem';
import { forgetHere } from '@/features/session/forget';
import type { User } from '@/features/session/schema';
import { deleteAccount } from '../account-api';
import { t } from '../account-messages';

const again = `/api/auth/login?return=${encodeURIComponent('/settings#account')}`;

/** Asks for the typed address and a fresh sign-in, and leaves the app when the account is gone. */
export function DeleteAccount({ user, onClose }: { user: User; onClose: () => void }) {
  const [typed, setTyped] = useState('');
  const [unsent, setUnsent] = useState(0);
  useEffect(() => void countUnsent(user.id).then(setUnsent), [user.id]);
  const wanted = user.email || user.name || 'delete';
  const remove = useMutation({
    mutationFn: async () => {
      await deleteAccount(typed);
      await forgetHere(user.id);
    },
    // Leaving the page drops everything that it held of this person.
    onSuccess: () => window.location.assign('/sign-in?error=leaving'),
  });
  const problem = remove.error instanceof ApiError ? remove.error.problem : undefined;
  const wrong = problem?.errors?.find(({ field }) => field === 'confirm')?.message;
  const old = problem?.code === 'sign_in_again';
  const send = (event: FormEvent) => {
    event.preventDefault();
    remove.mutate();
  };
  return (
    <Dialog open onClose={onClose} title={t('account.delete.ask')} size="small">
      <form noValidate onSubmit={send} className="grid gap-4">
        <p className="text-text-2">{t('account.delete.why')}</p>
        {unsent > 0 ? (
          <p className="font-medium text-danger">{t('account.delete.unsent', { count: unsent })}</p>
        ) : null}
        <Field label={t('account.delete.type', { what: wanted })} error={wrong}>
          {(wiring) => (
            <TextInput
              {...wiring}
              dir="auto"
              autoCapitalize="none"
              spellCheck={false}
              value={typed}
              onChange={(event) => setTyped(event.target.value)}
            />
          )}
        </Field>
        <div role="alert" className="grid gap-3 text-sm font-medium text-danger empty:hidden">
          {old ? (
            <>
              {t('account.delete.old')}
              <a href={again} className={buttonClass('plain', 'justify-self-start')}>
                {t('account.delete.sign-in')}
              </a>
            </>
          ) : null}
          {remove.isError && !wrong && !old ? explain(remove.error) : null}
        </div>
        <div className="flex flex-wrap justify-end gap-3">
          <Button onClick={onClose}>{t('account.delete.keep')}</Button>
          <Button type="submit" look="danger" busy={remove.isPending}>
            {t('account.delete.confirm')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
