/** What a person and the camera disagree on, as a question with two answers. */

/** `{question, said, seen}` in words. */
export function asked(dispute, words) {
  const text = words.waiter.asks;
  if (dispute.about === "people") {
    const { said_people: said, seen_people: seen } = dispute;
    return { question: text.people(dispute.table, said, seen), said: words.waiter.guests(said), seen: words.waiter.guests(seen) };
  }
  const [said, seen] = [words.states[dispute.said], words.states[dispute.seen]];
  return { question: text.state(dispute.table, said, seen), said, seen };
}
