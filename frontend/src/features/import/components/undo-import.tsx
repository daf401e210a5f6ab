import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button } from '@/components/ui/button';
import { toast } from '@/components/ui/toast';
import { explain } from '@/lib/problem';
import { undoImport } from '../api';

/** Takes a whole import back; entries edited since then stay. */
export function UndoImport({
  id,
  name,
  onDone,
}: {
  id: number;
  name: string;
  onDone?: () => void;
}) {
  const client = useQueryClient();
  const undo = useMutation({
    mutationFn: () => undoImport(id),
    onSuccess: ({ deleted, kept }) => {
      const rest = kept > 0 ? ` ${kept} that you changed since then stay.` : '';
      toast({
        text: `Import undone: ${deleted} ${deleted === 1 ? 'expense' : 'expenses'} moved to the trash.${rest}`,
      });
      onDone?.();
    },
    onError: (error) => toast({ text: `Not undone. ${explain(error)}`, tone: 'error' }),
    onSettled: () => client.invalidateQueries(),
  });
  return (
    <Button
      busy={undo.isPending}
      aria-label={`Undo import of ${name}`}
      onClick={() => undo.mutate()}
    >
      Undo import
    </Button>
  );
}
