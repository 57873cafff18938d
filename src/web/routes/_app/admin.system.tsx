import { createFileRoute } from '@tanstack/react-router';
import { System } from '../../features/admin/components/System.tsx';

export const Route = createFileRoute('/_app/admin/system')({ component: System });
