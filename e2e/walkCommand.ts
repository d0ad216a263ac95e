import { shippedPassword } from '../kernel/auth/demoPassword.ts'
import { walk } from './walk.ts'

/** `npm run walk -- [address]`: every step of the business against a running server, with times. */
const base = process.argv[2] ?? `http://localhost:${process.env.PORT ?? 3000}`
const print = (text: string) => void process.stdout.write(`${text}\n`)
try {
  const results = await walk(base, process.env.GUANTONG_DEMO_PASSWORD ?? shippedPassword, (step) =>
    print(
      `${String(step.number).padStart(2)}  ${step.seconds.toFixed(2).padStart(7)} s  ${step.name}\n               ${step.seen}`,
    ),
  )
  print(`${results.length} steps in ${results.reduce((sum, step) => sum + step.seconds, 0).toFixed(1)} s`)
} catch (error) {
  print((error as Error).message)
  process.exitCode = 1
}
