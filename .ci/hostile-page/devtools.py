"""Drives Chromium by its DevTools protocol over a pipe."""

import base64
import fcntl
import itertools
import json
import os
import queue
import subprocess
import threading

PATIENCE_SECONDS = 60


class Chromium:
    """A browser without a window, in a profile of its own."""

    def __init__(self, program, profile, *options):
        command_end, self._commands = os.pipe()
        self._answers, answer_end = os.pipe()
        # Chromium reads from 3 and writes to 4; numbers above both cannot be lost while they are set.
        command_end, answer_end = (fcntl.fcntl(end, fcntl.F_DUPFD, 10) for end in (command_end, answer_end))
        options = [
            "--headless=new",
            "--remote-debugging-pipe",
            f"--user-data-dir={profile}",
            "--no-first-run",
            "--no-proxy-server",
            "--disable-gpu",
            "--disable-dev-shm-usage",
            "--disable-background-networking",
            "--disable-component-update",
            *options,
        ]
        if os.getuid() == 0:
            options.append("--no-sandbox")
        self._log = open(os.path.join(profile, "chromium.log"), "w")
        self._process = subprocess.Popen(
            ["bash", "-c", f'exec "$@" 3<&{command_end} 4>&{answer_end}', "chromium", program, *options],
            pass_fds=(command_end, answer_end),
            stdout=self._log,
            stderr=self._log,
        )
        os.close(command_end)
        os.close(answer_end)
        self._ids = itertools.count(1)
        self._waiting = {}
        self._paused = {}
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self):
        with os.fdopen(self._answers, "rb") as answers:
            rest = b""
            while chunk := answers.read1(65536):
                *messages, rest = (rest + chunk).split(b"\0")
                for message in map(json.loads, messages):
                    if "id" in message:
                        waiting = self._waiting.pop(message["id"], None)
                        if waiting:
                            waiting.put(message)
                    elif message["method"] == "Fetch.requestPaused":
                        self._fulfil(message)
        for waiting in list(self._waiting.values()):
            waiting.put({"error": {"message": "Chromium has ended"}})

    def _send(self, method, parameters, session):
        number = next(self._ids)
        message = {"id": number, "method": method, "params": parameters}
        if session:
            message["sessionId"] = session
        return number, json.dumps(message).encode() + b"\0"

    def call(self, method, session=None, **parameters):
        number, message = self._send(method, parameters, session)
        answer = self._waiting[number] = queue.Queue()
        os.write(self._commands, message)
        result = answer.get(timeout=PATIENCE_SECONDS)
        if "error" in result:
            raise RuntimeError(f"{method}: {result['error']['message']}; see {self._log.name}")
        return result["result"]

    def _fulfil(self, event):
        """Answers for a server that the browser shall believe to be there."""
        page = self._paused[event["sessionId"]]
        parameters = {
            "requestId": event["params"]["requestId"],
            "responseCode": 200,
            "responseHeaders": [{"name": "Content-Type", "value": "text/html"}],
            "body": base64.b64encode(page.encode()).decode(),
        }
        os.write(self._commands, self._send("Fetch.fulfillRequest", parameters, event["sessionId"])[1])

    def page(self):
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        return Page(self, self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"])

    def close(self):
        self._process.terminate()
        self._process.wait(timeout=PATIENCE_SECONDS)
        os.close(self._commands)
        self._log.close()

    def pretend(self, session, url, page):
        self._paused[session] = page
        self.call("Fetch.enable", session, patterns=[{"urlPattern": url}])


class Page:
    """A tab."""

    def __init__(self, browser, session):
        self._browser = browser
        self._session = session

    def pretend(self, url, page):
        """From now on this tab gets the page's text from this URL, whoever listens there."""
        self._browser.pretend(self._session, url, page)

    def go(self, url):
        navigation = self._browser.call("Page.navigate", self._session, url=url)
        if navigation.get("errorText"):
            raise RuntimeError(f"{url}: {navigation['errorText']}")
        self.evaluate("new Promise(done => document.readyState == 'complete' ? done() : addEventListener('load', done))")

    def evaluate(self, expression):
        """The value of an expression, or what a promise comes to."""
        result = self._browser.call(
            "Runtime.evaluate", self._session, expression=expression, awaitPromise=True, returnByValue=True
        )
        if "exceptionDetails" in result:
            raise RuntimeError(json.dumps(result["exceptionDetails"]))
        return result["result"].get("value")
