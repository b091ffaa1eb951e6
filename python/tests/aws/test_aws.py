"""A deployed instance: calls by the Invoke of Lambda, uploads by S3.

Lambda's Invoke is an HTTP server of these tests, which gives the event to the instance's double and answers as the function does. S3 is
moto's. What Lambda itself does with an event is not tried here.
"""

import json
import pickle
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import unquote, urlsplit

import boto3
import pytest

from sleeper_workflows import Client, NotFound, OutcomeUnknown, Refused, SleeperError, Unauthorized, Unreachable

ROWS = [{"k": "a", "v": 1}]


class LambdaDouble:
    """Answers Invoke for functions of names that end with -api; ``errors`` and ``replies`` are given before that, one a call."""

    def __init__(self, double):
        self.errors = []
        self.replies = []
        self.functions = []
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                parts = urlsplit(self.path).path.split("/")
                outer.functions.append(f"{unquote(parts[3])}:{urlsplit(self.path).query}")
                event = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                if outer.replies:
                    return self.send(200, outer.replies.pop(0))
                if outer.errors:
                    return self.fail(*outer.errors.pop(0))
                assert set(event) == {"method", "path", "query", "body"}
                status, body = double.answer(event["method"], event["path"], event["query"], event["body"])
                return self.reply(200, {"status": status, "body": body})

            def fail(self, status, name, headers=()):
                if status == 0:
                    self.close_connection = True
                    return
                self.reply(status, {"Message": f"it is {name}", "message": f"it is {name}"}, [("x-amzn-ErrorType", name), *headers])

            def reply(self, status, value, headers=()):
                self.send(status, json.dumps(value).encode(), headers)

            def send(self, status, content, headers=()):
                self.send_response(status)
                self.send_header("Content-Length", str(len(content)))
                for name, text in headers:
                    self.send_header(name, text)
                self.end_headers()
                self.wfile.write(content)

            def log_message(self, *arguments):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True)
        self.thread.start()

    def stop(self):
        self.server.shutdown()
        self.server.server_close()


@pytest.fixture
def function(double, uploads, moto_url, monkeypatch):
    made = LambdaDouble(double)
    for name, value in {
        "AWS_ENDPOINT_URL_LAMBDA": made.url,
        "AWS_ENDPOINT_URL_S3": moto_url,
        "AWS_ACCESS_KEY_ID": "a",
        "AWS_SECRET_ACCESS_KEY": "b",
        "AWS_DEFAULT_REGION": "eu-west-1",
        "AWS_EC2_METADATA_DISABLED": "true",
    }.items():
        monkeypatch.setenv(name, value)
    yield made
    made.stop()


@pytest.fixture
def deployed(function, clock):
    client = Client.aws("my-id", patience=5)
    client.clock = clock
    return client


def test_should_call_the_function_of_the_instance(double, function, deployed):
    # Given
    double.create("orders")
    # When, Then
    assert [table["table"] for table in deployed.tables()] == ["orders"]
    assert function.functions == ["sleeper-my-id-api:Qualifier=live"]
    assert list(deployed.jobs(table="orders", last=7)) == []
    with pytest.raises(NotFound):
        deployed.table("a/b?c").describe()
    assert double.calls[-1][1] == "/tables/a/b?c"


def test_should_write_rows_and_follow_the_job(double, deployed, uploads):
    # Given
    double.create("orders")
    # When
    job = deployed.table("orders").write(ROWS)
    double.plays[job.id] = ["RUNNING", "COMMITTED"]
    # Then
    job.wait()
    assert uploads.keys() == [f"{job.id}/part-00000.parquet"]


def test_should_take_a_session(double, function):
    # Given a session with keys of its own
    session = boto3.session.Session(aws_access_key_id="x", aws_secret_access_key="y", region_name="us-east-2")
    # When, Then
    assert list(Client.aws("my-id", session=session).tables()) == []


def test_should_find_credentials_anew_after_a_pickle(deployed, function):
    again = pickle.loads(pickle.dumps(deployed))
    assert list(again.tables()) == []
    assert repr(again) == "<Client of AWS instance 'my-id' in eu-west-1>"
    assert again == deployed


def test_should_use_the_region_that_is_given_beside_a_session(function):
    # Given
    session = boto3.session.Session(aws_access_key_id="x", aws_secret_access_key="y", region_name="us-east-2")
    # When
    here = Client.aws("my-id", region="eu-west-3", session=session).place
    there = Client.aws("my-id", session=session).place
    # Then
    assert [client.meta.region_name for client in (here._lambda_client(), here.s3())] == ["eu-west-3"] * 2
    assert [client.meta.region_name for client in (there._lambda_client(), there.s3())] == ["us-east-2"] * 2


def test_should_not_wait_longer_for_a_reply_than_is_asked(function):
    place = Client.aws("my-id").place
    found = [place._lambda_client(seconds).meta.config.read_timeout for seconds in (1, 11, 120, None)]
    assert found == [10, 60, 900, 900]
    assert place._lambda_client(3) is place._lambda_client(4)


def test_should_stay_in_the_region_of_its_session_after_a_pickle(function, monkeypatch):
    # Given a session of a region that is not the default where the pickle is read
    session = boto3.session.Session(aws_access_key_id="x", aws_secret_access_key="y", region_name="us-east-2")
    pickled = pickle.dumps(Client.aws("my-id", session=session))
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-west-1")
    # When
    again = pickle.loads(pickled)
    # Then
    assert again.place._lambda_client().meta.region_name == "us-east-2"
    assert again != Client.aws("my-id")
    assert hash(again) == hash(Client.aws("my-id"))


@pytest.mark.parametrize("name", ["ExpiredTokenException", "ExpiredToken"])
def test_should_say_what_to_do_when_credentials_have_expired(function, deployed, name):
    # Given
    function.errors = [(403, name)]
    # When
    with pytest.raises(Unauthorized) as raised:
        deployed.tables()
    # Then
    assert "have expired" in str(raised.value)
    assert "aws sso login" in str(raised.value)
    assert len(function.functions) == 1


@pytest.mark.parametrize(
    ("error", "kind", "words"),
    [
        ((404, "ResourceNotFoundException"), NotFound, "no function sleeper-my-id-api"),
        ((403, "AccessDeniedException"), Unauthorized, "may not use sleeper-my-id-api"),
        ((403, "UnrecognizedClientException"), Unauthorized, "does not know these credentials"),
        ((400, "InvalidParameterValueException"), SleeperError, "was refused by sleeper-my-id-api"),
    ],
)
def test_should_tell_what_lambda_answers(function, deployed, error, kind, words):
    function.errors = [error]
    with pytest.raises(kind, match=words):
        deployed.tables()


def test_should_try_again_when_lambda_is_busy_or_a_reply_is_lost(double, function, deployed):
    # Given
    function.errors = [(429, "TooManyRequestsException"), (0, ""), (500, "ServiceException")]
    # When, Then
    assert list(deployed.tables()) == []
    assert len(function.functions) == 4


def test_should_not_repeat_what_may_have_been_done(double, function, deployed):
    # Given
    double.create("orders")
    for error in ((0, ""), (500, "ServiceException")):
        function.errors = [error]
        function.functions.clear()
        # When, Then
        with pytest.raises(OutcomeUnknown, match="look before you repeat"):
            deployed.table("orders").drop()
        assert len(function.functions) == 1


def test_should_not_take_a_function_that_broke_for_a_reply(double, function, deployed):
    # Given
    double.create("orders")
    function.errors = [(200, "", [("X-Amz-Function-Error", "Unhandled")])]
    # When, Then
    with pytest.raises(OutcomeUnknown, match=r"Unhandled|it is"):
        deployed.table("orders").drop()


@pytest.mark.parametrize("reply", [b"what", b"[1]", b"null", b"", b'{"body": {}}', b'{"status": "200"}', b"\xff"])
def test_should_take_a_reply_of_no_form_for_a_lost_one(double, function, deployed, reply):
    # Given
    double.create("orders")
    function.replies = [reply]
    # When, Then
    with pytest.raises(OutcomeUnknown, match="look before you repeat"):
        deployed.table("orders").drop()
    function.replies = [reply]
    assert [table["table"] for table in deployed.tables()] == ["orders"]


def test_should_tell_a_refusal_of_the_instance(deployed):
    with pytest.raises(Refused) as raised:
        deployed.submit({"files": []})
    assert raised.value.code == "MISSING_FIELD"


def test_should_say_that_there_are_no_credentials(function, monkeypatch, tmp_path, clock):
    # Given
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.delenv(name)
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(tmp_path / "none"))
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "none"))
    # When, Then
    with pytest.raises(Unauthorized, match="no credentials for AWS"):
        Client.aws("my-id").tables()


def test_should_say_that_there_is_no_region(function, monkeypatch, tmp_path):
    # Given
    monkeypatch.delenv("AWS_DEFAULT_REGION")
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "none"))
    # When, Then
    with pytest.raises(SleeperError, match="no region is set"):
        Client.aws("my-id").tables()


def test_should_say_that_nothing_answers(function, deployed, clock):
    # Given
    function.stop()
    # When, Then
    with pytest.raises(Unreachable, match="did not arrive"):
        deployed.tables()
    assert clock.now <= 5


def test_should_tell_an_upload_that_is_denied(double, deployed, function, monkeypatch):
    # Given an upload bucket that is not there
    double.create("orders")
    monkeypatch.setattr("sleeper_workflows._upload.bucket_of", lambda instance: "none")
    # When, Then
    with pytest.raises(SleeperError, match=r"part-00000.*NoSuchBucket|NoSuchBucket"):
        deployed.table("orders").write(ROWS)
    assert double.jobs == {}


def test_should_take_the_region_that_every_other_client_takes(double, function, monkeypatch):
    # Given
    monkeypatch.delenv("AWS_DEFAULT_REGION")
    monkeypatch.setenv("AWS_REGION", "eu-west-3")
    # When, Then
    assert Client.aws("my-id").place.session().region_name == "eu-west-3"
    assert Client.aws("my-id", region="eu-west-1").place.session().region_name == "eu-west-1"


def test_should_read_from_glue_with_the_sessions_credentials():
    # Given
    session = boto3.session.Session(aws_access_key_id="x", aws_secret_access_key="y", aws_session_token="z", region_name="eu-west-1")
    # When
    properties = Client.aws("my-id", session=session).place.catalog({})
    # Then
    assert properties == {
        "type": "glue",
        "client.region": "eu-west-1",
        "client.access-key-id": "x",
        "client.secret-access-key": "y",
        "client.session-token": "z",
    }
