import { preferredLanguage } from 'web-kit/locale.ts';
import type { LayoutServerLoad } from './$types';

export const load: LayoutServerLoad = ({ request }) => ({
  language: preferredLanguage(request.headers.get('accept-language')),
});
