/** A calm door: paste the token, see the floor. */
import { html } from "../html.js";
import { useRef, useState } from "../vendor/hooks.js";

export function SignIn({ words, onToken }) {
  const [problem, setProblem] = useState("");
  const [busy, setBusy] = useState(false);
  const field = useRef(null);
  const submit = async (event) => {
    event.preventDefault();
    setBusy(true);
    try {
      await onToken(new FormData(event.target).get("token").trim());
    } catch (error) {
      setProblem(problemOf(error.status, words.signin));
      setBusy(false);
      field.current.select();
    }
  };
  return html`
    <main class="signin">
      <form onSubmit=${submit}>
        <h1>${words.signin.title}</h1>
        <p class="soft" id="signin-hint">${words.signin.hint}</p>
        <label for="token">${words.signin.token}</label>
        <input ref=${field} id="token" name="token" type="password" required autofocus autocomplete="current-password" aria-describedby="signin-hint signin-problem" />
        <p class="problem" id="signin-problem" role="alert">${problem}</p>
        <button type="submit" class="strong" disabled=${busy}>${words.signin.enter}</button>
      </form>
    </main>
  `;
}

function problemOf(status, words) {
  if (status === 429) return words.wait;
  return status >= 400 && status < 500 ? words.refused : words.failed;
}
