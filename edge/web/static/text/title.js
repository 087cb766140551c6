/** `dining-room` as people write it: `Dining room`. */
export const asTitle = (id) => id.charAt(0).toUpperCase() + id.slice(1).replace(/[-_]/g, " ");
