import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { OpenPeriod } from '@/lib/period';

type Props = OpenPeriod & { category?: string; merchant?: string; children: ReactNode };

/** A figure that opens the entries behind it. */
export function EntriesLink({ children, ...search }: Props) {
  return (
    <Link to="/expenses" search={search} className="hover:text-accent hover:underline">
      {children}
    </Link>
  );
}
