/** What keeps typed things from being lost. */
export const keep = {
  'draft.offer': 'Typed on {{when}} and not saved yet',
  'draft.fields': 'Filled in: {{names}}',
  'draft.overtaken': 'Changed by others since; going on replaces it with what you typed: {{names}}',
  'draft.take': 'Go on with it',
  'draft.drop': 'Drop it',
  'draft.left': 'A change typed on {{when}} is not saved yet.',
  'leave.title': 'What you typed is not saved yet',
  'leave.more':
    'It stays on this device, and is offered when you open this form again. It goes when you sign out.',
  'leave.go': 'Leave',
  'leave.stay': 'Stay here',
  'form.faults': '{{n}} entries need correcting; each is marked below',
  'part.upgraded': 'The system was just upgraded; reload the page to open this part',
  'part.away': 'This part could not be fetched; the connection may be gone',
  'part.kept': 'Everything typed on this page is still here.',
  'part.reload': 'Reload',
  'sign_in.other': 'Use another account',
  'me.out_unsaved': '{{n}} forms are not saved. Sign out?',
  'me.out_unsaved_more': 'Signing out clears all drafts on this device.',
  'common.undo': 'Undo',
  'bulk.undone': 'Taken back',
} as const
