/**
 * Every address that has a page, with `$name` for what varies. The build writes them down for the server, which answers 404 to any other
 * address instead of a page that says so. The router draws exactly these: a test holds the two together, as the build cannot read the router.
 */
export const addresses: readonly string[] = [
  '/', '/inbox', '/notices', '/menu', '/me',
  '/o/$object', '/o/$object/new', '/o/$object/import', '/o/$object/$id',
  '/cockpit', '/quote/$id', '/job', '/job/$code', '/work-order-codes/$id', '/equipment-code/$id', '/bank', '/repair/$token',
  '/studio', '/studio/sign-in', '/studio/roles', '/studio/objects/$object', '/studio/outgoing',
  '/studio/privacy', '/studio/readings',
]
