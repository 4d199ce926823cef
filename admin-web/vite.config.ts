import adapter from '@sveltejs/adapter-node';
import { sveltekit } from '@sveltejs/kit/vite';
import tailwindcss from '@tailwindcss/vite';
import { defaultClientConditions, defineConfig } from 'vite';

const api = process.env['API_URL'] ?? 'http://127.0.0.1:4000';
const hotReload: ['ws:'] | [] = process.env['PORTAL_DEV'] ? ['ws:'] : [];

export default defineConfig({
  plugins: [
    tailwindcss(),
    sveltekit({
      adapter: adapter({ out: 'build' }),
      paths: { base: '/admin', relative: false },
      csp: {
        mode: 'nonce',
        directives: {
          'default-src': ['self'],
          'script-src': ['self'],
          // Documents shown in a shadow root carry their own <style>.
          'style-src': ['self', 'unsafe-inline'],
          'img-src': ['self', 'data:'],
          'font-src': ['self', 'data:'],
          'connect-src': ['self', ...hotReload],
          'object-src': ['none'],
          'base-uri': ['self'],
          'form-action': ['self'],
          'frame-ancestors': ['none'],
        },
      },
    }),
  ],
  // light-dark() stays what it is: every browser that the dashboard supports knows it.
  build: { cssTarget: ['chrome123', 'firefox120', 'safari17.5'] },
  // rxjs comes as ES5 by default, with all its helpers.
  environments: {
    client: {
      resolve: { conditions: ['es2015', ...defaultClientConditions] },
      build: {
        // What most pages need comes in one file: fewer requests, and it compresses better.
        rolldownOptions: { output: { codeSplitting: { groups: [{ name: 'shared', minShareCount: 3 }] } } },
      },
    },
  },
  server: {
    host: '127.0.0.1',
    proxy: {
      '/admin/graphql': { target: api, ws: true },
      '/admin/l/': { target: api },
      '/admin/files/': { target: api },
    },
  },
});
