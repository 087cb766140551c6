/** Questions to the box whose answers the page shows while it has them: suggestions and quotes. */
import * as api from "../box/api.js";
import { useEffect, useRef, useState } from "../vendor/hooks.js";

const SUGGESTED = 3;
const QUOTE_GOOD_MS = 30_000;

/**
 * Where to seat a party: `{options, brackets, none_because}`, null while unknown, `{failed: true}`. Asked again whenever
 * the evening changed (`seq`); until the new answer comes, the one before stays, as long as it is about the same party.
 */
export function useSuggestions(party, seq) {
  const [answer, setAnswer] = useState({ party: null, found: null });
  const id = party?.party ?? null;
  const wish = JSON.stringify([party?.size, party?.table_type, party?.location, party?.section]);
  useEffect(() => {
    if (id === null || id < 0) return undefined;
    let wanted = true;
    const keep = (found) => wanted && setAnswer({ party: id, found });
    api.inquire("suggestions", { party: id, top: SUGGESTED }).then(keep, () => keep({ failed: true }));
    return () => (wanted = false);
  }, [id, wish, seq]);
  return answer.party === id ? answer.found : null;
}

/** What to tell a party of `size` that comes now: `{low_min, high_min}`, or null. Asked again every half minute. */
export function useQuote(size, { table_type = null, location = null } = {}) {
  const [quote, setQuote] = useState(null);
  const asked = useRef(0);
  useEffect(() => {
    setQuote(null);
    if (size === null) return undefined;
    const query = new URLSearchParams({ size, ...(table_type && { table_type }), ...(location && { location }) });
    const ask = () => {
      const question = ++asked.current;
      const keep = (found) => question === asked.current && setQuote(found);
      api.json(`quote?${query}`).then(({ low_min, high_min }) => keep({ low_min, high_min }), () => keep(null));
    };
    ask();
    const again = setInterval(ask, QUOTE_GOOD_MS);
    return () => {
      asked.current += 1;
      clearInterval(again);
    };
  }, [size, table_type, location]);
  return quote;
}
