/**
 * A place to try things: copy to play.local.ts (git ignores it), change, and `npx tsx play.local.ts`.
 * It starts a database of its own in data/play, which you can delete at any time.
 */
import { startPostgres } from './server/postgres/startPostgres.ts'

const postgres = await startPostgres({ folder: 'data/play', durable: false })
console.log(postgres.url)
await postgres.stop()
