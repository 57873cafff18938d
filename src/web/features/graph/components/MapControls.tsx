import { Image, Maximize, Minus, Plus, RotateCcw, Shrink } from 'lucide-react';
import { IconButton, Button } from '../../../ui/Button.tsx';
import { ProgressBar } from '../../../ui/Progress.tsx';
import { notify } from '../../../ui/toast.tsx';
import type { Scene } from './scene.ts';

/** Zoom, fit, reset, arrange and picture, at the edge of the map. */
export function MapControls({ scene, selected, onArrange }: { scene: Scene | null; selected: string[]; onArrange: () => void }) {
  const picture = async () => {
    const blob = await scene?.picture();
    if (!blob) return notify('The picture could not be made');
    const link = document.createElement('a');
    link.href = URL.createObjectURL(blob);
    link.download = `kith-graph-${new Date().toISOString().slice(0, 10)}.png`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  };
  return (
    <div data-over-map role="group" aria-label="Map" className="absolute right-3 bottom-3 flex max-h-[calc(100%-1.5rem)] flex-col overflow-y-auto rounded-xl border border-line bg-raised/95 p-1 shadow-float">
      <IconButton label="Zoom in" aria-keyshortcuts="+" onClick={() => scene?.camera.zoom(1.5)}>
        <Plus aria-hidden />
      </IconButton>
      <IconButton label="Zoom out" aria-keyshortcuts="-" onClick={() => scene?.camera.zoom(1 / 1.5)}>
        <Minus aria-hidden />
      </IconButton>
      <IconButton label={selected.length > 1 ? 'Show the selected' : 'Show everybody'} aria-keyshortcuts="f" onClick={() => scene?.camera.fit(selected.length > 1 ? selected : undefined)}>
        <Maximize aria-hidden />
      </IconButton>
      <IconButton label="Back to the middle" aria-keyshortcuts="0" onClick={() => scene?.camera.reset()}>
        <Shrink aria-hidden />
      </IconButton>
      <IconButton label="Arrange anew" onClick={onArrange}>
        <RotateCcw aria-hidden />
      </IconButton>
      <IconButton label="Save as a picture" onClick={() => void picture()}>
        <Image aria-hidden />
      </IconButton>
    </div>
  );
}

export function Arranging({ share, onStop }: { share: number; onStop: () => void }) {
  return (
    <div role="status" className="absolute top-3 left-1/2 flex w-72 max-w-[calc(100%-1.5rem)] -translate-x-1/2 items-center gap-3 rounded-xl border border-line bg-raised px-4 py-2 text-sm shadow-float">
      <div className="grow">
        Arranging everybody …
        <ProgressBar label="Arranging everybody" value={share * 100} />
      </div>
      <Button size="sm" variant="ghost" onClick={onStop}>
        Stop
      </Button>
    </div>
  );
}
