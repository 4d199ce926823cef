/** On a phone the rows of a table are laid out as cards; the roles keep it a table to a screen reader. */
export const asRow = { role: 'row' } as const;
export const asCell = { role: 'cell' } as const;
export const asHead = { role: 'columnheader' } as const;
