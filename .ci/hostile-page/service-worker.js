onactivate = event => event.waitUntil(clients.claim());
onmessage = event => {
  const target = event.data;
  fetch(target.url, { method: "POST", mode: "no-cors", body: target.form })
    .then(response => response.text())
    .then(text => event.ports[0].postMessage(text), () => event.ports[0].postMessage(""));
};
