import { fal } from "@fal-ai/client";

const status = await fal.queue.status("fal-ai/janus", {
  requestId: "764cabcf-b745-4b3e-ae38-1200304cf45b",
  logs: true,
});
