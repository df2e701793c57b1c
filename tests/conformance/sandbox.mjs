// Starts the program under test and points fal's client at it.
import { createFalClient } from "@fal-ai/client";
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { redirecting } from "./hosts.mjs";

/// Runs `janus-studio sandbox`. It takes any free port, and its key is new each time.
export async function startSandbox({ pace = 0.02, capacity = 2, faults = "" } = {}) {
  const options = ["sandbox", "--port", "0", "--pace", String(pace), "--capacity", String(capacity)];
  if (faults) options.push("--faults", faults);
  const program = spawn(process.env.JANUS_STUDIO, options, { stdio: ["ignore", "pipe", "pipe"] });
  const killed = () => program.kill("SIGKILL");
  process.on("exit", killed);
  let errors = "";
  program.stderr.setEncoding("utf8").on("data", (text) => (errors += text));
  const ended = new Promise((resolve) => program.on("close", (code, signal) => resolve(code ?? signal)));
  const lines = createInterface({ input: program.stdout });
  const line = await Promise.race([
    new Promise((resolve) => lines.once("line", resolve)),
    ended.then((code) => {
      throw new Error(`janus-studio sandbox ended with ${code}: ${errors}`);
    }),
  ]);
  const { origin, key } = JSON.parse(line);
  return {
    origin,
    key,
    /// A client of its own. `more` goes into its configuration; `calls` as in redirecting().
    client({ calls, ...more } = {}) {
      return createFalClient({ credentials: key, fetch: redirecting(origin, calls), ...more });
    },
    /// Ends it as Ctrl+C does. Resolves to its exit code; a leak or an error found by a sanitizer is not 0.
    async stop() {
      program.kill("SIGINT");
      const code = await ended;
      process.off("exit", killed);
      if (code !== 0) console.error(errors);
      return code;
    },
  };
}

export const small = { width: 64, height: 48 };
export const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/// Asks until the answer satisfies; a job is given half a minute for what it does in a moment.
export async function until(ask, satisfies) {
  for (let i = 0; i < 1500; ++i) {
    const answer = await ask();
    if (satisfies(answer)) return answer;
    await pause(20);
  }
  throw new Error("It did not happen in time.");
}

/// The error a promise is rejected with.
export const failure = (promise) =>
  promise.then(
    (value) => {
      throw new Error(`It succeeded with ${JSON.stringify(value)}`);
    },
    (error) => error,
  );
