/** Amounts of money: the box counts in the currency's smallest unit. */

/** `€12.50`; where the store's currency is not known, the number alone: `12.50`. */
export function money(minor, currency, locale) {
  if (!currency) return new Intl.NumberFormat(locale, { minimumFractionDigits: 2, maximumFractionDigits: 2 }).format(minor / 100);
  const format = new Intl.NumberFormat(locale, { style: "currency", currency, currencyDisplay: "narrowSymbol" });
  return format.format(minor / 10 ** format.resolvedOptions().maximumFractionDigits);
}
