/** The object of an event that is named for one. @example objectOfEvent('lead.created') // 'lead' */
export const objectOfEvent = (event: string): string => event.slice(0, event.lastIndexOf('.'))
