import { insist, type Ledger } from './insist.ts'
import { cookieOf } from './writers.ts'

const end = { kind: 'end', label: { zh: '完', en: 'Done' }, outcome: 'approved' }
const tell = { kind: 'notify', label: { zh: '告知', en: 'Tell' }, to: [{ role: 'admin' }], next: 'yes' }

/**
 * Two automations of two steps each: one waits for a moment and tells, one sends the approved quote and
 * tells.
 */
const automations = {
  crash_watch: {
    label: { zh: '演练：看线索', en: 'Crash: watch a lead' },
    object: 'lead',
    start: { on: { event: 'lead.created' }, next: 'wait' },
    nodes: {
      wait: { kind: 'wait', label: { zh: '等', en: 'Wait' }, for: { duration: 'PT20M' }, next: 'tell' },
      tell,
      yes: end,
    },
  },
  crash_send: {
    label: { zh: '演练：发报价', en: 'Crash: send a quote' },
    object: 'quote',
    start: { on: { event: 'quote.approved' }, next: 'send' },
    nodes: {
      send: { kind: 'action', label: { zh: '发出', en: 'Send' }, action: 'send', next: 'tell' },
      tell,
      yes: end,
    },
  },
}

/** Has them published by the administrator. */
export async function publishAutomations(base: string, ledger: Ledger): Promise<void> {
  const cookie = await cookieOf(base, 'admin')
  for (const [name, body] of Object.entries(automations)) {
    const headers = { 'content-type': 'application/json', cookie }
    const saved = await fetch(`${base}/api/definitions/process/${name}`, {
      method: 'PUT',
      headers,
      body: JSON.stringify(body),
    })
    if (!saved.ok) throw new Error(`${name}: ${await saved.text()}`)
    await insist([base], ledger, { path: `/definitions/process/${name}/publish`, body: {}, cookie })
  }
}
