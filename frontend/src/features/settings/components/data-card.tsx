import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import { Button, buttonClass } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Card } from '@/components/ui/page';
import { toast } from '@/components/ui/toast';
import { explain } from '@/lib/problem';
import { addSamples, clearExpenses, refreshExpenses, removeSamples } from '@/features/expenses/api';

function Line({ title, text, children }: { title: string; text: string; children: ReactNode }) {
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

/** What can be done with all of one's data. */
export function DataCard({ samples }: { samples: boolean }) {
  const client = useQueryClient();
  const [asking, setAsking] = useState(false);
  const done = { onSettled: () => refreshExpenses(client) };
  const failed = (error: unknown) => toast({ text: explain(error), tone: 'error' });
  const add = useMutation({
    mutationFn: () => addSamples(20),
    onSuccess: () => toast({ text: 'Added 20 sample expenses' }),
    onError: failed,
    ...done,
  });
  const remove = useMutation({
    mutationFn: removeSamples,
    onSuccess: (count) =>
      toast({ text: count === 0 ? 'There is no sample data' : `Removed ${count} sample expenses` }),
    onError: failed,
    ...done,
  });
  const clear = useMutation({
    mutationFn: clearExpenses,
    onSuccess: (count) => {
      setAsking(false);
      toast({ text: `Moved ${count} expenses to the trash` });
    },
    ...done,
  });
  return (
    <Card title="Your data">
      <div className="divide-y divide-line">
        <Line title="Import" text="Bring expenses in from a CSV file.">
          <Link to="/import" className={buttonClass()}>
            Import a file
          </Link>
        </Line>
        <Line title="Trash" text="Deleted expenses stay there for 30 days.">
          <Link to="/trash" className={buttonClass()}>
            Open the trash
          </Link>
        </Line>
        {samples ? (
          <Line
            title="Sample data"
            text="Marked as samples, and removable without touching your own entries."
          >
            <Button busy={add.isPending} onClick={() => add.mutate()}>
              Add samples
            </Button>
            <Button busy={remove.isPending} onClick={() => remove.mutate()}>
              Remove samples
            </Button>
          </Line>
        ) : null}
        <Line title="Delete all expenses" text="Moves everything to the trash.">
          <Button look="danger" onClick={() => setAsking(true)}>
            Delete all…
          </Button>
        </Line>
      </div>
      <Dialog
        open={asking}
        onClose={() => setAsking(false)}
        title="Delete all expenses?"
        size="small"
      >
        <p className="text-text-2">
          They move to the trash. You can take them back from there for 30 days.
        </p>
        {clear.isError ? (
          <p className="mt-3 text-sm font-medium text-danger">{explain(clear.error)}</p>
        ) : null}
        <div className="mt-6 flex flex-wrap justify-end gap-3">
          <Button onClick={() => setAsking(false)}>Keep them</Button>
          <Button look="danger" busy={clear.isPending} onClick={() => clear.mutate()}>
            Delete all
          </Button>
        </div>
      </Dialog>
    </Card>
  );
}
