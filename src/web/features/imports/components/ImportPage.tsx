import type { ReactNode } from 'react';
import { readOnly, useCanWrite } from '../../../lib/access.ts';
import { PageHead } from '../../../ui/Card.tsx';
import { Current } from './Current.tsx';
import { DropZone } from './DropZone.tsx';
import { ExportCard } from './ExportCard.tsx';
import { History } from './History.tsx';

type Props = { importId: string | undefined; spaceId: string; onOpen: (importId: string | undefined) => void; renderJob: (jobId: string, onDone: () => void) => ReactNode };

/** The Import workbench: a file in, what it would do, run, undo; and files out. */
export function ImportPage({ importId, spaceId, onOpen, renderJob }: Props) {
  const canWrite = useCanWrite();
  return (
    <>
      <PageHead title="Import and export" description={canWrite ? 'Bring in what you have elsewhere. All of it comes in or nothing, and an import can be undone.' : readOnly} />
      <div className="flex flex-col gap-4">
        {importId ? <Current key={importId} id={importId} onLeave={() => onOpen(undefined)} renderJob={renderJob} /> : canWrite && <DropZone onUploaded={onOpen} />}
        <History onForgotten={(id) => id === importId && onOpen(undefined)} />
        <ExportCard spaceId={spaceId} />
      </div>
    </>
  );
}
