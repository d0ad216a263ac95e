#!/usr/bin/env node
/** `npx guantong <command>`: builds the server where that is stale, then runs the command. */
import { buildStale } from './build/build.mjs'

const say = console.log
console.log = (...words) => console.error(...words) // building speaks to the terminal, the answer alone to the pipe
buildStale()
console.log = say
await import('../dist/server/cli.js')
