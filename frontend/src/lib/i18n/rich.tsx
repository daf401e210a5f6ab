import { Fragment, type ReactNode } from 'react';

/** A sentence with elements in its gaps: `rich(t.parts('list.total', { sum: <bdi>…</bdi> }))`. */
export function rich(parts: readonly ReactNode[]): ReactNode {
  return parts.map((part, place) => <Fragment key={place}>{part}</Fragment>);
}
