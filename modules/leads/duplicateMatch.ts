import { choice, defineObject, json, number, reference, text } from '../../model/index.ts'

/**
 * Two records that look like one; somebody decides whether they are. Whoever may not see the other learns
 * that it exists, not whose or what it is.
 */
export const duplicateMatch = defineObject('duplicate_match', {
  label: { zh: '疑似重复', en: 'Possible duplicate' },
  title: 'title',
  menu: false,
  unsearchable: true,
  fields: {
    lead: reference('lead', {
      required: true,
      inverse: 'duplicate_matches',
      label: { zh: '线索', en: 'Lead' },
    }),
    // Says only that there is something alike; what it is stands in the two references, whose names each
    // reader sees under the own grant.
    title: text({ required: true, readonly: true, label: { zh: '匹配对象', en: 'Looks like' } }),
    match_object: text({ required: true, readonly: true, max: 40, label: { zh: '对象', en: 'Object' } }),
    match_record: text({ required: true, readonly: true, max: 40, label: { zh: '记录', en: 'Record' } }),
    like_lead: reference('lead', { readonly: true, label: { zh: '相似线索', en: 'Lead alike' } }),
    like_customer: reference('customer', { readonly: true, label: { zh: '相似客户', en: 'Customer alike' } }),
    score: number({ required: true, readonly: true, label: { zh: '相似度', en: 'Score' } }),
    reasons: json({ readonly: true, label: { zh: '理由', en: 'Reasons' } }),
    verdict: choice(
      {
        open: { zh: '待判断', en: 'Open' },
        same: { zh: '同一客户', en: 'Same' },
        different: { zh: '不同客户', en: 'Different' },
      },
      { required: true, default: 'open', label: { zh: '判断', en: 'Verdict' } },
    ),
  },
  list: {
    columns: ['title', 'like_lead', 'like_customer', 'score', 'verdict', 'created_at'],
    sort: '-created_at',
  },
  access: { inherit: 'lead' },
})
