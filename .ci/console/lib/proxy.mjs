// A proxy between the browser and the console, which knows the streams that are open, and can keep the console from being reached.

import http from "node:http";

export class Proxy {
  /** Each stream that was asked for, and whether it is open. */
  streams = [];
  #isDown = false;
  #sockets = new Set();
  #server = http.createServer((request, reply) => {
    if (this.#isDown) {
      request.socket.resetAndDestroy();
      return;
    }
    const { hostname, port, pathname, search, searchParams } = new URL(request.url);
    const onward = http.request({ hostname, port, path: pathname + search, method: request.method, headers: request.headers }, (answer) => {
      reply.writeHead(answer.statusCode, answer.headers);
      answer.pipe(reply);
    });
    onward.on("error", () => reply.destroy());
    reply.on("close", () => onward.destroy());
    request.pipe(onward);
    if (pathname.endsWith("/changes")) this.#follow(searchParams.get("of"), request, reply);
  });

  #follow(of, request, reply) {
    const stream = { of, last: request.headers["last-event-id"], isOpen: true };
    this.streams.push(stream);
    reply.on("close", () => (stream.isOpen = false));
  }

  get open() {
    return this.streams.filter((stream) => stream.isOpen).map((stream) => stream.of);
  }

  /** @returns its address */
  async start() {
    this.#server.on("connection", (socket) => {
      this.#sockets.add(socket);
      socket.on("close", () => this.#sockets.delete(socket));
    });
    await new Promise((settle) => this.#server.listen(0, "127.0.0.1", settle));
    return `http://127.0.0.1:${this.#server.address().port}`;
  }

  /** Ends all connections; they may be made anew. */
  cut() {
    for (const socket of this.#sockets) socket.resetAndDestroy();
  }

  /** From now on nobody answers. */
  down() {
    this.#isDown = true;
    this.cut();
  }

  up() {
    this.#isDown = false;
  }

  stop() {
    this.cut();
    this.#server.close();
  }
}
