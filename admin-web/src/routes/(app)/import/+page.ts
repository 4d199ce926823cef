import type { PageLoad } from './$types';
import type { ImportKind } from './kinds.ts';

export const load: PageLoad = ({ url }) => {
  const kind: ImportKind = url.searchParams.get('kind') === 'invoices' ? 'invoices' : 'clients';
  return { kind };
};
