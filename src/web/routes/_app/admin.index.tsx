import { createFileRoute } from '@tanstack/react-router';
import { Overview } from '../../features/admin/components/Overview.tsx';

export const Route = createFileRoute('/_app/admin/')({ component: Overview });
