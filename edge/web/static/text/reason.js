/** Why a command was refused, in words: ours where we know the kind, then what the box itself says of this time. */

const KIND = /([a-z-]+)$/;

/** `{lead, detail}` of `{status, problem}`; the detail is the box's own English, "" where there is none. */
export function reason({ status, problem }, words) {
  if (!problem) return { lead: status === 0 ? words.unreachable : words.failed, detail: "" };
  const kind = problem.type.match(KIND)?.[1];
  return { lead: words.kinds[kind] ?? words.refused, detail: [problem.detail, problem.hint].filter(Boolean).join(" ") };
}
