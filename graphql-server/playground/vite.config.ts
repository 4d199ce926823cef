import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

export default defineConfig({
  // The page is served at /graphql and /admin/graphql, its assets at one place.
  base: '/playground/',
  plugins: [react()],
  build: {
    target: 'es2022',
    chunkSizeWarningLimit: 5000,
    // The page is never a preload target of another origin, and the polyfill is an inline script.
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    rolldownOptions: {
      // GraphiQL ships "use no memo" for a compiler that has already run.
      onwarn: (warning, warn) => warning.code === 'MODULE_LEVEL_DIRECTIVE' || warn(warning),
    },
  },
  worker: { format: 'es' },
});
