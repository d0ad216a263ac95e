import { defineAction } from '../../../model/index.ts'
import { drawing } from '../../engineering/index.ts'
import { openDeals, opportunity } from '../../pipeline/index.ts'
import { quote } from '../quote.ts'
import { costLines } from './cost.ts'

/**
 * One click from deal to quote: customer, terms, a line for each drawing that came, costed where it was
 * measured (QUO-23).
 */
export const makeQuote = defineAction(opportunity, 'make_quote', {
  label: { zh: '一键报价', en: 'Make a quote' },
  style: 'primary',
  when: openDeals,
  because: { zh: '已关闭的商机不能报价', en: 'A closed deal is not quoted' },
  async run(work, row) {
    const drawings = await work.find(drawing, {
      where: 'opportunity = deal',
      with: { deal: row.id },
      sort: 'created_at',
    })
    const lines =
      drawings.length > 0
        ? drawings.map((one) => ({
            name: one.name.replace(/\.[^.]+$/, '').slice(0, 200) || one.name,
            spec: [one.material, one.box && `${one.box} mm`].filter(Boolean).join(' · ') || null,
            drawing: one.id,
            quantity: '1',
          }))
        : [{ name: row.product ?? row.name, quantity: '1', base_price: row.amount }]
    const made = await work.create('quote', {
      customer: row.customer,
      contact: row.contact,
      opportunity: row.id,
      payment_terms: row.payment_terms,
      owner: row.owner ?? work.actor.id,
      lines,
    })
    if (drawings.length > 0) await costLines(work, await work.get(quote, made.id))
    return { ...(await work.get(quote, made.id)), _object: 'quote' }
  },
})
