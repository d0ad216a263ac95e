export const live = 'state in ("open", "partial", "overdue")'

export const closed = { zh: '该应收单已结清', en: 'This receivable is closed' }
