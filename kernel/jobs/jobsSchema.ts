/** Jobs of a workspace live in a schema of their own beside it. */
export const jobsSchema = (workspace: { readonly name: string }) => `${workspace.name}_jobs`
