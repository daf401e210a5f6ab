import { useSuspenseQuery } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { Page } from '@/components/ui/page';
import { FileDrop } from '@/features/import/components/file-drop';
import { ImportOutcome } from '@/features/import/components/import-outcome';
import { ImportReview, type Outcome } from '@/features/import/components/import-review';
import { PastImports } from '@/features/import/components/past-imports';
import { parseFile } from '@/features/import/parse-file';
import type { Parsed } from '@/features/import/parse';
import { configQuery } from '@/features/session/queries';
import { t } from '@/features/import/messages';

type Step =
  | { name: 'pick'; busy: boolean; problem: string | null }
  | { name: 'review'; file: Parsed; fileName: string }
  | { name: 'done'; outcome: Outcome };

const pick: Step = { name: 'pick', busy: false, problem: null };

export function ImportPage() {
  const { data: config } = useSuspenseQuery(configQuery);
  const [step, setStep] = useState<Step>(pick);
  const latest = useRef(0);

  const take = async (file: File) => {
    const turn = ++latest.current;
    setStep({ name: 'pick', busy: true, problem: null });
    const result = await parseFile(file);
    if (turn !== latest.current) return;
    setStep(
      result.ok
        ? { name: 'review', file: result.file, fileName: file.name }
        : { name: 'pick', busy: false, problem: result.message },
    );
  };
  const again = () => setStep(pick);
  return (
    <Page key={step.name} title={t('import.title')}>
      {step.name === 'pick' ? (
        <div className="grid gap-5">
          <FileDrop busy={step.busy} problem={step.problem} onFile={(file) => void take(file)} />
          <PastImports />
        </div>
      ) : null}
      {step.name === 'review' ? (
        <ImportReview
          file={step.file}
          fileName={step.fileName}
          currencies={config.currencies}
          rowLimit={config.limits.import_rows}
          onCancel={again}
          onDone={(outcome) => setStep({ name: 'done', outcome })}
        />
      ) : null}
      {step.name === 'done' ? <ImportOutcome outcome={step.outcome} onAgain={again} /> : null}
    </Page>
  );
}
