/**
 * `npm start`: installs what is missing, builds what is stale, and becomes the server. Plain JavaScript
 * without dependencies, because it runs before there are any. Nothing is spawned when everything is fresh.
 */
import { installMissing } from './build/install.mjs'
import { buildStale } from './build/build.mjs'

const [major, minor] = process.versions.node.split('.').map(Number)
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(
    `贯通需要 Node.js 20.19 或更高版本，当前为 ${process.versions.node}。\nGuantong needs Node.js 20.19 or newer; this is ${process.versions.node}.`,
  )
  process.exit(1)
}

try {
  installMissing()
  buildStale()
} catch (error) {
  console.error(error.message)
  process.exit(1)
}
if (!process.argv.includes('--build-only')) {
  process.setSourceMapsEnabled(true)
  await import('../dist/server/main.js')
}
