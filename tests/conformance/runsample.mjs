// runsample.mjs SAMPLE ORIGIN REQUEST-ID: runs a code sample of fal's page as it stands; the key is in FAL_KEY.
//
// The samples know nothing of the practice server, so its address is put under fetch itself, and the request id they
// use as an example is taken for REQUEST-ID. Every call is told on standard error as "METHOD /path STATUS".
import { mapped } from "./hosts.mjs";

const [sample, origin, requestId] = process.argv.slice(2);
const plainFetch = fetch;
globalThis.fetch = async (url, init) => {
  const target = mapped(origin, String(url)).replace("764cabcf-b745-4b3e-ae38-1200304cf45b", requestId);
  const answer = await plainFetch(target, init);
  console.error(`${init?.method ?? "GET"} ${target.replace(origin, "")} ${answer.status}`);
  return answer;
};
globalThis.File ??= (await import("node:buffer")).File; // Node.js 18 does not have it at hand.
await import(`./samples/${sample}.mjs`);

// What the sample set up stays set up: the next call shows it.
if (sample === "credentials") {
  const { fal } = await import("@fal-ai/client");
  await fal.queue.status("fal-ai/janus", { requestId }).catch((error) => console.log(error.body.detail));
}
