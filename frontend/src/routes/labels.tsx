import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Plus, Store } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Button } from '@/components/ui/button';
import { TextInput } from '@/components/ui/field';
import { Page } from '@/components/ui/page';
import { EmptyState, ErrorState, SkeletonRows } from '@/components/ui/states';
import { kinds, labelsQuery, type Kind } from '@/features/labels/api';
import { LabelList, type Asked } from '@/features/labels/components/label-list';
import { NameDialog } from '@/features/labels/components/name-dialog';
import { ReplaceDialog } from '@/features/labels/components/replace-dialog';
import { t } from '@/features/labels/messages';

function LabelsPage({ kind }: { kind: Kind }) {
  const [text, setText] = useState('');
  const [q, setQ] = useState('');
  const [asked, setAsked] = useState<Asked | { what: 'add' } | null>(null);
  const labels = useQuery({ ...labelsQuery(kind, q), placeholderData: keepPreviousData });
  // Others to merge with are all, not only those that were searched for.
  const all = useQuery({ ...labelsQuery(kind), enabled: asked?.what === 'merge' });
  useEffect(() => {
    const timer = setTimeout(() => setQ(text.trim()), 250);
    return () => clearTimeout(timer);
  }, [text]);
  const close = () => setAsked(null);
  const { data, error, refetch } = labels;
  // The list may have been fetched again while the dialog was open.
  const now = (asking: Asked) => data?.find(({ id }) => id === asking.label.id) ?? asking.label;
  return (
    <Page
      title={t(`labels.${kind}`)}
      lead={t('labels.lead')}
      actions={
        kind === 'payment-methods' ? (
          <Button look="primary" onClick={() => setAsked({ what: 'add' })}>
            <Plus size={18} aria-hidden="true" />
            {t('labels.add')}
          </Button>
        ) : null
      }
    >
      <nav aria-label={t('labels.kinds')} className="mb-4 flex flex-wrap gap-2">
        {kinds.map((one) => (
          <Link
            key={one}
            to={`/${one}`}
            className="grid min-h-11 place-items-center rounded-full border border-line-strong/50 px-4 text-sm [&[aria-current=page]]:border-accent [&[aria-current=page]]:bg-accent-soft [&[aria-current=page]]:font-medium"
          >
            {t(`labels.${one}`)}
          </Link>
        ))}
      </nav>
      <TextInput
        type="search"
        aria-label={t('labels.search')}
        placeholder={t('labels.search')}
        maxLength={100}
        value={text}
        onChange={({ target }) => setText(target.value)}
        className="mb-4 max-w-md"
      />
      <div className="card overflow-hidden">
        {labels.isPending ? <SkeletonRows count={6} label={t('labels.loading')} /> : null}
        {error && !data ? (
          <ErrorState error={error} what={t('labels.failed')} onRetry={() => void refetch()} />
        ) : null}
        {data?.length === 0 ? (
          <EmptyState
            icon={<Store size={28} />}
            title={q === '' ? t('labels.empty') : t('labels.nothing', { words: q })}
          >
            {q === '' ? t('labels.empty.why') : null}
          </EmptyState>
        ) : null}
        {data && data.length > 0 ? <LabelList kind={kind} labels={data} onAsk={setAsked} /> : null}
      </div>
      {asked?.what === 'add' ? <NameDialog kind={kind} onClose={close} /> : null}
      {asked?.what === 'rename' ? (
        <NameDialog kind={kind} label={now(asked)} onClose={close} />
      ) : null}
      {asked?.what === 'merge' || asked?.what === 'delete' ? (
        <ReplaceDialog
          what={asked.what}
          kind={kind}
          label={now(asked)}
          labels={all.data ?? []}
          onClose={close}
        />
      ) : null}
    </Page>
  );
}

// Each address is a page of its own, so that nothing of one (a search, a dialog) stays in the next.
export const MerchantsPage = () => <LabelsPage key="merchants" kind="merchants" />;
export const TagsPage = () => <LabelsPage key="tags" kind="tags" />;
export const PaymentMethodsPage = () => <LabelsPage key="methods" kind="payment-methods" />;
