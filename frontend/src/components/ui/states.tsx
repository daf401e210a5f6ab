import { CloudOff } from 'lucide-react';
import type { ReactNode } from 'react';
import { explain, referenceOf } from '@/lib/problem';
import { Button } from './button';
import { t } from './messages';

/** What is shown in place of something that could not be loaded. Never looks like an empty list. */
export function ErrorState({
  error,
  onRetry,
  what,
}: {
  error: unknown;
  onRetry: () => void;
  what: string;
}) {
  const reference = referenceOf(error);
  return (
    <div role="alert" className="grid justify-items-center gap-3 px-4 py-8 text-center">
      <CloudOff aria-hidden="true" className="text-text-3" size={28} />
      <p className="font-medium">{what}</p>
      <p className="max-w-sm text-sm text-text-2">{explain(error)}</p>
      <Button onClick={onRetry}>{t('ui.retry')}</Button>
      {reference ? <p className="text-xs text-text-3">{t('ui.reference', { reference })}</p> : null}
    </div>
  );
}

type Empty = { icon: ReactNode; title: string; children?: ReactNode; actions?: ReactNode };

export function EmptyState({ icon, title, children, actions }: Empty) {
  return (
    <div className="grid justify-items-center gap-3 px-4 py-12 text-center">
      <span
        aria-hidden="true"
        className="grid size-16 place-items-center rounded-full bg-accent-soft text-accent"
      >
        {icon}
      </span>
      <p className="text-lg font-semibold">{title}</p>
      {children ? <div className="max-w-sm text-text-2">{children}</div> : null}
      {actions ? <div className="mt-2 flex flex-wrap justify-center gap-3">{actions}</div> : null}
    </div>
  );
}

/** Grey rows of the final size while a list loads. */
export function SkeletonRows({ count, label }: { count: number; label: string }) {
  return (
    <div role="status" aria-label={label} className="divide-y divide-line">
      {Array.from({ length: count }, (_, index) => (
        <div key={index} className="flex items-center gap-4 px-4 py-3 sm:px-5">
          <div className="skeleton size-10" />
          <div className="grid flex-1 gap-2">
            <div className="skeleton h-4 w-2/5" />
            <div className="skeleton h-3 w-1/4" />
          </div>
          <div className="skeleton h-4 w-20" />
        </div>
      ))}
    </div>
  );
}

/** A sentence in a coloured box. */
export function Notice({
  tone = 'info',
  children,
}: {
  tone?: 'info' | 'warning' | 'error';
  children: ReactNode;
}) {
  const look = {
    info: 'bg-accent-soft text-text',
    warning: 'bg-warning-soft text-text',
    error: 'bg-danger-soft text-danger',
  }[tone];
  return (
    <div
      role={tone === 'error' ? 'alert' : undefined}
      className={`rounded-xl px-4 py-3 text-sm ${look}`}
    >
      {children}
    </div>
  );
}
