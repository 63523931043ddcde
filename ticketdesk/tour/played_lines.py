"""Live channels for the tour: they look as those of a shop do, and open nothing on this computer."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping

from ticketdesk.channels.lines import Wanted
from ticketdesk.channels.simulator import Simulator
from ticketdesk.domain import channel_settings as table
from ticketdesk.domain.channel_settings import MailValues
from ticketdesk.domain.line_state import OFF, LineState

ADDRESS = "http://192.168.1.20:{0}/"
NEAR = "http://127.0.0.1:{0}/"


class PlayedLine(Simulator):
    """A web page or a mail account over which nobody writes."""

    def __init__(self, name: str, state: LineState) -> None:
        super().__init__(())
        self._name, self._on = name, state
        self.state = OFF

    @property
    def name(self) -> str:
        """The channel's own name."""
        return self._name

    def begin(self) -> None:
        """It is on at once."""
        self.state = self._on

    def stop(self) -> None:
        """It is off at once."""
        self.state = OFF


class PlayedLines:
    """Makes played channels; the port 9000 is taken, and every mail account is let in but that of a wrong server."""

    def wanted(self, kept: Mapping[str, str], _passwords: Mapping[str, str]) -> dict[str, Hashable]:
        """As ``channels.lines.Lines`` says."""
        web, mail = table.web_values(kept), table.mail_values(kept)
        found: dict[str, Hashable] = {} if web is None else {"web": Wanted("web", web)}
        if mail is not None and mail.complete:
            found["email"] = Wanted("email", mail)
        return found

    def made(self, each: Wanted) -> PlayedLine:
        """Return the channel in the state that the settings lead to."""
        if isinstance(each.values, MailValues):
            return PlayedLine(each.name, LineState("on"))
        port = each.values.port
        if port == 9_000:
            return PlayedLine(each.name, LineState("failed", "web_port_taken", {"port": port}))
        near = (NEAR.format(port),)
        addresses = (ADDRESS.format(port), *near) if each.values.lan else near
        return PlayedLine(each.name, LineState("on", addresses=addresses, port=port, pages=3))

    def keep_password(self, _address: str, _password: str) -> bool:
        """There is a keyring."""
        return True

    def try_mail(
        self, _values: MailValues, _password: str, _cancelled: Callable[[], bool]
    ) -> tuple[tuple[str, Mapping[str, object]], ...]:
        """Both servers let the account in."""
        return ()
