/** Reactions that set off reactions that set off reactions: here the chain is cut, with a visible failure. */
export const depthMax = 20
