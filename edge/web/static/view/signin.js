/** A calm door: type the code that the manager's page shows. Whoever set up the box has a token instead. */
import { html } from "../html.js";
import { useRef, useState } from "../vendor/hooks.js";

const PROOFS = {
  code: { type: "text", inputmode: "numeric", autocomplete: "one-time-code" },
  token: { type: "password", inputmode: "text", autocomplete: "current-password" },
};

export function SignIn({ words, onProof }) {
  const [kind, setKind] = useState("code");
  const [problem, setProblem] = useState("");
  const [busy, setBusy] = useState(false);
  const field = useRef(null);
  const texts = words.signin[kind];
  const submit = async (event) => {
    event.preventDefault();
    setBusy(true);
    try {
      await onProof({ [kind]: new FormData(event.target).get(kind).replace(/\s/g, "") });
    } catch (error) {
      setProblem(problemOf(error, texts, words.signin));
      setBusy(false);
      field.current.select();
    }
  };
  const other = kind === "code" ? "token" : "code";
  const change = () => {
    setKind(other);
    setProblem("");
    requestAnimationFrame(() => field.current.focus());
  };
  return html`
    <main class="signin">
      <form onSubmit=${submit}>
        <h1>${words.signin.title}</h1>
        <p class="soft" id="signin-hint">${texts.hint}</p>
        <label for="proof">${texts.label}</label>
        <input key=${kind} ref=${field} id="proof" name=${kind} ...${PROOFS[kind]} required autofocus aria-describedby="signin-hint signin-problem" />
        <p class="problem" id="signin-problem" role="alert">${problem}</p>
        <button type="submit" class="strong" disabled=${busy}>${words.signin.enter}</button>
        <button type="button" class="quiet" onClick=${change}>${words.signin[other].instead}</button>
      </form>
    </main>
  `;
}

function problemOf({ status }, texts, words) {
  if (status === 429) return words.wait;
  return status >= 400 && status < 500 ? texts.refused : words.failed;
}
