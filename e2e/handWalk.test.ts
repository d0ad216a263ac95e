import { afterAll, beforeAll, expect, test } from 'vitest'
import { openDemo, type OpenDemo } from './browser/openDemo.ts'
import type { House } from './browser/openHouse.ts'
import { collect, serve } from './steps/collectAndServe.ts'
import { doTheJobs, inspectAndShip, releaseOrder } from './steps/makeAndShip.ts'
import { attachDrawing, quoteAndApprove, signContract } from './steps/quoteTheWork.ts'
import { lookFromTheCockpit, waitForAlerts } from './steps/watchTheClock.ts'
import { convertLead, openStages, receiveLead } from './steps/winTheLead.ts'

/**
 * The walk from the first inquiry to the repair, every button pressed by hand in the browser of this
 * machine.
 */
let opened: OpenDemo, house: House
beforeAll(async () => {
  ;({ house } = opened = await openDemo())
}, 120_000)
afterAll(() => opened?.close())

/** Each step stands on the one before: after the first that fails there is nothing left to walk on. */
let broken = false
const step = (name: string, walk: (house: House) => Promise<void>) =>
  test(name, async ({ skip }) => {
    if (broken) return skip('an earlier step failed')
    broken = true
    await walk(house)
    broken = false
  })

step('an inquiry from the website lies in the list of the seller whom the rules chose', receiveLead)
step('the seller logs the first call and makes customer, contact and opportunity of the lead', convertLead)
step(
  'the opportunity is refused its stages with what is missing named, and enters them with the evidence',
  openStages,
)
step('a drawing is measured, and the tech lead says whether it can be made', attachDrawing)
step('a quote of 5.01 % discount is approved by the sales director and printed', quoteAndApprove)
step('a contract whose instalments add up is approved and signed, the deal is won', signContract)
step('the order shows stock, and its work order is released once both sides have signed', releaseOrder)
step('the worker reports by code on the phone, and the seller sees it', doTheJobs)
step('what was made is inspected and shipped, and the machine has its file', inspectAndShip)
step('the bank statement pays the order, the stray line is explained by hand', collect)
step('the customer calls by the code on the machine, signs, and the seller has a new deal', serve)
step('every figure of the cockpit opens its rows', lookFromTheCockpit)
step('a quote nobody follows up and a deal that stands still are told', waitForAlerts)

test('nobody saw an error on the way, and no page asked outside the house', () => {
  expect(house.faults()).toEqual([])
})
