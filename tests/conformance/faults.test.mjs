// The fault dial as the client sees it: by header for one request, and from a file.
import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test from "node:test";
import { ApiError } from "@fal-ai/client";
import { failure, small, startSandbox } from "./sandbox.mjs";

const id = "fal-ai/janus";
const input = { prompt: "a red boat", image_size: small };
const sandbox = await startSandbox();
/// Nothing ever begins.
const waiting = await startSandbox({ capacity: 0 });
/// A picture takes some seconds.
const leisurely = await startSandbox({ pace: 2 });

/// Subscribes with a fault for this one request; the calls it took are in `calls`.
function subscribed(fault, { server = sandbox, calls, ...options } = {}) {
  return server
    .client({ calls })
    .subscribe(id, { input, logs: true, pollInterval: 10, headers: { "X-Sandbox-Fault": fault }, ...options });
}

test("a status that fails once is asked for again", async () => {
  const asked = async (code) => {
    const calls = [];
    const { data } = await subscribed(`${code};on=status`, { calls });
    assert.equal(data.images.length, 1);
    assert.ok(calls.filter((call) => call.includes("/status")).length >= 2);
  };
  await Promise.all(["429", "500", "502", "503", "504"].map(asked));
});

test("a result that fails once is asked for again", async () => {
  const calls = [];
  await subscribed("502;on=result", { calls });
  assert.match(calls.at(-2), /^GET \/fal-ai\/janus\/requests\/[^/]+$/);
  assert.equal(calls.at(-1), calls.at(-2));
});

test("a gateway's page is an ApiError without a body", async () => {
  const error = await failure(subscribed("error-page;status=500;on=result"));
  assert.ok(error instanceof ApiError);
  assert.equal(error.message, "HTTP 500: Internal Server Error");
  assert.equal(error.body, undefined);
});

test("a stream that ends before COMPLETED is taken for the end", async () => {
  const error = await failure(subscribed("stream-cut;events=1", { server: waiting, mode: "streaming" }));
  assert.equal(error.status, 400);
  assert.deepEqual(error.body, { detail: "Request is still in progress" });
});

test("a wish that makes no sense is refused", async () => {
  const error = await failure(subscribed("sleepy"));
  assert.equal(error.status, 400);
  assert.match(error.body.detail, /There is no switch “sleepy”/);
});

test("a request completes with an error", async () => {
  const updates = [];
  const error = await failure(
    subscribed("completed-with-error", { onQueueUpdate: (update) => updates.push(structuredClone(update)) }),
  );
  assert.equal(updates.at(-1).error_type, "runner_server_error");
  assert.equal(error.status, 500);
  assert.deepEqual(error.body, { detail: "The runner failed.", error_type: "runner_server_error" });
});

test("logs that are null break the page's own sample", async () => {
  const onQueueUpdate = (update) => {
    if (update.status === "IN_PROGRESS") update.logs.map((log) => log.message);
  };
  const error = await failure(subscribed("null-logs", { server: leisurely, pollInterval: 1, onQueueUpdate }));
  assert.ok(error instanceof TypeError, String(error));
});

test("an unknown word for the state is polled on", async () => {
  const states = [];
  await subscribed("unknown-status", { onQueueUpdate: (update) => states.push(update.status) });
  assert.equal(states.at(-1), "COMPLETED");
  for (const state of states.slice(0, -1)) assert.equal(state, "DREAMING");
});

test("an expired result is not found", async () => {
  const error = await failure(subscribed("expired-result"));
  assert.equal(error.status, 404);
  assert.deepEqual(error.body, { status: "NOT_FOUND" });
});

test("a result of the wrong type is a string", async () => {
  const { data } = await subscribed("wrong-content-type;on=result");
  assert.equal(typeof data, "string");
  assert.equal(JSON.parse(data).prompt, "a red boat");
});

test("pictures come as data addresses", async () => {
  const { data } = await subscribed("data-uris");
  assert.match(data.images[0].url, /^data:image\/jpeg;base64,\/9j\//);
});

test("pictures are gone, of another type or truncated", async () => {
  const gone = await subscribed("expired-media");
  assert.equal((await fetch(gone.data.images[0].url)).status, 404);
  const other = await subscribed("wrong-content-type;on=media");
  assert.equal((await fetch(other.data.images[0].url)).headers.get("content-type"), "text/plain");
  const short = await subscribed("truncated-image;bytes=100");
  assert.equal((await (await fetch(short.data.images[0].url)).arrayBuffer()).byteLength, 100);
});

test("a fault file works from the start of the program", async () => {
  const file = join(tmpdir(), "faults.json");
  await writeFile(
    file,
    JSON.stringify({
      seed: 7,
      faults: [
        { do: "reset-after-accept" },
        { do: "out-of-credit", times: 1, skip: 1 },
      ],
    }),
  );
  const faulty = await startSandbox({ faults: file });
  const calls = [];
  // The submit that was lost is sent again: so this client may pay twice.
  await faulty.client({ calls }).subscribe(id, { input, pollInterval: 10 });
  assert.deepEqual(calls.slice(0, 2), ["POST /fal-ai/janus", "POST /fal-ai/janus"]);
  const error = await failure(faulty.client().queue.submit(id, { input }));
  assert.equal(error.status, 403);
  assert.match(error.body.detail, /^User is locked\. Reason: Exhausted balance\./);
  await faulty.client().queue.submit(id, { input });
  assert.equal(await faulty.stop(), 0);
});

test("a mistake in a fault file keeps the program from starting", async () => {
  const file = join(tmpdir(), "mistake.json");
  await writeFile(file, '[\n  {"do": "nul-logs"}\n]');
  const error = await failure(startSandbox({ faults: file }));
  assert.match(error.message, /ended with 2: .*mistake\.json.*line 2, column 10.*There is no switch “nul-logs”/s);
});

test("the programs end in good order", async () => {
  for (const server of [sandbox, waiting, leisurely]) assert.equal(await server.stop(), 0);
});
