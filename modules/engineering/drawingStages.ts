/** FEEL over a drawing: its figures are there to be reckoned with. */
export const whereMeasured = 'stage = "measured"'
