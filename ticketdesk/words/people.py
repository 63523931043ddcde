"""Sentences for refusals about people: signing in, passwords, roles and rights."""

from __future__ import annotations

from types import MappingProxyType

from ticketdesk.words import mark

PEOPLE = MappingProxyType[str, tuple[str, tuple[str, ...]]](
    {
        "signed_out": (mark("Nobody is signed in here. Sign in first."), ()),
        "locked": (mark("This desk waits for its agent. Unlock it with your password first."), ()),
        "password_wrong": (mark("The password is wrong. Type it again."), ()),
        "password_wait": (mark("Too many wrong passwords. Wait {0} seconds, then try again."), ("seconds",)),
        "password_needed": (mark("This asks for your password again. Type it to go on."), ()),
        "password_short": (mark("The password is too short. Use at least {0} characters."), ("least",)),
        "password_long": (mark("The password is too long. Use at most {0} characters."), ("most",)),
        "owner_password_needed": (mark("Give yourself a password first: from now on others work here too."), ()),
        "agent_password_needed": (
            mark("{0} may manage staff or shop and has no password. Set a password for {0} first."),
            ("name",),
        ),
        "agent_disabled": (mark("This agent no longer works here. Choose another one, or enable the agent again."), ()),
        "agent_name_taken": (mark("There is an agent called “{0}” already. Choose another name."), ("name",)),
        "role_name_taken": (mark("There is a role called “{0}” already. Choose another name."), ("name",)),
        "right_unknown": (mark("There is no right “{0}”. Nothing was changed."), ("right",)),
        "last_admin": (
            mark("Nobody would be left who may manage staff. Give somebody else that right first."),
            (),
        ),
        "password_missing": (mark("This agent has a password. Type it here, or put it into {0}."), ("variable",)),
        "agent_unknown": (mark("Nobody called “{0}” works here. Check the name."), ("name",)),
    }
)
