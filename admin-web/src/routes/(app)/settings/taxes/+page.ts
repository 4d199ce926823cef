import { loadBusiness } from '../business.ts';
import type { PageLoad } from './$types';

export const load: PageLoad = (event) => loadBusiness(event);
