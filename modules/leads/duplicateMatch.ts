import { choice, defineObject, json, number, reference, text } from '../../model/index.ts'

/** Two records that look like one; somebody decides whether they are. */
export const duplicateMatch = defineObject('duplicate_match', {
  label: { zh: '疑似重复', en: 'Possible duplicate' },
  title: 'title',
  menu: false,
  unsearchable: true,
  fields: {
    lead: reference('lead', { required: true, inverse: 'duplicate_matches', label: { zh: '线索', en: 'Lead' } }),
    title: text({ required: true, label: { zh: '匹配对象', en: 'Looks like' } }),
    match_object: text({ required: true, max: 40, label: { zh: '对象', en: 'Object' } }),
    match_record: text({ required: true, max: 40, label: { zh: '记录', en: 'Record' } }),
    score: number({ required: true, label: { zh: '相似度', en: 'Score' } }),
    reasons: json({ label: { zh: '理由', en: 'Reasons' } }),
    verdict: choice({ open: { zh: '待判断', en: 'Open' }, same: { zh: '同一客户', en: 'Same' }, different: { zh: '不同客户', en: 'Different' } }, { required: true, default: 'open', label: { zh: '判断', en: 'Verdict' } }),
  },
  list: { columns: ['title', 'score', 'verdict', 'created_at'], sort: '-created_at' },
  access: { inherit: 'lead' },
})
