import adapter from '@sveltejs/adapter-node';
import { sveltekit } from '@sveltejs/kit/vite';
import tailwindcss from '@tailwindcss/vite';
import { defaultClientConditions, defineConfig } from 'vite';
import { isOfFirstPage } from './first-page.ts';
import { splitDocuments } from './split-documents.ts';

const api = process.env['API_URL'] ?? 'http://127.0.0.1:4000';
const hotReload: ['ws:'] | [] = process.env['PORTAL_DEV'] ? ['ws:'] : [];

export default defineConfig({
  plugins: [
    tailwindcss(),
    splitDocuments('/src/lib/gql/graphql.ts'),
    sveltekit({
      adapter: adapter({ out: 'build' }),
      paths: { relative: false },
      csp: {
        mode: 'nonce',
        directives: {
          'default-src': ['self'],
          'script-src': ['self', 'https://js.stripe.com', 'https://*.js.stripe.com'],
          // Documents shown in a shadow root carry their own <style>.
          'style-src': ['self', 'unsafe-inline'],
          'img-src': ['self', 'data:'],
          'font-src': ['self', 'data:'],
          'connect-src': ['self', 'https://api.stripe.com', ...hotReload],
          'frame-src': ['self', 'https://js.stripe.com', 'https://*.js.stripe.com', 'https://hooks.stripe.com'],
          'object-src': ['none'],
          'base-uri': ['self'],
          'form-action': ['self'],
          'frame-ancestors': ['none'],
        },
      },
    }),
  ],
  // light-dark() stays what it is: every browser that the portal supports knows it.
  build: { cssTarget: ['chrome123', 'firefox120', 'safari17.5'] },
  // rxjs comes as ES5 by default, with all its helpers.
  environments: {
    client: {
      resolve: { conditions: ['es2015', ...defaultClientConditions] },
      build: {
        rolldownOptions: { output: { codeSplitting: { groups: [{ name: 'shared', test: isOfFirstPage }] } } },
      },
    },
  },
  server: {
    host: '127.0.0.1',
    proxy: {
      '/graphql': { target: api, ws: true },
      '/files': { target: api },
      '/l/': { target: api },
      '/dev/': { target: api },
    },
  },
});
