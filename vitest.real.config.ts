import { defineConfig } from 'vitest/config'

/** Runs over real data, which lies outside the project: `GUANTONG_REAL_DATA=<folder> npm run real`. */
export default defineConfig({
  test: {
    globalSetup: ['server/postgres/testDatabase.ts'],
    pool: 'forks',
    maxWorkers: 2,
    name: 'real',
    testTimeout: 60_000,
    hookTimeout: 60_000,
    include: ['server/realInput/**/*.test.ts'],
  },
})
