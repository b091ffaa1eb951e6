"""A server of moto's, in a process of its own on 127.0.0.1, and its clients."""

import functools
import os
import pathlib
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request

import boto3
from botocore.config import Config

from cloudformation import REGION

UP_SECONDS = 90
END_SECONDS = 20


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Moto:
    """A server that is there within a with-block; it keeps nothing of what was there before reset()."""

    def __init__(self, folder):
        (folder / "home").mkdir(parents=True, exist_ok=True)
        self.log = folder / "moto.log"
        port = free_port()
        self.endpoint = f"http://127.0.0.1:{port}"
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, pathlib.Path(__file__).with_name("moto_main.py"), "-H", "127.0.0.1", "-p", str(port)],
                env={"PATH": os.environ["PATH"], "HOME": str(folder / "home")},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
            )

    def __enter__(self):
        until = time.monotonic() + UP_SECONDS
        while time.monotonic() < until and self.process.poll() is None:
            try:
                urllib.request.urlopen(self.endpoint + "/moto-api/", timeout=5).close()
                return self
            except (urllib.error.URLError, TimeoutError):
                time.sleep(0.2)
        self.__exit__()
        raise SystemExit(f"moto did not begin to answer:\n{self.log.read_text()[-4000:]}")

    def __exit__(self, *_):
        self.process.terminate()
        try:
            self.process.wait(END_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def reset(self):
        urllib.request.urlopen(urllib.request.Request(self.endpoint + "/moto-api/reset", method="POST")).close()

    @functools.cache
    def client(self, service):
        return boto3.client(
            service,
            endpoint_url=self.endpoint,
            region_name=REGION,
            aws_access_key_id="identity",
            aws_secret_access_key="credential",
            config=Config(retries={"total_max_attempts": 1}, read_timeout=300),
        )
