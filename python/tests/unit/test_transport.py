"""How calls reach an instance, and what is made of replies that are lost or wrong."""

import pickle

import pytest
from instance_double import SCHEMA

import sleeper_workflows
from sleeper_workflows import (
    Client,
    Conflict,
    Fault,
    InternalError,
    NotFound,
    OutcomeUnknown,
    Refused,
    Schema,
    SleeperError,
    Unauthorized,
    Unreachable,
)


def test_should_find_the_instance_where_local_json_says(double, client):
    # Given
    double.create("orders")
    # When
    tables = client.tables()
    # Then
    assert [table["table"] for table in tables] == ["orders"]


def test_should_say_what_to_start_where_nothing_runs(tmp_path, clock):
    # Given a home in which nothing runs
    client = Client.local(tmp_path / "none")
    client.clock = clock
    # When
    with pytest.raises(Unreachable) as raised:
        client.tables()
    # Then
    assert "./sleeper local" in str(raised.value)
    assert str(tmp_path / "none") in str(raised.value)


def test_should_say_that_a_local_without_an_api_is_of_an_earlier_version(tmp_path, clock):
    # Given
    (tmp_path / "local.json").write_text('{"s3": "http://127.0.0.1:1"}')
    client = Client.local(tmp_path)
    # When
    with pytest.raises(SleeperError, match=r"serves no API.*earlier version"):
        client.tables()


def test_should_follow_local_to_other_ports_and_another_token(double, client):
    # Given a client that has called once
    client.tables()
    double.restart()
    # When, Then
    assert list(client.tables()) == []


def test_should_try_again_until_the_services_are_there(double, client, clock):
    # Given services that come back after two seconds
    double.stop()
    clock.at(2, double.start)
    # When, Then
    assert list(client.tables()) == []
    assert clock.now >= 2


def test_should_try_again_where_local_json_is_left_of_a_local_that_was_killed(double, client, clock):
    # Given
    double.stop(leave_file=True)
    clock.at(1, double.start)
    # When, Then
    assert list(client.tables()) == []


def test_should_give_up_when_patience_is_over(double, client, clock):
    # Given
    double.stop(leave_file=True)
    # When
    with pytest.raises(Unreachable, match="Nothing answers at http://127"):
        client.tables()
    # Then
    assert clock.now <= 5


def test_should_send_a_job_again_under_its_id_when_the_reply_is_lost(double, client):
    # Given two replies that are lost
    double.replies_to_drop = ["/jobs", "/jobs"]
    # When
    job = client.submit({"tableName": "orders", "files": ["a/b.parquet"]})
    # Then the message was sent three times and is one job
    sent = [body["document"]["id"] for method, where, body in double.calls if where == "/jobs"]
    assert sent == [job.id] * 3
    assert list(double.jobs) == [job.id]


@pytest.mark.parametrize("status", [400, 404, 409, 413, 500])
def test_should_say_that_a_job_may_have_been_sent_whatever_answer_came_after_a_lost_reply(double, client, status):
    # Given
    double.replies_to_drop = ["/jobs"]
    answer = {"error": {"code": "ODD", "message": "cannot be"}}
    asked = double.answer

    def later(method, where, query, body):
        return (status, answer) if len([call for call in double.calls if call[1] == "/jobs"]) else asked(method, where, query, body)

    double.answer = later
    # When
    with pytest.raises(OutcomeUnknown, match=r"may have been done.*When it was asked again: cannot be.*client\.job\('mine'\)") as raised:
        client.submit({"id": "mine", "tableName": "orders", "files": ["a/b.parquet"]})
    # Then
    assert raised.value.__cause__.__cause__.message == "cannot be"
    assert list(double.jobs) == ["mine"]


def test_should_tell_a_question_by_its_answer_whatever_reply_was_lost_before(double, client):
    # Given
    double.replies_to_drop = ["/tables/none"]
    # When, Then
    with pytest.raises(NotFound, match="does not exist"):
        client.table("none").head()


@pytest.mark.parametrize("then", ["gone", "locked"])
def test_should_say_that_a_job_may_have_been_sent_whatever_came_after_a_lost_reply(double, client, clock, then):
    # Given a first try whose reply is lost, and an instance that takes no other
    double.replies_to_drop = ["/jobs"]
    if then == "gone":
        clock.at(0.01, double.stop)
    else:
        double.answers = [("/jobs", 401, {"error": {"code": "UNAUTHORIZED", "message": "no key"}})] * 2
    # When, Then
    with pytest.raises(OutcomeUnknown, match=r"was lost.*(No services run|no key).*client\.job\('mine'\)"):
        client.submit({"id": "mine", "tableName": "orders", "files": ["a/b.parquet"]})


def test_should_not_take_a_reply_that_is_too_large_for_a_refusal(double, client):
    # Given
    double.answers = [("/tables", 413, {"error": {"code": "LIMIT_EXCEEDED", "message": "too large"}})]
    # When
    with pytest.raises(SleeperError, match="too large") as raised:
        client.tables()
    # Then
    assert type(raised.value) is SleeperError


def test_should_tell_a_question_without_an_answer_as_one_that_was_not_asked(double, client, clock):
    # Given an instance that never replies
    double.replies_to_drop = ["/tables"] * 1000
    # When, Then
    with pytest.raises(Unreachable, match="was lost"):
        client.tables()
    assert clock.now <= 5
    assert "was lost" in client._repr_html_()
    assert "was lost" in client.table("a")._repr_html_()


def test_should_not_repeat_what_may_have_been_done(double, client):
    # Given
    double.create("orders")
    double.replies_to_drop = ["/tables/orders/drop"]
    # When
    with pytest.raises(OutcomeUnknown, match="It may have been done"):
        client.table("orders").drop()
    # Then
    assert len([call for call in double.calls if call[1] == "/tables/orders/drop"]) == 1


def test_should_see_that_a_table_was_created_when_the_reply_is_lost(double, client):
    # Given
    double.replies_to_drop = ["/tables"]
    # When
    table = client.create_table("orders", schema=SCHEMA)
    # Then
    assert table.schema == Schema.from_json(SCHEMA)
    assert len([call for call in double.calls if call[:2] == ("POST", "/tables")]) == 1


def test_should_call_again_when_the_service_says_that_it_did_nothing(double, client):
    # Given
    double.create("orders")
    double.answers = [("/tables/orders/drop", 503, {"error": {"code": "UNAVAILABLE", "message": "later", "faults": []}})]
    # When
    client.table("orders").drop()
    # Then
    assert double.tables == {}


@pytest.mark.parametrize(
    ("status", "kind"), [(400, Refused), (401, Unauthorized), (403, Unauthorized), (404, NotFound), (409, Conflict), (500, InternalError)]
)
def test_should_tell_a_refusal_by_its_kind_with_all_faults(double, client, status, kind):
    # Given
    fault = {"code": "BAD_ID", "where": "id", "found": "'a b'", "allowed": "letters", "action": "Mend it.", "location": {"line": 2}}
    double.answers = [("/plan", status, {"error": {"code": "BAD_ID", "message": "no: id", "faults": [fault, fault]}})] * 2
    # When
    with pytest.raises(kind) as raised:
        client.plan({})
    # Then
    assert type(raised.value) is kind
    assert (raised.value.code, str(raised.value), len(raised.value.faults)) == ("BAD_ID", "no: id", 2)
    assert raised.value.faults[0].location == {"line": 2}
    assert pickle.loads(pickle.dumps(raised.value)).faults == raised.value.faults


def test_should_let_faults_be_gathered_in_a_set():
    fault = Fault("BAD_ID", "id", "a b", "letters", "Mend it.", {"line": 2})
    again = Fault("BAD_ID", "id", "a b", "letters", "Mend it.", {"line": 2})
    assert len({fault, again, Fault("BAD_ID", "id", "a b", "letters", "Mend it.", {"line": 3})}) == 2


def test_should_export_all_that_its_calls_give():
    for name in ("Rows", "Report", "Listing", "DeadLetters", "NotInView"):
        assert name in sleeper_workflows.__all__
        assert isinstance(getattr(sleeper_workflows, name), type)


def test_should_tell_a_refusal_that_is_no_json_of_ours(double, client):
    # Given
    double.answers = [("/plan", 500, ["what"])]
    # When, Then
    with pytest.raises(InternalError, match="status 500 and no message"):
        client.plan({})


@pytest.mark.parametrize("body", [{"error": "no"}, {"error": {"code": "X", "faults": "none"}}, {"error": {"code": "X", "faults": ["a"]}}])
def test_should_tell_a_refusal_whose_parts_are_of_another_kind(double, client, body):
    double.answers = [("/plan", 400, body)]
    with pytest.raises(Refused):
        client.plan({})


UNKNOWN = {"error": {"code": "OUTCOME_UNKNOWN", "message": "it may have been done", "faults": []}}


def test_should_send_again_what_may_have_been_done_where_that_is_safe(double, client):
    # Given
    double.answers = [("/jobs", 500, UNKNOWN), ("/jobs", 500, UNKNOWN)]
    # When
    job = client.submit({"tableName": "orders", "files": ["a/b.parquet"]})
    # Then
    assert list(double.jobs) == [job.id]


@pytest.mark.parametrize(("status", "body"), [(500, UNKNOWN), (502, None), (504, ["x"])])
def test_should_tell_what_may_have_been_done_where_it_is_not_safe_to_repeat(double, client, status, body):
    # Given
    double.create("orders")
    double.answers = [("/tables/orders/drop", status, body)]
    # When, Then
    with pytest.raises(OutcomeUnknown):
        client.table("orders").drop()
    assert "orders" in double.tables


@pytest.mark.parametrize("name", ["a/b", "../x", "a b", "ä", "a?b=c", "a#b", "%2e", ""])
def test_should_keep_names_in_their_part_of_a_path(double, client, name):
    # When
    with pytest.raises(NotFound):
        client.table(name).describe()
    # Then
    assert double.calls[-1][1] == f"/tables/{name}"


def test_should_not_go_through_a_proxy(double, client, monkeypatch):
    # Given
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    # When, Then
    assert list(client.tables()) == []


def test_should_be_the_same_after_a_pickle(double, client):
    # When
    again = pickle.loads(pickle.dumps(client))
    # Then
    assert repr(again) == repr(client)
    assert list(again.tables()) == []


def test_should_take_the_home_of_the_environment(double, monkeypatch, tmp_path):
    # Given
    monkeypatch.setenv("SLEEPER_HOME", str(double.home))
    # When, Then
    assert list(Client.local().tables()) == []
    monkeypatch.delenv("SLEEPER_HOME")
    monkeypatch.chdir(tmp_path)
    assert str(tmp_path / ".sleeper") in repr(Client.local())
