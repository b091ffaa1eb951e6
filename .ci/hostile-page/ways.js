// The ways in which a page can have a browser send a request. Each takes the URL of a target, with a query that asks for the deed,
// and the same as the body and headers that a program would send; it comes to whatever the page could read of the answer.

const NOTHING = "";
const PATIENCE_MILLIS = 1500;
const HANG_MILLIS = 30_000;

const pause = () => new Promise(done => setTimeout(() => done(NOTHING), PATIENCE_MILLIS));
const first = (...promises) => Promise.race([...promises, pause()]);
const orNothing = promise => first(promise.catch(() => NOTHING));

function element(name, attributes, parent = document.body) {
  const made = Object.assign(document.createElement(name), attributes);
  parent.append(made);
  return made;
}

function loaded(made, read = () => NOTHING) {
  return first(
    new Promise(done => made.addEventListener("load", () => done(read()))),
    new Promise(done => made.addEventListener("error", () => done(NOTHING))),
  );
}

function framed(frame) {
  return loaded(frame, () => {
    try {
      return frame.contentDocument?.body?.innerText ?? NOTHING;
    } catch {
      return NOTHING;
    }
  });
}

function form(target, attributes, parent = document.body) {
  const name = `answer-${Math.random()}`;
  const frame = element("iframe", { name }, parent);
  const made = element("form", { ...attributes, action: target.url, target: name }, parent);
  for (const [key, value] of new URLSearchParams(target.form)) {
    element("input", { type: "hidden", name: key, value }, made);
  }
  const answer = framed(frame);
  made.submit();
  return answer;
}

function request(target, headers) {
  return first(new Promise(done => {
    const sent = new XMLHttpRequest();
    sent.open("POST", target.url);
    Object.entries(headers).forEach(([name, value]) => sent.setRequestHeader(name, value));
    sent.onload = () => done(sent.responseText);
    sent.onerror = () => done(NOTHING);
    sent.send("content-type" in headers ? target.json : target.form);
  }));
}

const text = response => response.text();
const plain = { "content-type": "text/plain" };
const urlEncoded = { "content-type": "application/x-www-form-urlencoded" };

async function byWorker(target) {
  const code = `fetch(${JSON.stringify(target.url)}, {method: "POST", mode: "no-cors", body: ${JSON.stringify(target.form)}})
    .then(response => response.text()).then(postMessage, () => postMessage(""));
    try { importScripts(${JSON.stringify(target.url)}); } catch {}`;
  const worker = new Worker(URL.createObjectURL(new Blob([code])));
  return first(new Promise(done => { worker.onmessage = event => done(event.data); }));
}

// A second register() of the same script can wait for ever in Chromium 156, so a worker that is there is used as it is.
async function activeServiceWorker() {
  const there = await navigator.serviceWorker.getRegistration();
  if (!there?.active) {
    await navigator.serviceWorker.register("/service-worker.js");
  }
  return (await navigator.serviceWorker.ready).active;
}

async function byServiceWorker(target) {
  let active;
  try {
    active = await activeServiceWorker();
  } catch {
    return NOTHING;
  }
  const { port1, port2 } = new MessageChannel();
  const answer = first(new Promise(done => { port1.onmessage = event => done(event.data); }));
  active.postMessage(target, [port2]);
  return answer;
}

function byWindow(target) {
  const opened = open(target.url);
  return pause().then(() => {
    try {
      return opened.document.body.innerText;
    } catch {
      return NOTHING;
    } finally {
      opened?.close();
    }
  });
}

const ways = {
  "form POST": target => form(target, { method: "POST" }),
  "form POST as text": target => form(target, { method: "POST", enctype: "text/plain" }),
  "form POST in parts": target => form(target, { method: "POST", enctype: "multipart/form-data" }),
  "form GET": target => form(target, { method: "GET" }),
  "form in a sandbox": target => {
    const frame = element("iframe", { sandbox: "allow-forms allow-scripts" });
    frame.srcdoc = `<form method=POST action="${target.url.replaceAll("&", "&amp;")}"><input name=Action value=SendMessage></form>
      <script>document.forms[0].submit()<\/script>`;
    return framed(frame);
  },
  "image": target => loaded(element("img", { src: target.url })),
  "picture of a style": target => {
    element("div", { style: `background-image: url("${target.url}")`, innerText: "x" });
    return pause();
  },
  "script": target => loaded(element("script", { src: target.url }, document.head), () => window.stolen ?? NOTHING),
  "module": target => orNothing(import(target.url).then(module => JSON.stringify(module))),
  "style sheet": target => {
    const link = element("link", { rel: "stylesheet", href: target.url }, document.head);
    return loaded(link, () => { try { return link.sheet.cssRules[0]?.cssText ?? NOTHING; } catch { return NOTHING; } });
  },
  "prefetch": target => { element("link", { rel: "prefetch", href: target.url }, document.head); return pause(); },
  "preload": target => loaded(element("link", { rel: "preload", as: "image", href: target.url }, document.head)),
  "ping of a link": target => {
    element("a", { href: "#", ping: target.url, innerText: "x" }).click();
    return pause();
  },
  "frame": target => framed(element("iframe", { src: target.url })),
  "object": target => loaded(element("object", { data: target.url })),
  "embedded": target => { element("embed", { src: target.url }); return pause(); },
  "sound": target => { element("audio", { src: target.url, preload: "auto" }); return pause(); },
  "film": target => { element("video", { src: target.url, preload: "auto" }); return pause(); },
  "refresh": target => {
    const frame = element("iframe", {});
    frame.srcdoc = `<meta http-equiv=refresh content="0; url=${target.url.replaceAll("&", "&amp;")}">`;
    return pause().then(() => { try { return frame.contentDocument.body.innerText; } catch { return NOTHING; } });
  },
  "window": byWindow,
  "fetch without CORS": target => orNothing(
    fetch(target.url, { method: "POST", mode: "no-cors", headers: urlEncoded, body: target.form }).then(text)),
  "fetch of text without CORS": target => orNothing(
    fetch(target.url, { method: "POST", mode: "no-cors", headers: plain, body: target.json }).then(text)),
  "fetch by GET without CORS": target => orNothing(fetch(target.url, { mode: "no-cors" }).then(text)),
  "fetch with CORS": target => orNothing(
    fetch(target.url, { method: "POST", headers: urlEncoded, body: target.form }).then(text)),
  "fetch as a program": target => orNothing(
    fetch(target.url, { method: "POST", headers: target.headers, body: target.json }).then(text)),
  "fetch that outlives the page": target => orNothing(
    fetch(target.url, { method: "POST", mode: "no-cors", keepalive: true, headers: plain, body: target.json }).then(text)),
  "XHR": target => request(target, {}),
  "XHR as a program": target => request(target, target.headers),
  "beacon": target => { navigator.sendBeacon(target.url, new URLSearchParams(target.form)); return pause(); },
  "beacon of JSON": target => {
    navigator.sendBeacon(target.url, new Blob([target.json], { type: "application/x-amz-json-1.0" }));
    return pause();
  },
  "socket": target => first(new Promise(done => {
    const socket = new WebSocket(target.url.replace("http:", "ws:"));
    socket.onopen = () => done("opened");
    socket.onerror = () => done(NOTHING);
  })),
  "event source": target => first(new Promise(done => {
    const source = new EventSource(target.url);
    source.onmessage = event => done(event.data);
    source.onerror = () => { source.close(); done(NOTHING); };
  })),
  "worker": byWorker,
  "service worker": byServiceWorker,
  "report of a policy": target => {
    element("iframe", { src: `/policy?report=${encodeURIComponent(target.url)}` });
    return pause();
  },
};

// Fails with the way's name, where the browser would leave the caller to wait and guess.
function endOf(name, answer) {
  const late = new Promise((_, fail) => setTimeout(() => fail(new Error(`"${name}" has not ended`)), HANG_MILLIS));
  return Promise.race([answer, late]);
}

// What every way comes to, by its name.
async function tryAll(target) {
  const tried = Object.entries(ways).map(async ([name, way]) => {
    const form = `${target.form}&way=${encodeURIComponent(name)}`;
    return [name, await endOf(name, way({ ...target, form, url: `${target.address}/?${form}` }))];
  });
  return Object.fromEntries(await Promise.all(tried));
}
