import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button } from '@/components/ui/button';
import { toast } from '@/components/ui/toast';
import { explain } from '@/lib/problem';
import { undoImport } from '../api';
import { t } from '../messages';

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
      const rest = kept > 0 ? ` ${t('import.undo.kept', { count: kept })}` : '';
      toast({ text: t('import.undo.done', { count: deleted }) + rest });
      onDone?.();
    },
    onError: (error) =>
      toast({ text: t('import.not-undone', { why: explain(error) }), tone: 'error' }),
    onSettled: () => client.invalidateQueries(),
  });
  return (
    <Button
      busy={undo.isPending}
      aria-label={t('import.undo.of', { name })}
      onClick={() => undo.mutate()}
    >
      {t('import.undo')}
    </Button>
  );
}
