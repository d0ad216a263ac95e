/** The password of the demonstration that everybody can read here: it counts for nothing beyond this machine. */
export const shippedPassword = 'guantong'
