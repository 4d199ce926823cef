import { PUBLIC_STRIPE_JS_URL } from '$app/env/private';
import { preferredLanguage } from 'web-kit/locale.ts';
import type { LayoutServerLoad } from './$types';

export const load: LayoutServerLoad = ({ request }) => ({
  language: preferredLanguage(request.headers.get('accept-language')),
  stripeJsUrl: PUBLIC_STRIPE_JS_URL ?? null,
});
