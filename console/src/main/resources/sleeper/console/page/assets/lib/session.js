// The key of this page: a cookie that the page cannot read, and a secret that each call sends. The address that `./sleeper console`
// prints has a token that is good once; it is taken out of the address at once.

const SECRET = "sleeper.secret";
const FORM = { "X-Sleeper-Console": "1" };
/** How long a tab waits for another one to give it the secret. */
const PATIENCE_MILLIS = 250;

export function secret() {
  return sessionStorage.getItem(SECRET);
}

export function forget() {
  sessionStorage.removeItem(SECRET);
}

/** Headers of a call; `changes` says whether it may change something. */
export function headers(changes) {
  const all = { Accept: "application/json" };
  if (secret()) all["X-Sleeper-Secret"] = secret();
  return changes ? { ...all, ...FORM, "Content-Type": "application/json" } : all;
}

/**
 * Takes the token of the address for a key; without one, or if it is used up, the key of another tab of this console.
 *
 * @param came called when another tab has got a new key, which this one has from now on
 */
export async function begin(came) {
  const url = new URL(location.href);
  const token = url.searchParams.get("token");
  if (token !== null) {
    url.searchParams.delete("token");
    history.replaceState(null, "", url.pathname + url.search + url.hash);
    await exchange(token);
  }
  if (secret() === null) await borrow(null);
  lend(came);
}

async function exchange(token) {
  let reply;
  try {
    reply = await fetch("/api/v1/session", {
      method: "POST",
      headers: { ...FORM, "Content-Type": "application/json" },
      body: JSON.stringify({ token }),
    });
    if (!reply.ok) return;
    sessionStorage.setItem(SECRET, (await reply.json()).secret);
  } catch (cause) {
    if (!(cause instanceof TypeError)) throw cause;
    // Nobody answers: the page that is opened next says so.
    return;
  }
  // The cookie of this browser is another one now, so that the other tabs' secret is worth nothing.
  const told = channel();
  told.postMessage({ fresh: secret() });
  told.close();
}

// A link that is opened in a new tab has an empty sessionStorage. Tabs of the same origin, port included, hand it on: whoever serves
// that origin is sent the secret with each call of an open tab anyway.

function channel() {
  return new BroadcastChannel("sleeper.console");
}

function lend(came) {
  const asked = channel();
  asked.onmessage = ({ data }) => {
    if (typeof data?.fresh === "string") {
      sessionStorage.setItem(SECRET, data.fresh);
      came();
    } else if (data?.wanted && secret() !== null && secret() !== data.not) {
      asked.postMessage({ secret: secret() });
    }
  };
}

let borrowing = null;

/**
 * Looks for a secret in place of one that was refused.
 *
 * @returns whether there is another now
 */
export async function renew(refused) {
  if (secret() === refused) {
    borrowing ??= borrow(refused).finally(() => (borrowing = null));
    await borrowing;
  }
  return secret() !== null && secret() !== refused;
}

function borrow(not) {
  return new Promise((settle) => {
    const asking = channel();
    const end = () => {
      clearTimeout(patience);
      asking.close();
      settle();
    };
    const patience = setTimeout(end, PATIENCE_MILLIS);
    asking.onmessage = ({ data }) => {
      const found = data?.secret ?? data?.fresh;
      if (typeof found !== "string" || found === not) return;
      sessionStorage.setItem(SECRET, found);
      end();
    };
    asking.postMessage({ wanted: true, not });
  });
}
