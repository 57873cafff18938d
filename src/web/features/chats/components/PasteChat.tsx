import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { attempt } from '../../../lib/attempt.ts';
import { plural } from '../../../lib/format.ts';
import { Button } from '../../../ui/Button.tsx';
import { Dialog } from '../../../ui/Dialog.tsx';
import { Checkbox, Input, Textarea } from '../../../ui/Field.tsx';
import { FormError } from '../../../ui/FormError.tsx';
import { usePasteChat } from '../api/messages.ts';

type Props = { contactId: string; contactName: string; onClose: () => void };

/** A chat as it was copied out of a messenger becomes messages of their days. */
export function PasteChat({ contactId, contactName, onClose }: Props) {
  const queries = useQueryClient();
  const paste = usePasteChat(contactId);
  const [text, setText] = useState('');
  const [me, setMe] = useState('');
  const [analyse, setAnalyse] = useState(true);
  const save = async () => {
    const kept = await attempt(paste.mutateAsync({ text, analyse, ...(me.trim() ? { me: me.trim() } : {}) }), {
      done: ({ data }) => (data.stored === 0 ? 'These messages were here already' : `${plural(data.stored, 'message')} kept${data.already ? `, ${data.already} known already` : ''}`),
      failed: 'Could not keep the messages',
      queries,
      actionId: ({ data, action_id }) => (data.stored ? action_id : undefined),
    });
    if (kept) onClose();
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title="Paste a chat"
      description={`Messages with ${contactName}, as WhatsApp, Telegram or Signal copy them. Pasting the same again adds nothing.`}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" busy={paste.isPending} disabled={!text.trim()} onClick={() => void save()}>
            Keep messages
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <FormError error={paste.error} />
        <Textarea label="Messages" rows={9} autoFocus value={text} placeholder={`[21.11.26, 11:40:03] ${contactName}: Are you coming?`} hint="Text that is no chat becomes one message of now." onChange={(event) => setText(event.target.value)} />
        <Input label="Your name in it" value={me} hint="Only when Kith does not find out by itself." onChange={(event) => setMe(event.target.value)} />
        <Checkbox label="Draw entries from it" checked={analyse} onChange={(event) => setAnalyse(event.target.checked)} />
      </div>
    </Dialog>
  );
}
