"""Limits of pace."""

from __future__ import annotations

from ticketdesk.channels.web.buckets import Bucket, Buckets


def test_a_burst_is_taken_at_once_and_then_the_rate_holds() -> None:
    bucket = Bucket(5, 20, 100.0)
    assert [bucket.take(100.0) for _ in range(20)] == [0.0] * 20
    assert bucket.take(100.0) == 0.2
    assert bucket.take(100.2) == 0.0
    taken = sum(not bucket.take(100.2 + n / 100) for n in range(1, 1_001))
    assert taken == 50


def test_it_never_holds_more_than_its_burst() -> None:
    bucket = Bucket(5, 20, 0.0)
    assert sum(not bucket.take(10_000.0) for _ in range(100)) == 20


def test_a_clock_that_goes_back_gives_nothing_and_takes_nothing() -> None:
    bucket = Bucket(1, 2, 100.0)
    bucket.take(100.0)
    assert bucket.take(50.0) == 0.0
    assert bucket.take(50.0) == 1.0
    assert bucket.take(51.0) == 0.0


def test_what_is_owed_is_waited_for() -> None:
    bucket = Bucket(1_000, 250, 0.0)
    assert bucket.owe(0.0, 250) == 0.0
    assert bucket.owe(0.0, 500) == 0.5
    assert bucket.owe(0.5, 1_000) == 1.0


def test_so_many_names_are_remembered_and_no_more() -> None:
    buckets = Buckets(lambda now: Bucket(1, 1, now), most=2)
    first = buckets.of("a", 0.0)
    assert buckets.of("a", 0.0) is first
    buckets.of("b", 0.0)
    buckets.of("a", 0.0)
    buckets.of("c", 0.0)
    assert buckets.of("a", 0.0) is first
    assert buckets.of("b", 0.0).take(0.0) == 0.0
