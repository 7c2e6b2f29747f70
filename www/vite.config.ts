import { resolve } from 'node:path';
import { defineConfig } from 'vite';

// Every path is relative, so the built site works from any sub-path of any static server.
// The embeddable script keeps its plain name, because other people's pages write it down.
export default defineConfig({
  base: './',
  publicDir: 'public',
  server: { fs: { allow: ['..'] } },
  worker: { format: 'es' },
  build: {
    target: 'es2022',
    outDir: 'dist',
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rollupOptions: {
      input: {
        index: resolve(import.meta.dirname, 'index.html'),
        standard: resolve(import.meta.dirname, 'standard.html'),
        example: resolve(import.meta.dirname, 'embed.html'),
        ipval: resolve(import.meta.dirname, 'src/embed.ts'),
      },
      output: {
        entryFileNames: (chunk) => (chunk.name === 'ipval' ? 'ipval.js' : 'assets/[name]-[hash].js'),
      },
      preserveEntrySignatures: 'strict',
    },
  },
});
