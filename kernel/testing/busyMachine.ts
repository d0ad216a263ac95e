/**
 * On a busy machine a connection takes its time, which is no outage; tests of outages open a house with the
 * patience they want.
 */
export const busyMachineMs = 20_000
