import { useQueryClient } from '@tanstack/react-query';
import clsx from 'clsx';
import { ImagePlus, Trash2 } from 'lucide-react';
import { Suspense, useRef, useState, type DragEvent } from 'react';
import { photoUrl } from '../../../lib/api.ts';
import { attempt } from '../../../lib/attempt.ts';
import { lazyPart } from '../../../lib/lazyPart.ts';
import type { Contact } from '../../../lib/types.ts';
import { Avatar } from '../../../ui/Avatar.tsx';
import { Button } from '../../../ui/Button.tsx';
import { notifyError } from '../../../ui/toast.tsx';
import { useSetPhoto } from '../api/photo.ts';

const PhotoCrop = lazyPart(async () => (await import('./PhotoCrop.tsx')).PhotoCrop);
const pictures = 'image/jpeg,image/png,image/gif,image/webp';

/** The photo of a person: choose or drop a picture, choose its part, take it away. Each is done at once and can be undone. */
export function PersonPhoto({ contact, onChanged }: { contact: Contact; onChanged: () => void }) {
  const input = useRef<HTMLInputElement>(null);
  const [picture, setPicture] = useState<ImageBitmap>();
  const [over, setOver] = useState(false);
  const set = useSetPhoto(contact.id);
  const queries = useQueryClient();

  const read = async (file: File | undefined) => {
    if (!file) return;
    try {
      setPicture(await createImageBitmap(file));
    } catch {
      notifyError(new Error('Choose a JPEG, PNG, GIF or WebP picture.'), 'This is not a picture Kith can read');
    }
  };
  const save = async (photo: Blob | null) => {
    const saved = await attempt(set.mutateAsync(photo), { done: photo ? 'Photo saved' : 'Photo removed', failed: 'Could not save the photo', queries, actionId: (id) => id });
    if (!saved) return;
    setPicture(undefined);
    onChanged();
  };
  const onDrop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    void read(event.dataTransfer.files[0]);
  };
  return (
    // Dropping is a second way; the button does the same.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <div
      role="group"
      aria-label="Photo"
      onDragOver={(event) => (event.preventDefault(), setOver(true))}
      onDragLeave={() => setOver(false)}
      onDrop={onDrop}
      className={clsx('flex flex-wrap items-center gap-x-4 gap-y-2 rounded-xl border border-dashed p-3', over ? 'border-focus bg-active' : 'border-line')}
    >
      <Avatar name={contact.full_name} seed={contact.id} size="lg" photo={photoUrl(contact)} />
      <div className="flex flex-wrap gap-2">
        <Button size="sm" busy={set.isPending} icon={<ImagePlus aria-hidden className="size-4" />} onClick={() => input.current?.click()}>
          {contact.photo_id ? 'Replace photo' : 'Add a photo'}
        </Button>
        {contact.photo_id && (
          <Button size="sm" variant="ghost" icon={<Trash2 aria-hidden className="size-4" />} onClick={() => void save(null)}>
            Remove
          </Button>
        )}
      </div>
      <span className="text-sm text-faint max-sm:sr-only">or drop a picture here</span>
      <input
        ref={input}
        type="file"
        accept={pictures}
        aria-label="Photo file"
        className="hidden"
        onChange={(event) => {
          void read(event.target.files?.[0]);
          event.target.value = '';
        }}
      />
      <Suspense>{picture && <PhotoCrop picture={picture} busy={set.isPending} onSave={(photo) => void save(photo)} onClose={() => setPicture(undefined)} />}</Suspense>
    </div>
  );
}
