import type { QueryClient } from '@tanstack/react-query'
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
} from '@tanstack/react-router'
import { orFailed } from '../ground/lazyPart.tsx'
import { NotFound } from '../ground/NotFound.tsx'
import { ProblemNote } from '../ground/ProblemNote.tsx'
import { SayProvider } from '../ground/say.tsx'
import { handMadePages } from '../ground/screens.ts'
import { AdministratorsOnly } from './AdministratorsOnly.tsx'
import { SignedInOnly } from './SignedInOnly.tsx'
import { PublicFrame } from './PublicFrame.tsx'

interface Context {
  readonly client: QueryClient
}

const root = createRootRouteWithContext<Context>()({
  component: () => (
    <SayProvider>
      <Outlet />
    </SayProvider>
  ),
  notFoundComponent: NotFound,
})
/** Everything behind it needs a session. */
const house = createRoute({ getParentRoute: () => root, id: 'house', component: SignedInOnly })
/** Where the company is furnished: everybody else is told who may, and whom to ask. */
const admins = createRoute({
  getParentRoute: () => house,
  id: 'administrators',
  component: AdministratorsOnly,
})
/** For people without a login: a customer at a QR code. */
const outside = createRoute({ getParentRoute: () => root, id: 'outside', component: PublicFrame })

type Parent = typeof house | typeof admins

const page = (load: () => Promise<Record<string, unknown>>, name: string) =>
  lazyRouteComponent(orFailed(load, name) as never, name as never)
const screen = (
  path: string,
  load: () => Promise<Record<string, unknown>>,
  name: string,
  parent: Parent = house,
) =>
  createRoute({
    getParentRoute: () => parent,
    path,
    component: page(load, name),
  })

const list = createRoute({
  getParentRoute: () => house,
  path: '/o/$object',
  component: page(() => import('../record/ListScreen.tsx'), 'ListScreen'),
  validateSearch: (search: Record<string, unknown>) => search,
})
const create = createRoute({
  getParentRoute: () => house,
  path: '/o/$object/new',
  component: page(() => import('../record/CreateScreen.tsx'), 'CreateScreen'),
  validateSearch: (search: Record<string, unknown>) => search,
})
const record = createRoute({
  getParentRoute: () => house,
  path: '/o/$object/$id',
  component: page(() => import('../record/RecordScreen.tsx'), 'RecordScreen'),
  validateSearch: (search: Record<string, unknown>) => search,
})

const own = [
  screen('/', () => import('../home/HomeScreen.tsx'), 'HomeScreen'),
  screen('/inbox', () => import('../inbox/InboxScreen.tsx'), 'InboxScreen'),
  screen('/notices', () => import('../inbox/NoticesScreen.tsx'), 'NoticesScreen'),
  screen('/menu', () => import('./MenuScreen.tsx'), 'MenuScreen'),
  screen('/me', () => import('../account/MeScreen.tsx'), 'MeScreen'),
  screen('/o/$object/import', () => import('../record/ImportScreen.tsx'), 'ImportScreen'),
  screen('/studio/terms', () => import('../studio/TermsScreen.tsx'), 'TermsScreen'),
  list,
  create,
  record,
]

const ofAdministrators = [
  screen('/studio', () => import('../studio/StudioScreen.tsx'), 'StudioScreen', admins),
  screen('/studio/sign-in', () => import('../account/SignInScreen.tsx'), 'SignInScreen', admins),
  screen('/studio/roles', () => import('../studio/RolesScreen.tsx'), 'RolesScreen', admins),
  screen('/studio/outgoing', () => import('../studio/OutgoingScreen.tsx'), 'OutgoingScreen', admins),
  screen('/studio/watch', () => import('../studio/WatchScreen.tsx'), 'WatchScreen', admins),
  screen('/studio/privacy', () => import('../privacy/PrivacyScreen.tsx'), 'PrivacyScreen', admins),
  screen('/studio/readings', () => import('../privacy/ReadingsScreen.tsx'), 'ReadingsScreen', admins),
  screen('/studio/objects/$object', () => import('../studio/ObjectScreen.tsx'), 'ObjectScreen', admins),
]

/** The addresses of the frame and those of the steps, whose screens were handed over before. */
const makeTree = () => {
  const pages = handMadePages().map((page) => {
    const parent = page.outside ? outside : house
    return {
      page,
      route: createRoute({
        getParentRoute: () => parent,
        path: page.path,
        component: lazyRouteComponent(orFailed(page.load, 'default') as never, 'default' as never),
        validateSearch: (search: Record<string, unknown>) => search,
      }),
    }
  })
  const made = (out: boolean) =>
    pages.filter(({ page }) => Boolean(page.outside) === out).map(({ route }) => route)
  return root.addChildren([
    house.addChildren([...own, admins.addChildren(ofAdministrators), ...made(false)]),
    outside.addChildren(made(true)),
  ])
}

export const makeRouter = (client: QueryClient) =>
  createRouter({
    routeTree: makeTree(),
    context: { client },
    defaultPreload: false,
    scrollRestoration: true,
    scrollToTopSelectors: ['#content'],
    defaultErrorComponent: ({ error }) => (
      <div className="page">
        <ProblemNote error={error} />
      </div>
    ),
  })

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof makeRouter>
  }
}
