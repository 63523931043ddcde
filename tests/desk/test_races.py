"""Many threads ask one desk at once: every act is one, numbers are given once, the store stays sound."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.desk.builders import Make, People, big_list
from tests.desk.soundness import assert_sound
from ticketdesk.desk.commands.imports import ImportOrders
from ticketdesk.desk.commands.talk import SendReply
from ticketdesk.desk.commands.tickets import CreateTicket
from ticketdesk.desk.desk import Desk
from ticketdesk.store.compare import digest
from ticketdesk.store.queries import conversations


def test_agents_in_many_threads_beside_an_import(desk: Desk, make: Make, people: People, tmp_path: Path) -> None:
    talk = make.transcript("林", "在吗").conversation_id
    importing = desk.post(ImportOrders(path=str(big_list(tmp_path / "大.csv", 1_500))))

    def work(n: int) -> str:
        agent = people[n % 3]
        desk.run(SendReply(conversation_id=talk, text=f"第{n}句"), agent_id=agent)
        number = desk.run(CreateTicket(type="complaint", title=f"第{n}张"), agent_id=agent).result.number
        assert conversations.one(desk.store.reader, talk) is not None
        return str(number)

    with ThreadPoolExecutor(6) as pool:
        numbers = list(pool.map(work, range(60)))
    assert importing.result().result.new == 1_500
    assert len(set(numbers)) == 60
    said = [row.text for row in conversations.newest(desk.store.reader, talk, 100)]
    assert said[0] == "在吗" and len(set(said)) == 61
    assert_sound(desk.store, "在吗", "句")


def test_a_wrong_act_of_one_thread_leaves_the_others_alone(desk: Desk, make: Make) -> None:
    before = digest(desk.store.reader)
    futures = [desk.post(SendReply(conversation_id=1, text="x")) for _ in range(20)]
    futures.insert(10, desk.post(CreateTicket(type="complaint", title="对的")))
    outcomes = [future.exception() is None for future in futures]
    assert outcomes == [False] * 10 + [True] + [False] * 10
    desk.undo().result()
    assert digest(desk.store.reader) == before
