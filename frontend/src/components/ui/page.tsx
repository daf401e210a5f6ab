import { useEffect, useRef, type ReactNode } from 'react';
import { t } from './messages';

type Props = { title: string; actions?: ReactNode; lead?: ReactNode; children: ReactNode };
let first = true;

/** A page: its title in the tab, its heading (which gets the focus on navigation), its content. */
export function Page({ title, actions, lead, children }: Props) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    // On the first load the browser's own start of the page is right; after that, say where we are.
    if (!first) heading.current?.focus({ preventScroll: true });
    first = false;
  }, []);
  useEffect(() => {
    document.title = t('ui.page-title', { title });
  }, [title]);
  return (
    <div className="mx-auto w-full max-w-5xl px-4 pt-6 pb-32 sm:px-8 sm:pt-10 sm:pb-16">
      <div className="mb-6 flex flex-wrap items-center justify-between gap-x-4 gap-y-3">
        <div>
          <h1 ref={heading} tabIndex={-1} className="text-2xl font-semibold sm:text-[1.75rem]">
            {title}
          </h1>
          {lead ? <p className="mt-1 text-text-2">{lead}</p> : null}
        </div>
        {actions ? <div className="flex flex-wrap gap-2">{actions}</div> : null}
      </div>
      {children}
    </div>
  );
}

/** A card with a heading of its own. */
export function Card({
  title,
  actions,
  children,
  className = '',
}: {
  title?: string;
  actions?: ReactNode;
  children: ReactNode;
  className?: string;
}) {
  return (
    <section className={`card overflow-hidden ${className}`} aria-label={title}>
      {title ? (
        <div className="flex min-h-13 items-center justify-between gap-4 px-4 pt-4 sm:px-5">
          <h2 className="text-base font-semibold">{title}</h2>
          <div className="shrink-0">{actions}</div>
        </div>
      ) : null}
      {children}
    </section>
  );
}
