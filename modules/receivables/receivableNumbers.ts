import type { AnyRow, Work } from '../../model/index.ts'
import { invoice } from './invoice.ts'
import type { Receivable } from './receivable.ts'

/** The order's number first: instalments of one order share it. */
export async function numbersOf(
  work: Work,
  rows: readonly Receivable[],
): Promise<(row: Receivable) => string[]> {
  const orders = await byId(
    work,
    'order',
    rows.map((row) => row.order),
  )
  const contracts = await byId(
    work,
    'contract',
    rows.map((row) => row.contract),
  )
  const invoices = new Map<string, string[]>()
  for (const one of await work.find(invoice, {
    where: 'receivable != null and invoice_number != null',
    limit: 20_000,
  }))
    invoices.set(one.receivable!, [...(invoices.get(one.receivable!) ?? []), one.invoice_number!])
  return (row) => {
    const [order, contract] = [orders.get(row.order ?? ''), contracts.get(row.contract ?? '')]
    return [
      order?.number,
      row.number,
      contract?.number,
      order?.purchase_order,
      contract?.purchase_order,
      ...(invoices.get(row.id) ?? []),
    ].filter((number): number is string => Boolean(number))
  }
}

/** Records of an object by their ids, those that are there. */
export async function byId(
  work: Work,
  object: string,
  ids: readonly (string | null)[],
): Promise<Map<string, AnyRow>> {
  const wanted = [...new Set(ids.filter((id): id is string => Boolean(id)))]
  const found = new Map<string, AnyRow>()
  for (let at = 0; at < wanted.length; at += 500)
    for (const row of await work.find(object, {
      where: 'id in the_ids',
      with: { the_ids: wanted.slice(at, at + 500) },
    }))
      found.set(row.id, row)
  return found
}
