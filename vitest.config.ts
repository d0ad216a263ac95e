import { defineConfig } from 'vitest/config'
import { LongestFirst } from './server/testOrder.ts'

const outside = ['**/node_modules/**', 'dist/**', 'data/**']
/** Of those who need one, and of nobody else: what stands above the projects is started for each of them. */
const database = ['server/postgres/testDatabase.ts']
/** Generous, since a test says what holds and not how fast: two cores may be shared with much else. */
const common = { testTimeout: 90_000, hookTimeout: 90_000 }

/**
 * Units and the API on a real PostgreSQL, screens in happy-dom, the walk in a real browser. Nothing here
 * reads a path outside the project; runs over real data have a configuration of their own,
 * `vitest.real.config.ts`.
 */
export default defineConfig({
  test: {
    pool: 'forks',
    maxWorkers: 2,
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        extends: true,
        test: {
          ...common,
          name: 'unit',
          globalSetup: database,
          include: ['**/*.test.ts'],
          exclude: [...outside, 'e2e/**', 'server/realInput/**', '**/web/**'],
        },
      },
      {
        extends: true,
        oxc: { jsx: { runtime: 'automatic' } },
        test: {
          ...common,
          name: 'web',
          environment: 'happy-dom',
          include: ['web/**/*.test.{ts,tsx}', 'modules/*/web/**/*.test.{ts,tsx}'],
          exclude: outside,
        },
      },
      {
        extends: true,
        test: {
          ...common,
          name: 'browser',
          globalSetup: database,
          testTimeout: 180_000,
          fileParallelism: false,
          include: ['e2e/**/*.test.ts'],
          exclude: outside,
        },
      },
    ],
  },
})
