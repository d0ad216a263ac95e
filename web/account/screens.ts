import type { StepScreens } from '../ground/screens.ts'

/** What the house draws by itself of how people sign in. */
export const screens: StepScreens = {
  panels: [{ of: 'user', shows: [], load: () => import('./PersonSignIn.tsx') }],
}
