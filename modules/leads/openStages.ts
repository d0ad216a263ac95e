export const openStages = ['new', 'assigned', 'contacted']

export const open = `stage in (${openStages.map((name) => `"${name}"`).join(', ')})`
