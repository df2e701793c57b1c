// Aborts and time-outs: what the server sees of a client that no longer wants to wait.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import test from "node:test";
import { failure, small, startSandbox, until } from "./sandbox.mjs";

/// Nothing ever begins.
const waiting = await startSandbox({ capacity: 0 });
const id = "fal-ai/janus";
const input = { prompt: "a red boat", image_size: small };

const cancelled = (requestId) =>
  until(
    () => waiting.client().queue.status(id, { requestId }),
    (status) => status.error_type === "client_cancelled",
  );

test("a time-out while polling cancels the request", async () => {
  let requestId = "";
  const calls = [];
  const error = await failure(
    waiting.client({ calls }).subscribe(id, {
      input,
      pollInterval: 60,
      timeout: 200,
      onEnqueue: (enqueued) => (requestId = enqueued),
    }),
  );
  assert.equal(error.message, "Client timed out waiting for the request to complete after 200ms");
  await cancelled(requestId);
  assert.ok(calls.includes(`PUT /fal-ai/janus/requests/${requestId}/cancel`));
});

test("a time-out while streaming cancels the request", async () => {
  // The client throws out of a timer, which ends the process: so it has one of its own.
  const script = `
    import { redirecting } from "./hosts.mjs";
    import { createFalClient } from "@fal-ai/client";
    const [origin, credentials] = process.argv.slice(1);
    await createFalClient({ credentials, fetch: redirecting(origin) }).subscribe("fal-ai/janus", {
      input: { prompt: "a red boat" },
      mode: "streaming",
      timeout: 200,
      onEnqueue: (requestId) => console.log(requestId),
    });`;
  const child = spawn(process.execPath, ["--input-type=module", "-e", script, waiting.origin, waiting.key]);
  let output = "";
  let errors = "";
  child.stdout.on("data", (text) => (output += text));
  child.stderr.on("data", (text) => (errors += text));
  const code = await new Promise((resolve) => child.on("close", resolve));
  assert.notEqual(code, 0);
  assert.match(errors, /Client timed out waiting for the request to complete after 200ms/);
  // Whether the PUT still leaves a process that ends is the client's luck; the request exists either way.
  const status = await waiting.client().queue.status(id, { requestId: output.trim() });
  assert.ok(["IN_QUEUE", "COMPLETED"].includes(status.status));
});

test("an abort while polling ends the wait and cancels nothing", async () => {
  let requestId = "";
  const controller = new AbortController();
  const error = await failure(
    waiting.client().subscribe(id, {
      input,
      pollInterval: 10,
      abortSignal: controller.signal,
      onEnqueue: (enqueued) => (requestId = enqueued),
      onQueueUpdate: () => controller.abort(),
    }),
  );
  assert.equal(error.name, "AbortError");
  assert.equal((await waiting.client().queue.status(id, { requestId })).status, "IN_QUEUE");
});

test("every single call can be aborted", async () => {
  const client = waiting.client();
  const { request_id: requestId } = await client.queue.submit(id, { input });
  const abortSignal = AbortSignal.abort();
  for (const call of ["status", "result", "cancel"]) {
    const error = await failure(client.queue[call](id, { requestId, abortSignal }));
    assert.equal(error.name, "AbortError");
  }
  assert.equal((await failure(client.queue.submit(id, { input, abortSignal }))).name, "AbortError");
  assert.equal((await client.queue.status(id, { requestId })).status, "IN_QUEUE");
});

test("an aborted stream ends with what it last told, and the server goes on", async () => {
  const client = waiting.client();
  const { request_id: requestId } = await client.queue.submit(id, { input });
  const stream = await client.queue.streamStatus(id, { requestId });
  stream.on("data", () => stream.abort());
  assert.equal((await stream.done()).status, "IN_QUEUE");
  assert.equal((await client.queue.status(id, { requestId })).status, "IN_QUEUE");
});

test("a hundred clients that vanish leave a working server", async () => {
  const client = waiting.client();
  const { request_id: requestId } = await client.queue.submit(id, { input });
  const streams = await Promise.all(
    Array.from({ length: 100 }, () => client.queue.streamStatus(id, { requestId, logs: true })),
  );
  for (const stream of streams) stream.on("data", () => stream.abort());
  await Promise.all(streams.map((stream) => stream.done()));
  assert.equal((await client.queue.status(id, { requestId })).status, "IN_QUEUE");
});

test("the program ends in good order", async () => assert.equal(await waiting.stop(), 0));
