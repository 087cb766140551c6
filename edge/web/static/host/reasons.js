/** Why a table is suggested, in the page's language. Codes it does not know are said in the box's own words. */

const said = (reason, words) => words.reasons[reason.code]?.(reason.values) ?? reason.text;

const sentence = (text) => text.charAt(0).toLocaleUpperCase() + text.slice(1) + (/[.!?]$/.test(text) ? "" : ".");

/** Reasons as sentences: `Seats 2. Its waiter has 2 tables and was last seated 14 min ago.` */
export const spoken = (reasons, words) => reasons.map((reason) => sentence(said(reason, words))).join(" ");

/** The first reason alone, for a line. */
export const inShort = (reasons, words) => (reasons.length ? said(reasons[0], words) : "");
