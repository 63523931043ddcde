"""The key Next: what is most urgent, opened with its reason."""

from __future__ import annotations

from ticketdesk.tour.agent import Agent
from ticketdesk.tour.book import Scene
from ticketdesk.tour.scenes import clear
from ticketdesk.tour.stage import StepFailed
from ticketdesk.words import mark, tr

_MOST = 40


def _press(agent: Agent) -> None:
    agent.window.later.hide_toast()
    agent.act("next_item")
    agent.until(lambda: agent.window.toast.text() != "" and not agent.window.showing.under_way, "Next says why")


def _to_ticket(agent: Agent) -> None:
    """Buyers who wait come first: go on until a ticket is opened."""
    clear(agent)
    agent.goes_to("home")
    for _press_again in range(_MOST):
        _press(agent)
        if agent.window.current_page() == "tickets":
            return
    raise StepFailed("Next opens a ticket")


def _all_seen(agent: Agent) -> None:
    clear(agent)
    agent.goes_to("home")
    for _press_again in range(_MOST):
        _press(agent)
        if agent.window.toast.text() == tr("Nothing new waits: you have seen the rest"):
            return
    raise StepFailed("Next comes to an end")


NEXT_SCENES: tuple[Scene, ...] = (
    Scene("next", mark("The key Next opens the most urgent and says why"), _to_ticket),
    Scene("next-end", mark("Next has nothing new"), _all_seen),
)
