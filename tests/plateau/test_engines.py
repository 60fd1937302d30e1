"""Jobs through this process, processes and foreign executors: parity, losses, and no second try."""

import os
import time
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from pathlib import Path

import pytest
from run_jobs import always_fatal, first_time_fatal, odd_ones_fail, patient, squared

from citygml.errors import CityModelError
from plateau.engines import ForeignCrew, ProcessCrew, outcomes


def results(found):
    return sorted(outcome.result for outcome in found if outcome.result is not None)


def test_this_process_works_on_one_job_after_the_other():
    found = list(outcomes([3, 1, 2], squared, None))
    assert [outcome.result for outcome in found] == [(n * n, os.getpid()) for n in (3, 1, 2)]


def test_processes_do_the_same_elsewhere():
    found = results(outcomes(range(8), squared, ProcessCrew(2)))
    assert [square for square, _ in found] == [n * n for n in range(8)]
    assert os.getpid() not in {process for _, process in found}


def test_an_executor_of_the_caller_does_the_same_and_stays_open():
    with ThreadPoolExecutor(2) as executor:
        found = results(outcomes(range(8), squared, ForeignCrew(executor)))
        assert [square for square, _ in found] == [n * n for n in range(8)]
        assert executor.submit(len, "open").result() == 4


def test_a_job_that_raises_is_reported_and_not_tried_again():
    found = list(outcomes(range(4), odd_ones_fail, ProcessCrew(2)))
    assert results(found) == [0, 2]
    assert sorted(o.reason for o in found if o.reason) == [
        "ValueError: 1 is odd",
        "ValueError: 3 is odd",
    ]


def test_a_lost_worker_is_replaced_and_its_jobs_are_tried_again(tmp_path):
    jobs = [(number, str(tmp_path)) for number in range(6)]
    found = list(outcomes(jobs, first_time_fatal, ProcessCrew(2)))
    assert results(found) == list(range(6))
    tries = (tmp_path / "tries").read_text(encoding="ascii").split()
    assert tries.count("2") == 2
    assert len(tries) <= 8  # nothing but what was under way


def test_a_job_that_always_kills_its_worker_ends_alone():
    found = list(outcomes(range(5), always_fatal, ProcessCrew(2)))
    assert results(found) == [0, 1, 3, 4]
    (lost,) = [outcome for outcome in found if outcome.reason]
    assert lost.job == 2
    assert "its worker died 2 times" in lost.reason


def test_a_foreign_pool_that_broke_is_a_clear_error():
    with (
        ProcessPoolExecutor(1) as executor,
        pytest.raises(CityModelError, match=r"takes no more work .* run again to resume"),
    ):
        list(outcomes(range(5), always_fatal, ForeignCrew(executor)))


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="looks at processes in /proc")
def test_leaving_early_ends_the_workers_at_once(tmp_path):
    jobs = [(number, str(tmp_path)) for number in range(2)]
    crew = ProcessCrew(2)
    futures = [crew.submit(patient, job) for job in jobs]
    while len(list(tmp_path.glob("*.pid"))) < 2:
        time.sleep(0.02)
    begun = time.monotonic()
    crew.close(at_once=True)
    workers = [int(file.read_text(encoding="ascii")) for file in tmp_path.glob("*.pid")]
    while any(Path(f"/proc/{pid}/stat").exists() for pid in workers):
        assert time.monotonic() - begun < 5.0
        time.sleep(0.02)
    assert not any(future.done() and future.exception() is None for future in futures)
