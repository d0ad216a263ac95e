import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'
import { readAddresses } from './addresses.ts'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))

/** The addresses that have a page, beside the pages, for the server. */
const writeAddresses: Plugin = {
  name: 'addresses',
  generateBundle() {
    this.emitFile({
      type: 'asset',
      fileName: 'addresses.json',
      source: JSON.stringify(readAddresses(here('.'))),
    })
  },
}

/**
 * Pages are built to ../dist/web and served by the server itself: nothing loads from outside.
 * In development `npx vite` here forwards /api to the server named by GUANTONG_SERVER (port 3000 unless
 * told).
 */
export default defineConfig({
  root: here('.'),
  base: '/',
  plugins: [react(), writeAddresses],
  build: {
    outDir: here('../dist/web'),
    emptyOutDir: true,
    target: 'es2022',
    // A strict CSP allows no data: scripts; small pictures stay files.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 900,
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            { name: 'react', test: /node_modules\/(react|react-dom|scheduler)\// },
            { name: 'data', test: /node_modules\/(@tanstack|i18next|react-i18next)\// },
            { name: 'charts', test: /node_modules\/(echarts|zrender)\// },
          ],
        },
      },
    },
  },
  server: {
    proxy: {
      '/api': { target: process.env.GUANTONG_SERVER ?? 'http://localhost:3000', changeOrigin: false },
    },
  },
})
