import type { Combobox as Base } from '@base-ui/react/combobox';
import { useRef, useState } from 'react';

/**
 * What is being typed into a combobox; null while its input shows what is chosen. The input is
 * controlled, because the library by itself writes the chosen label over what is typed: whenever
 * the choices change, and when the list has finished closing, which may be after the next key.
 *
 * @returns `text`, and what goes onto the root (`root`) and onto the input (`onBlur`).
 */
export function useTyped() {
  const [text, setText] = useState<string | null>(null);
  const open = useRef(false);
  return {
    text,
    root: {
      onInputValueChange: (next: string, { reason }: Base.Root.ChangeEventDetails) => {
        if (reason !== 'none') {
          setText(reason === 'input-change' || reason === 'input-clear' ? next : null);
        }
      },
      onOpenChange: (next: boolean) => {
        open.current = next;
        if (!next) setText(null);
      },
    },
    // An open list stays as it is: a finger on one of its items takes the focus away first.
    onBlur: () => {
      if (!open.current) setText(null);
    },
  };
}
