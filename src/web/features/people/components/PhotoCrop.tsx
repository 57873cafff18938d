import { useEffect, useRef, useState, type KeyboardEvent, type PointerEvent } from 'react';
import { Button } from '../../../ui/Button.tsx';
import { Dialog } from '../../../ui/Dialog.tsx';
import { settle, squareOf, wholePicture, type Crop } from './crop.ts';

const viewPx = 256;
/** Enough for the largest place a photo is shown, and a few tens of kilobytes. */
const photoPx = 512;
const steps: Record<string, [number, number]> = { ArrowLeft: [-0.02, 0], ArrowRight: [0.02, 0], ArrowUp: [0, -0.02], ArrowDown: [0, 0.02] };

function draw(canvas: HTMLCanvasElement, picture: ImageBitmap, crop: Crop) {
  const { left, top, size } = squareOf(picture, crop);
  const context = canvas.getContext('2d')!;
  context.fillStyle = '#fff'; // behind what is transparent
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.imageSmoothingQuality = 'high';
  context.drawImage(picture, left, top, size, size, 0, 0, canvas.width, canvas.height);
}

/** The chosen square as a JPEG of at most 512 × 512 pixels. Null when the browser cannot make one. */
function toPhoto(picture: ImageBitmap, crop: Crop): Promise<Blob | null> {
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = Math.max(1, Math.min(photoPx, Math.round(squareOf(picture, crop).size)));
  draw(canvas, picture, crop);
  return new Promise((done) => canvas.toBlob(done, 'image/jpeg', 0.86));
}

/** Choose the square of a picture: drag or arrow keys move it, the slider zooms. What is outside never leaves the browser. */
export function PhotoCrop({ picture, busy, onSave, onClose }: { picture: ImageBitmap; busy: boolean; onSave: (photo: Blob) => void; onClose: () => void }) {
  const [crop, setCrop] = useState(wholePicture);
  const move = (x: number, y: number) => setCrop((now) => settle(picture, { ...now, x: now.x + x, y: now.y + y }));
  const onDrag = (event: PointerEvent) => {
    if (event.buttons !== 1) return;
    const { size } = squareOf(picture, crop);
    move(-(event.movementX * size) / viewPx / picture.width, -(event.movementY * size) / viewPx / picture.height);
  };
  const onKey = (event: KeyboardEvent) => {
    const step = steps[event.key];
    if (!step) return;
    event.preventDefault();
    move(step[0] / crop.zoom, step[1] / crop.zoom);
  };
  const save = async () => {
    const photo = await toPhoto(picture, crop);
    if (photo) onSave(photo);
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title="Choose the part to show"
      size="sm"
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" busy={busy} onClick={() => void save()}>
            Use photo
          </Button>
        </>
      }
    >
      <div className="flex flex-col items-center gap-4">
        <Viewfinder picture={picture} crop={crop} onDrag={onDrag} onKey={onKey} />
        <label className="flex w-full max-w-64 items-center gap-3 text-sm text-muted">
          Zoom
          <input type="range" min={1} max={4} step={0.05} value={crop.zoom} onChange={(event) => setCrop((now) => settle(picture, { ...now, zoom: Number(event.target.value) }))} className="h-11 grow accent-(--button)" />
        </label>
      </div>
    </Dialog>
  );
}

/** Drawn inside the dialog, so that its canvas is there when it is drawn upon. */
function Viewfinder({ picture, crop, onDrag, onKey }: { picture: ImageBitmap; crop: Crop; onDrag: (event: PointerEvent) => void; onKey: (event: KeyboardEvent) => void }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => draw(canvas.current!, picture, crop), [picture, crop]);
  return (
    <button
      type="button"
      aria-label="Part of the picture: drag it, or move it with the arrow keys"
      className="cursor-move touch-none overflow-hidden rounded-full"
      onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={onDrag}
      onKeyDown={onKey}
    >
      <canvas ref={canvas} width={viewPx * 2} height={viewPx * 2} style={{ width: viewPx, height: viewPx }} />
    </button>
  );
}
