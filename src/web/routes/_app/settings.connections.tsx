import { createFileRoute } from '@tanstack/react-router';
import { telegramQuery } from '../../features/telegram/api/telegram.ts';
import { TelegramSettings } from '../../features/telegram/components/TelegramSettings.tsx';

export const Route = createFileRoute('/_app/settings/connections')({
  loader: ({ context }) => void context.queries.prefetchQuery(telegramQuery),
  component: TelegramSettings,
});
