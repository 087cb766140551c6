/** `1 guest`, `3 guests`. */
export const count = (n, one, many) => `${n} ${n === 1 ? one : many}`;
