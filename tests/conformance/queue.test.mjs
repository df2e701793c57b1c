// Every call of fal.queue, one by one.
import assert from "node:assert/strict";
import test from "node:test";
import { ApiError } from "@fal-ai/client";
import { failure, small, startSandbox, until } from "./sandbox.mjs";

const sandbox = await startSandbox();
/// Nothing ever begins.
const waiting = await startSandbox({ capacity: 0 });
/// A picture takes some seconds.
const leisurely = await startSandbox({ pace: 2 });
const id = "fal-ai/janus";
const input = { prompt: "a red boat", image_size: small };

async function completed(client, requestId) {
  return until(
    () => client.queue.status(id, { requestId, logs: true }),
    (status) => status.status === "COMPLETED",
  );
}

test("submit answers with a ticket of six fields", async () => {
  const ticket = await waiting.client().queue.submit(id, { input });
  const base = `${waiting.origin}/fal-ai/janus/requests/${ticket.request_id}`;
  assert.equal(ticket.status, "IN_QUEUE");
  assert.equal(ticket.response_url, base);
  assert.equal(ticket.status_url, `${base}/status`);
  assert.equal(ticket.cancel_url, `${base}/cancel`);
  assert.equal(typeof ticket.queue_position, "number");
});

test("submit takes every option of the client", async () => {
  const calls = [];
  const client = sandbox.client({ calls });
  const ticket = await client.queue.submit(id, {
    input,
    webhookUrl: "https://h.example/cb?a=1&b=2",
    priority: "low",
    hint: "h1",
    startTimeout: 30.5,
    headers: { "X-Fal-Store-IO": "0", "X-Fal-No-Retry": "1" },
    storageSettings: {
      expiresIn: "1h",
      initialAcl: { default: "forbid", rules: [{ user: "bob", decision: "allow" }] },
    },
  });
  assert.equal(calls[0], "POST /fal-ai/janus?fal_webhook=https%3A%2F%2Fh.example%2Fcb%3Fa%3D1%26b%3D2");
  assert.equal((await completed(client, ticket.request_id)).status, "COMPLETED");
});

test("low priority waits behind normal", async () => {
  const client = waiting.client();
  const low = await client.queue.submit(id, { input, priority: "low" });
  const normal = await client.queue.submit(id, { input });
  const position = async (ticket) =>
    (await client.queue.status(id, { requestId: ticket.request_id })).queue_position;
  assert.ok((await position(normal)) < (await position(low)));
});

test("status has no log, or an array, as asked", async () => {
  const client = sandbox.client();
  const { request_id: requestId } = await client.queue.submit(id, { input });
  const status = await completed(client, requestId);
  assert.ok(Array.isArray(status.logs));
  assert.ok(status.metrics.inference_time > 0);
  const quiet = await client.queue.status(id, { requestId });
  assert.equal(quiet.logs, null);
  assert.equal(quiet.response_url, `${sandbox.origin}/fal-ai/janus/requests/${requestId}`);
});

test("streamStatus gives events to a listener and to a loop", async () => {
  const client = sandbox.client();
  for (const way of ["listener", "loop"]) {
    const { request_id: requestId } = await client.queue.submit(id, { input });
    const stream = await client.queue.streamStatus(id, { requestId, logs: true });
    const events = [];
    if (way === "listener") {
      stream.on("data", (event) => events.push(event));
      assert.equal((await stream.done()).status, "COMPLETED");
      assert.equal(stream.requestId, requestId);
    } else {
      for await (const event of stream) events.push(event);
    }
    assert.equal(events.at(-1).status, "COMPLETED");
    const logs = events.flatMap((event) => event.logs ?? []);
    const { logs: all } = await client.queue.status(id, { requestId, logs: true });
    assert.deepEqual(logs, all);
  }
});

test("streamStatus of a finished request is one event", async () => {
  const client = sandbox.client();
  const { request_id: requestId } = await client.queue.submit(id, { input });
  await completed(client, requestId);
  const events = [];
  const stream = await client.queue.streamStatus(id, { requestId });
  stream.on("data", (event) => events.push(event));
  await stream.done();
  assert.deepEqual(
    events.map((event) => event.status),
    ["COMPLETED"],
  );
});

test("result is early, then there, and stays", async () => {
  const early = await waiting.client().queue.submit(id, { input });
  const error = await failure(waiting.client().queue.result(id, { requestId: early.request_id }));
  assert.ok(error instanceof ApiError);
  assert.equal(error.status, 400);
  assert.deepEqual(error.body, { detail: "Request is still in progress" });
  const client = sandbox.client();
  const { request_id: requestId } = await client.queue.submit(id, { input });
  await completed(client, requestId);
  const first = await client.queue.result(id, { requestId });
  const second = await client.queue.result(id, { requestId });
  assert.equal(first.requestId, requestId);
  assert.deepEqual(second, first);
});

test("cancel takes a waiting request out of the queue", async () => {
  const client = waiting.client();
  const { request_id: requestId } = await client.queue.submit(id, { input });
  assert.equal(await client.queue.cancel(id, { requestId }), undefined);
  const status = await client.queue.status(id, { requestId });
  assert.equal(status.status, "COMPLETED");
  assert.equal(status.error_type, "client_cancelled");
  const result = await failure(client.queue.result(id, { requestId }));
  assert.equal(result.status, 499);
  assert.equal(result.requestId, requestId);
  const again = await failure(client.queue.cancel(id, { requestId }));
  assert.equal(again.status, 400);
  assert.deepEqual(again.body, { status: "ALREADY_COMPLETED" });
});

test("cancel stops a running request", async () => {
  const client = leisurely.client();
  const { request_id: requestId } = await client.queue.submit(id, { input });
  await until(
    () => client.queue.status(id, { requestId }),
    (status) => status.status === "IN_PROGRESS",
  );
  await client.queue.cancel(id, { requestId });
  const status = await completed(client, requestId);
  assert.equal(status.error_type, "client_cancelled");
});

test("an unknown request is not found by any call", async () => {
  const client = sandbox.client();
  const requestId = "764cabcf-b745-4b3e-ae38-1200304cf45b";
  for (const call of ["status", "result", "cancel"]) {
    const error = await failure(client.queue[call](id, { requestId }));
    assert.ok(error instanceof ApiError);
    assert.equal(error.status, 404);
    assert.deepEqual(error.body, { status: "NOT_FOUND" });
  }
  const stream = await client.queue.streamStatus(id, { requestId });
  assert.equal((await failure(stream.done())).status, 404);
});

test("the path of an endpoint is left out afterwards", async () => {
  const calls = [];
  const client = sandbox.client({ calls });
  const ticket = await client.queue.submit("fal-ai/flux", { input, path: "/dev" });
  await client.queue.status("fal-ai/flux/dev", { requestId: ticket.request_id });
  assert.deepEqual(calls, [
    "POST /fal-ai/flux/dev",
    `GET /fal-ai/flux/requests/${ticket.request_id}/status?logs=0`,
  ]);
});

test("the programs end in good order", async () => {
  for (const server of [sandbox, waiting, leisurely]) assert.equal(await server.stop(), 0);
});
