import { createFileRoute } from '@tanstack/react-router';
import { Costs } from '../../features/admin/components/Costs.tsx';

export const Route = createFileRoute('/_app/admin/costs')({ component: Costs });
