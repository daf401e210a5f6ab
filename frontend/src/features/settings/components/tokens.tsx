import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Card } from '@/components/ui/page';
import { ErrorState } from '@/components/ui/states';
import { toast } from '@/components/ui/toast';
import { formatInstant } from '@/lib/calendar-date';
import { explain } from '@/lib/problem';
import { usePreferences } from '@/lib/preferences';
import { revokeToken, tokensQuery, type NewToken, type Token } from '../account-api';
import { Line } from './line';
import { ShownOnce } from './new-token';
import { TokenForm } from './token-form';
import { t } from '../account-messages';

function AskRevoke({ token, onClose }: { token: Token; onClose: () => void }) {
  const client = useQueryClient();
  const revoke = useMutation({
    mutationFn: () => revokeToken(token.id),
    onSuccess: () => {
      toast({ text: t('account.token.revoked', { name: token.name }) });
      onClose();
    },
    onSettled: () => client.invalidateQueries({ queryKey: tokensQuery.queryKey }),
  });
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('account.token.revoke.ask', { name: token.name })}
      size="small"
    >
      <p className="text-text-2">{t('account.token.revoke.why')}</p>
      <div role="alert" className="mt-3 text-sm font-medium text-danger empty:hidden">
        {revoke.isError ? explain(revoke.error) : null}
      </div>
      <div className="mt-6 flex flex-wrap justify-end gap-3">
        <Button onClick={onClose}>{t('account.token.revoke.keep')}</Button>
        <Button look="danger" busy={revoke.isPending} onClick={() => revoke.mutate()}>
          {t('account.token.revoke')}
        </Button>
      </div>
    </Dialog>
  );
}

/** A token in words: what it may do, until when, and when it was used. */
function useWords(): (token: Token) => string {
  const { locale, timeZone } = usePreferences();
  const when = (instant: string) => formatInstant(instant, locale, timeZone);
  return ({ scope, expires_at: end, last_used_at: used }) =>
    [
      t(scope === 'read' ? 'account.token.reads' : 'account.token.writes'),
      used === null ? t('account.token.unused') : t('account.session.used', { when: when(used) }),
      t(Date.parse(end) > Date.now() ? 'account.token.until' : 'account.token.over', {
        when: when(end),
      }),
    ].join(' · ');
}

/** Tokens for a person's own programs: listed, made, revoked. */
export function Tokens() {
  const tokens = useQuery(tokensQuery);
  const words = useWords();
  const [making, setMaking] = useState(false);
  const [made, setMade] = useState<NewToken | null>(null);
  const [revoking, setRevoking] = useState<Token | null>(null);
  const close = () => {
    setMaking(false);
    setMade(null);
  };
  return (
    <Card
      title={t('account.tokens')}
      actions={
        <Button look="quiet" onClick={() => setMaking(true)}>
          {t('account.tokens.make')}
        </Button>
      }
    >
      <p className="px-4 text-sm text-text-3 sm:px-5">{t('account.tokens.hint')}</p>
      {tokens.isError ? (
        <ErrorState
          what={t('account.tokens.failed')}
          error={tokens.error}
          onRetry={() => void tokens.refetch()}
        />
      ) : null}
      {tokens.isPending ? <div className="skeleton m-4 h-12" /> : null}
      {tokens.data?.length === 0 ? (
        <p className="p-4 text-text-2 sm:px-5">{t('account.tokens.none')}</p>
      ) : null}
      <ul className="divide-y divide-line empty:hidden">
        {tokens.data?.map((token) => (
          <li key={token.id}>
            <Line title={<bdi className="wrap-anywhere">{token.name}</bdi>} text={words(token)}>
              <Button
                look="danger"
                aria-label={t('account.token.revoke.which', { name: token.name })}
                onClick={() => setRevoking(token)}
              >
                {t('account.token.revoke')}
              </Button>
            </Line>
          </li>
        ))}
      </ul>
      <Dialog
        open={making}
        onClose={close}
        title={t(made ? 'account.token.made' : 'account.tokens.make')}
        modalOnly={made !== null}
      >
        {made ? <ShownOnce token={made} onDone={close} /> : <TokenForm onMade={setMade} />}
      </Dialog>
      {revoking ? <AskRevoke token={revoking} onClose={() => setRevoking(null)} /> : null}
    </Card>
  );
}
