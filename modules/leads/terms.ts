import { defineTerm } from '../../model/index.ts'
import { calibratedLikeness } from './similarity.ts'

export const duplicateLikeness = defineTerm('duplicate_likeness', {
  label: { zh: '疑似重复门槛', en: 'Likeness of duplicates' },
  help: {
    zh: '两家公司的相似度达到此值，就作为疑似重复请人判断；渠道报备的撞单也按此值',
    en: 'Companies that are at least this much alike are shown as possible duplicates; deal registrations of partners go by it too',
  },
  unit: 'likeness',
  value: String(calibratedLikeness),
  edited_by: ['sales_director', 'manager'],
  least: '0.5',
})

export const openLeads = defineTerm('open_leads', {
  label: { zh: '每人在手线索上限', en: 'Open leads in hand' },
  help: {
    zh: '销售在手的未完成线索超过此数，新线索转给下一组',
    en: 'A seller with more open leads than this passes the next one on',
  },
  unit: 'count',
  value: '5',
  edited_by: ['sales_director', 'manager'],
})
