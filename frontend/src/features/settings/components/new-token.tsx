import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { Field, TextInput } from '@/components/ui/field';
import type { NewToken } from '../account-api';
import { t } from '../account-messages';

/** The secret of a token that was just made: shown once, with a way to copy it. */
export function ShownOnce({ token, onDone }: { token: NewToken; onDone: () => void }) {
  const [copied, setCopied] = useState<boolean | null>(null);
  const copy = () =>
    navigator.clipboard.writeText(token.token).then(
      () => setCopied(true),
      () => setCopied(false),
    );
  return (
    <div className="grid gap-4">
      <p className="text-text-2">{t('account.token.made.why')}</p>
      <Field label={t('account.token.secret')}>
        {(wiring) => (
          <TextInput
            {...wiring}
            readOnly
            dir="ltr"
            value={token.token}
            className="font-mono text-sm"
            onFocus={(event) => event.target.select()}
          />
        )}
      </Field>
      <p role="status" className="text-sm text-text-2 empty:hidden">
        {copied === null ? null : t(copied ? 'account.token.copied' : 'account.token.not-copied')}
      </p>
      <div className="flex flex-wrap justify-end gap-3">
        <Button onClick={onDone}>{t('account.token.done')}</Button>
        <Button look="primary" onClick={() => void copy()}>
          {t('account.token.copy')}
        </Button>
      </div>
    </div>
  );
}
