import { Outlet } from '@tanstack/react-router'

/** Around pages that open without a login. */
export const PublicFrame = () => (
  <main className="public">
    <Outlet />
  </main>
)
