"""Jobs: waiting, ends, retry, abort, lists, pictures."""

import io
import json
import pickle
import socket

import pytest

from sleeper_workflows import (
    Conflict,
    JobAborted,
    JobFailed,
    JobRejected,
    NotFound,
    Refused,
    SleeperError,
    Unreachable,
    WaitTimeout,
    _progress,
)

DOCUMENT = {"id": "j1", "tableName": "orders", "files": ["a/b.parquet"]}


@pytest.fixture
def job(double, client):
    return client.submit(DOCUMENT)


def test_should_wait_until_the_job_is_committed(double, client, job):
    # Given
    double.plays["j1"] = ["ACCEPTED", "RUNNING", "RUNNING", "COMMITTED"]
    # When, Then
    assert job.wait() is job
    assert job.status == "COMMITTED"
    assert job.faults == ()


@pytest.mark.parametrize(("status", "kind"), [("REJECTED", JobRejected), ("FAILED", JobFailed), ("ABORTED", JobAborted)])
def test_should_raise_by_how_the_job_ended_with_its_faults(double, job, status, kind):
    # Given
    double.plays["j1"] = ["RUNNING", status]
    # When
    with pytest.raises(kind) as raised:
        job.wait()
    # Then
    assert raised.value.job_id == "j1"
    assert [fault.code for fault in raised.value.faults] == ["NULL_VALUE"]
    assert "Job 'j1' is " + status in str(raised.value)
    assert "Fill it." in str(raised.value)
    again = pickle.loads(pickle.dumps(raised.value))
    assert (again.job_id, str(again)) == ("j1", str(raised.value))


def test_should_stop_waiting_in_time(double, job, clock):
    # Given
    double.plays["j1"] = ["RUNNING"]
    # When
    with pytest.raises(WaitTimeout, match="RUNNING after 30 seconds") as raised:
        job.wait(timeout=30)
    # Then
    assert clock.now == pytest.approx(30)
    assert isinstance(raised.value, TimeoutError)


def test_should_wait_for_a_message_that_no_service_has_taken(double, client, clock):
    # Given a job that was sent and is not known yet
    job = client.submit(DOCUMENT)
    known = double.jobs.pop("j1")
    assert job.status == "SENT"
    assert (list(job.attempts), list(job.files), list(job.faults)) == ([], [], [])

    def take():
        double.jobs["j1"] = known
        double.set_status("j1", "COMMITTED")

    clock.at(3, take)
    # When, Then
    job.wait(timeout=60)


def test_should_go_on_waiting_while_local_comes_back_on_other_ports(double, job, clock):
    # Given services that stop after a second, and come back when each call of its own has long given up
    double.plays["j1"] = ["RUNNING"]
    clock.at(1, double.stop)

    def come_back():
        double.start()
        double.set_status("j1", "COMMITTED")

    clock.at(100, come_back)
    # When
    job.wait()
    # Then
    assert clock.now >= 100
    assert double.starts == 2


def test_should_not_wait_longer_for_an_instance_that_does_not_answer(double, job, clock):
    # Given
    double.stop()
    # When
    with pytest.raises(WaitTimeout, match="What became of job 'j1' is unknown after 3 seconds: No services run in") as raised:
        job.wait(timeout=3)
    # Then
    assert clock.now == pytest.approx(3)
    assert isinstance(raised.value.__cause__, Unreachable)


def test_should_look_once_where_there_is_no_time(double, job, clock):
    # Given
    double.set_status("j1", "RUNNING")
    # When, Then
    with pytest.raises(WaitTimeout, match="was RUNNING after 0 seconds"):
        job.wait(timeout=0)
    double.stop()
    with pytest.raises(WaitTimeout, match="is unknown after 0 seconds"):
        job.wait(timeout=0)
    assert clock.now == 0


def test_should_say_what_the_instance_said_last_before_it_fell_silent(double, job, clock):
    # Given
    double.set_status("j1", "RUNNING")
    clock.at(1, double.stop)
    # When, Then
    with pytest.raises(WaitTimeout, match="was RUNNING when the instance last answered, and is unknown after 30 seconds"):
        job.wait(timeout=30)
    assert clock.now == pytest.approx(30)


def test_should_not_wait_longer_for_a_connection_that_hangs(double, job):
    # Given what takes connections and never answers
    with socket.create_server(("127.0.0.1", 0)) as hanging:
        double.stop()
        services = {"api": f"http://127.0.0.1:{hanging.getsockname()[1]}", "api.token": "t"}
        (double.home / "local.json").write_text(json.dumps(services))
        # When, Then: the test would be stopped by its own time if each answer could take two minutes
        with pytest.raises(WaitTimeout, match=r"is unknown after 0 seconds: .*(timed out|TimeoutError)"):
            job.wait(timeout=0)


def test_should_show_a_job_whatever_the_instance_answers(double, job, client):
    for status in (401, 409, 500, 503):
        double.answers = [("/jobs/j1", status, {"error": {"code": "X", "message": "<no>"}})] * 50
        assert "unknown: <no>" in repr(job)
        assert "&lt;no&gt;" in job._repr_html_()


def test_should_give_up_on_an_instance_that_stays_away(double, job, clock):
    # Given
    double.stop()
    # When, Then
    with pytest.raises(Unreachable):
        job.wait()
    assert 300 <= clock.now <= 320


def test_should_wait_for_the_new_attempt_after_a_retry(double, job, clock):
    # Given a job that failed
    double.set_status("j1", "FAILED")
    # When it is sent again, and the message is taken three seconds later
    assert job.retry() is job

    def take():
        double.jobs["j1"]["attempts"].append({"attempt": 2, "status": "COMMITTED", "faults": []})
        double.jobs["j1"]["status"] = "COMMITTED"

    clock.at(3, take)
    # Then the failure of before is not the new one's
    assert job.status == "SENT"
    assert pickle.loads(pickle.dumps(job)).status == "SENT"
    job.wait()
    assert clock.now >= 3
    assert double.calls[-1][0] == "GET"
    assert ("POST", "/jobs/j1/retry", {"attempt": 1}) in double.calls


def test_should_refuse_to_retry_what_runs(double, job):
    # Given
    double.set_status("j1", "RUNNING")
    # When, Then
    with pytest.raises(Conflict, match="j1 is RUNNING"):
        job.retry()


def test_should_abort_the_attempt_that_was_seen(double, job):
    # Given
    double.set_status("j1", "RUNNING")
    # When
    job.abort()
    # Then
    assert double.calls[-1] == ("POST", "/jobs/j1/abort", {"attempt": 1})


def test_should_give_a_job_an_id_that_stays(double, client):
    # When
    first, second = client.submit({"tableName": "t", "files": ["a/b"]}), client.submit({"tableName": "t", "files": ["a/b"]})
    # Then
    assert first.id != second.id
    assert {first.id, second.id} == set(double.jobs)


def test_should_tell_all_that_is_wrong_with_a_document(client):
    with pytest.raises(Refused) as raised:
        client.submit({"files": []})
    assert raised.value.code == "MISSING_FIELD"


def test_should_not_find_a_job_that_nobody_sent(client):
    with pytest.raises(NotFound) as raised:
        client.job("none")
    assert raised.value.code == "UNKNOWN_JOB"


def test_should_be_the_same_job_after_a_pickle(double, job):
    # When
    again = pickle.loads(pickle.dumps(job))
    # Then
    assert again == job
    assert again.status == "ACCEPTED"
    assert len({again, job}) == 1


def test_should_list_jobs_over_pages(double, client):
    # Given
    for number in range(1203):
        client.submit({**DOCUMENT, "id": f"j{number}"})
    double.calls.clear()
    # When
    jobs = client.jobs(last=1100)
    # Then
    assert [job.id for job in jobs[:2]] == ["j1202", "j1201"]
    assert len(jobs) == 1100
    assert len(double.calls) == 3
    assert len(client.jobs(last=5000)) == 1203


def test_should_go_on_where_a_search_came_to_no_end(double, client):
    # Given an instance that stops searching before it has found any, and after it has found one
    client.submit({**DOCUMENT, "id": "old"})
    for number in range(3):
        client.submit({**DOCUMENT, "id": f"j{number}"})
    line = {**double.jobs["j1"], "attempt": 0}
    double.answers = [
        ("/jobs", 200, {"jobs": [], "next": "j2", "searchedBackTo": "2026-01-01T00:00:00Z"}),
        ("/jobs", 200, {"jobs": [line], "next": "j0", "searchedBackTo": "2026-01-01T00:00:00Z"}),
    ]
    double.queries.clear()
    # When
    jobs = client.jobs(status="ACCEPTED", last=2)
    # Then
    assert [job.id for job in jobs] == ["j1", "old"]
    assert [query.get("after") for _, query in double.queries] == [None, "j2", "j0"]
    assert [query["last"] for _, query in double.queries] == ["2", "2", "1"]


def test_should_show_jobs_as_tables_with_everything_escaped(double, client):
    # Given a name with markup and a mark that turns the direction
    client.submit({**DOCUMENT, "tableName": "<img src=x onerror=alert(1)>\u202e"})
    # When
    html, text = client.jobs()._repr_html_(), repr(client.jobs())
    # Then
    assert "<img" not in html
    assert "&lt;img src=x" in html
    assert "\u202e" not in text
    assert "<img" not in client.job("j1")._repr_html_()
    assert "j1" in repr(client.job("j1"))


def test_should_redrive_and_delete_dead_letters(double, client):
    # Given
    double.letters = [{"queue": "standard", "messageId": f"m{i}", "body": "<b>", "reason": "no JSON"} for i in range(3)]
    letters = client.dead_letters()
    # When, Then
    assert letters.redrive("m0") == {"redriven": ["m0"]}
    assert letters.delete("m1") == {"deleted": ["m1"]}
    assert "&lt;b&gt;" in letters._repr_html_()
    with pytest.raises(ValueError, match="delete"):
        letters.delete()
    with pytest.raises(NotFound):
        letters.redrive()
    assert client.dead_letters().redrive() == {"redriven": ["m2"]}
    assert repr(client.dead_letters()) == "none"


class Terminal(io.StringIO):
    def isatty(self):
        return True


def test_should_draw_progress_over_one_line_of_a_terminal():
    # Given
    terminal = Terminal()
    bar = _progress.choose(None, terminal)
    # When
    bar.show({"jobId": "j1", "status": "ACCEPTED"}, 0.2)
    bar.show({"jobId": "j1", "status": "RUNNING", "progress": {"phase": "sorting", "rows": 500, "ofRows": 1000}}, 1)
    bar.show({"jobId": "j1", "status": "COMMITTED", "rows": 1000}, 2)
    bar.end()
    # Then
    lines = terminal.getvalue().split("\r")
    assert lines[1].rstrip() == "j1  ACCEPTED, 0 s"
    assert lines[2].rstrip() == "j1  [############............] sorting, 500 of 1,000 rows, 1 s"
    assert lines[3].rstrip() == "j1  [########################] COMMITTED, 1,000 rows, 2 s"
    assert terminal.getvalue().endswith("\n")


def test_should_draw_nothing_where_nobody_looks():
    # Given
    stream = io.StringIO()
    # When
    bar = _progress.choose(None, stream)
    bar.show({"jobId": "j1", "status": "RUNNING"}, 0)
    bar.end()
    # Then
    assert stream.getvalue() == ""
    assert isinstance(_progress.choose(True, stream), _progress.TerminalBar)
    assert isinstance(_progress.choose(False, Terminal()), _progress.NoBar)


def test_should_change_one_display_of_a_notebook():
    # Given
    shown = []
    bar = _progress.NotebookBar(lambda html: shown.append(html) or shown.append)
    # When
    for _ in range(2):
        bar.show({"jobId": "<j>", "status": "RUNNING"}, 1)
    bar.show({"jobId": "<j>", "status": "COMMITTED"}, 2)
    bar.end()
    # Then
    assert len(shown) == 2
    assert "&lt;j&gt;" in shown[0]
    assert 'value="1.000"' in shown[1]


def test_should_ask_for_the_input_files_only_where_they_are_wanted(double, client, job):
    # Given a job whose input files no reply holds
    answer = double.answer

    def of_limited_size(method, where, query, body):
        if method == "GET" and where == "/api/v1/jobs/j1" and query.get("inputs") != "none":
            return 413, {"error": {"code": "LIMIT_EXCEEDED", "message": "The reply is too large for a function.", "faults": []}}
        return answer(method, where, query, body)

    double.answer = of_limited_size
    double.set_status("j1", "COMMITTED")
    # When, Then
    assert client.job("j1").status == "COMMITTED"
    assert [attempt["status"] for attempt in job.attempts] == ["COMMITTED"]
    for ask in (lambda: job.files, job.describe):
        with pytest.raises(
            SleeperError, match=r"Job 'j1' has more input files than a reply holds.*too large.*head\(\).*sleeper jobs j1 --json"
        ):
            ask()


def test_should_tell_another_refusal_of_the_input_files_as_it_is(double, job):
    double.answers = [("/jobs/j1", 500, {"error": {"code": "INTERNAL", "message": "broken"}})]
    with pytest.raises(SleeperError, match=r"^broken$"):
        _ = job.files


def test_should_list_no_jobs_of_no_status(double, client, job):
    for none in ([], (), ""):
        assert list(client.jobs(status=none)) == []
    assert [some.id for some in client.jobs(status=None)] == ["j1"]
    assert [some.id for some in client.jobs(status=["ACCEPTED", "RUNNING"])] == ["j1"]
