/** What the stream does not carry, read from the box: again when asked to, and when the service moved on. */
import * as api from "../box/api.js";
import { useCallback, useEffect, useState } from "../vendor/hooks.js";

/** `{data, failed, again}` of a path; `data` null until the first answer. A later answer replaces it; a failure keeps it. */
export function useRead(path, version = 0) {
  const [answer, setAnswer] = useState({ data: null, failed: false });
  const [asked, setAsked] = useState(0);
  const again = useCallback(() => setAsked((n) => n + 1), []);
  useEffect(() => {
    let wanted = true;
    api.json(path).then(
      (data) => wanted && setAnswer({ data, failed: false }),
      () => wanted && setAnswer((old) => ({ ...old, failed: true })),
    );
    return () => (wanted = false);
  }, [path, version, asked]);
  return { ...answer, again };
}
