/** What a guest is told, from what the box answers: pure, so that the page only has to write it down. */

/** Of which stage an answer is: `ended`, `ready` or `waiting`. */
function stageOf(answer) {
  if (answer.ended) return "ended";
  return answer.paged ? "ready" : "waiting";
}

function minutesLeft({ low_min: low, high_min: high }, words) {
  if (high === null || high === undefined) return null;
  return high <= 0 ? words.soon : words.range(Math.max(0, low === null ? high : low), high);
}

function waiting(answer, words) {
  const left = minutesLeft(answer, words);
  const more = answer.position ? place(answer.position, words) : "";
  if (left === null) return { lead: "", headline: words.unknown, more: more || words.unknownMore };
  return { lead: left === words.soon ? "" : words.waiting, headline: left, more };
}

const place = (position, words) => (position === 1 ? words.next : words.ahead(position - 1));

/** `{stage, lead, headline, more, position}` for an answer `{position, low_min, high_min, paged, ended}`. */
export function told(answer, words) {
  const stage = stageOf(answer);
  if (stage === "ended") return { stage, lead: "", headline: words.ended, more: words.endedMore, position: null };
  if (stage === "ready") return { stage, lead: "", headline: words.ready, more: words.readyMore, position: null };
  return Object.assign({ stage, position: answer.position || null }, waiting(answer, words));
}

/** The same for a link the box does not know. */
export const toldNothing = (words) => ({ stage: "ended", lead: "", headline: words.unknownLink, more: words.unknownLinkMore, position: null });
