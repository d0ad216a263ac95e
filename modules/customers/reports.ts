import { defineReport } from '../../model/index.ts'

/** 活动龙虎榜: who did how much this month (REP-04). */
export const activityBoard = defineReport('activity_board', {
  label: { zh: '活动龙虎榜', en: 'Activity leaderboard' },
  object: 'activity',
  where: 'created_at >= p_from and created_at < p_to',
  parameters: {
    p_from: { type: 'moment', default: 'month_start' },
    p_to: { type: 'moment', default: 'month_end' },
  },
  groups: [{ name: 'owner', label: { zh: '销售', en: 'Seller' }, expression: 'owner' }],
  measures: [
    { name: 'activities', label: { zh: '活动数', en: 'Activities' }, of: 'count' },
    { name: 'minutes', label: { zh: '总时长', en: 'Minutes' }, of: 'sum', expression: 'minutes' },
  ],
  sort: '-activities',
  limit: 20,
  chart: 'bar',
})
