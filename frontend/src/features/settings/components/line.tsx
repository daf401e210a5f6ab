import type { ReactNode } from 'react';

type Props = { title: ReactNode; text: ReactNode; children?: ReactNode };

/** A line of a card: what it is, a word on it, and what can be done. */
export function Line({ title, text, children }: Props) {
  return (
    <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3 px-4 py-4 sm:px-5">
      <div className="min-w-0 flex-[1_1_16rem]">
        <h3 className="font-medium">{title}</h3>
        <p className="text-sm text-text-3">{text}</p>
      </div>
      <div className="flex flex-wrap gap-2">{children}</div>
    </div>
  );
}
