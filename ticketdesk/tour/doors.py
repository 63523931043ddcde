"""How the agent of a tour comes through the door: chooses who works here, and signs in."""

from __future__ import annotations

from PySide6.QtCore import Qt

from ticketdesk.tour.agent import Agent, Entry
from ticketdesk.tour.sample import PASSWORD
from ticketdesk.ui.people.people_list import PeopleList
from ticketdesk.ui.start.sign_in import SignInPage
from ticketdesk.words import tr


def gate(agent: Agent) -> SignInPage:
    """Return the page that keeps the desk shut; StepFailed where it stands open."""
    found = agent.window.entrance.page
    agent.sees(isinstance(found, SignInPage), "the desk is shut")
    assert isinstance(found, SignInPage)
    return found


def choose(agent: Agent, name: str) -> None:
    """Go through the list of people by the arrow keys."""
    people = agent.find(PeopleList, tr("Who works here"))
    people.setFocus(Qt.FocusReason.TabFocusReason)
    agent.keys("Home")
    for _step in people.people():
        current = people.current()
        if current is not None and current.name == name:
            return
        agent.keys("Down")


def enter(agent: Agent, name: str) -> None:
    """Sign in as ``name`` of the sample shop, by keys."""
    choose(agent, name)
    agent.keys("Return")
    if gate(agent).password.isVisible():
        agent.fills(Entry(tr("Password"), PASSWORD))
        agent.keys("Return")
    agent.until(lambda: not agent.window.entrance.shut, "the desk opens")
    agent.until(lambda: agent.window.top.agent.name() == name, "the one who signed in works here")
