// Where the hosts that fal's client has built in stand on the practice server.
const hosts = {
  "https://queue.fal.run": "",
  "https://fal.run": "/run",
  "https://rest.fal.ai": "",
  "https://api.fal.ai": "",
};
const plainFetch = globalThis.fetch;

/// The address on the server that stands for an address of fal. Nothing may leave this computer: what is neither is an
/// error.
export function mapped(origin, url) {
  const { origin: host, pathname, search } = new URL(url);
  if (host in hosts) return origin + hosts[host] + pathname + search;
  if (host === origin) return url;
  throw new Error(`The client asked for ${url}`);
}

/// A fetch that goes to the server. `calls` gets a line for everything it was asked for, as "PUT /path?query".
export function redirecting(origin, calls = []) {
  return (url, init) => {
    const target = mapped(origin, url);
    calls.push(`${init?.method ?? "GET"} ${target.replace(origin, "")}`);
    return plainFetch(target, init);
  };
}
