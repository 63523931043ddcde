"""How far a folder was taken: the place moves only over mails that the store has."""

from __future__ import annotations

import random

from ticketdesk.channels.mail.backoff import Backoff
from ticketdesk.channels.mail.progress import BREAKS, TRIES, Progress, Told
from ticketdesk.store.queries.mail import Place, Ref


def told(progress: Progress, *uids: int) -> None:
    for uid in uids:
        progress.take(uid)
        progress.tell(f"k{uid}", Told(uid, Ref(f"<{uid}@b>", f"t{uid}", "n", None, "in", 0)))


def test_the_place_waits_for_the_oldest() -> None:
    progress = Progress(9, 10)
    assert progress.wanted([9, 10, 11, 12, 13], 0.0) == [11, 12, 13]
    told(progress, 11, 12, 13)
    assert progress.thread("<12@b>") == "t12"
    refs, place = progress.kept(["k12", "k13", "unknown"])
    assert [ref.header_id for ref in refs] == ["<12@b>", "<13@b>"] and place is None
    assert progress.kept(["k11"])[1] == Place(9, 13) and progress.low == 13
    assert progress.wanted([11, 12, 13, 14], 0.0) == [14] and progress.thread("<12@b>") == ""


def test_the_first_time_no_place_is_told_before_the_chosen_ones_are_kept() -> None:
    progress = Progress(9, 100, [5, 90])
    assert progress.wanted([100, 101], 0.0) == [5, 90, 101]
    told(progress, 5, 90, 101)
    assert progress.kept(["k5", "k101"])[1] is None
    assert progress.kept(["k90"])[1] == Place(9, 101)
    alone = Progress(9, 100, [5])
    told(alone, 5)
    assert alone.kept(["k5"])[1] == Place(9, 100)


def test_what_was_refused_comes_again_one_by_one_and_not_for_ever() -> None:
    progress = Progress(9, 0)
    told(progress, 1, 2)
    progress.refused(["k1"], 50.0)
    assert progress.careful and progress.wanted([1, 2], 49.0) == [] and not progress.due(49.0)
    assert progress.due(50.0) and progress.wanted([1, 2], 50.0) == [1]
    told(progress, 1)
    assert progress.kept(["k1", "k2"])[1] == Place(9, 2) and not progress.careful
    for _ in range(TRIES):
        told(progress, 3)
        progress.refused(["k3"], 0.0)
    assert progress.wanted([3], 99.0) == [] and progress.low == 2


def test_a_mail_that_ends_every_connection_is_given_up() -> None:
    progress = Progress(9, 0)
    for _ in range(BREAKS):
        assert not progress.hopeless(1) and progress.wanted([1], 0.0) == [1]
        progress.take(1)
        progress.broke_off(1)
    assert progress.hopeless(1)


def test_any_order_ends_at_the_last_one() -> None:
    rng = random.Random()
    for _ in range(200):
        progress, places = Progress(9, 0), []
        uids = sorted(rng.sample(range(1, 60), 20))
        waiting: list[int] = []
        while progress.low < uids[-1]:
            new = progress.wanted(uids, 1e9)
            for uid in new[: rng.randrange(5)]:
                if rng.random() < 0.1:
                    progress.take(uid)
                    progress.broke_off(uid)
                else:
                    told(progress, uid)
                    waiting.append(uid)
            rng.shuffle(waiting)
            for uid in waiting[:3]:
                waiting.remove(uid)
                place = progress.pass_over(uid) if rng.random() < 0.2 else progress.kept([f"k{uid}"])[1]
                places += [place.uid] if place is not None else []
                assert all(each > progress.low for each in waiting)
        assert places == sorted(set(places)) and places[-1] == uids[-1]


def test_waiting_grows_and_is_never_the_same_for_two() -> None:
    one, other = Backoff(1.0, 60.0, seed=1), Backoff(1.0, 60.0, seed=2)
    waits = [one.seconds() for _ in range(12)]
    assert 0.75 <= waits[0] <= 1.25 and max(waits) <= 75 and waits[7] > 40
    assert waits != [other.seconds() for _ in range(12)]
    one.reset()
    assert one.seconds() <= 1.25
