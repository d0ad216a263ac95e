import { homeCurrency } from './currencies.ts'

/**
 * FEEL for the rate to our own currency at which an amount counts; unknown until somebody gives it, as no
 * foreign currency is worth one of ours by default.
 */
export const rateFormula = (of = '') =>
  `(if ${of}currency = "${homeCurrency}" then 1 else if ${of}exchange_rate = 1 then null else ${of}exchange_rate)`

/** FEEL for a figure that counts as nought where it was not given. */
export const given = (field: string) => `(if ${field} = null then 0 else ${field})`
