"""A TCP proxy in front of a registry that counts what passes, cuts connections and holds them up."""

from __future__ import annotations

import socket
import threading


class CuttingProxy:
    """Passes connections on to a port of this host. Bytes are counted on their way to the client."""

    def __init__(self, port: int) -> None:
        self.target = port
        self.passed = 0
        self.connections = 0
        self.clients: list[socket.socket] = []
        self.cut_at: list[int] = []
        """Counts of passed bytes at which the connection that passes them is cut."""
        self.hold_at: int | None = None
        """Passes no more than that until it is `None` again."""
        self.changed = threading.Condition()
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.accepting = threading.Thread(target=self.accept, daemon=True)
        self.accepting.start()

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self.port}"

    def release(self) -> None:
        with self.changed:
            self.hold_at = None
            self.changed.notify_all()

    def close(self) -> None:
        self.release()
        if self.listener.fileno() < 0:
            return
        # Wakes the thread. Else it would go on accepting, from whatever socket gets the descriptor next.
        self.listener.shutdown(socket.SHUT_RDWR)
        self.accepting.join(5)
        self.listener.close()
        for client in self.clients:
            shut(client)

    def accept(self) -> None:
        while True:
            try:
                client, _ = self.listener.accept()
            except OSError:
                return
            self.connections += 1
            self.clients.append(client)
            threading.Thread(target=self.serve, args=(client,), daemon=True).start()

    def serve(self, client: socket.socket) -> None:
        try:
            server = socket.create_connection(("127.0.0.1", self.target))
        except OSError:
            client.close()
            return
        threading.Thread(target=self.up, args=(client, server), daemon=True).start()
        try:
            while piece := server.recv(16384):
                allowed, cut = self.allow(len(piece))
                client.sendall(piece[:allowed])
                if cut:
                    break
        except OSError:
            pass
        finally:
            for end in (client, server):
                shut(end)

    def up(self, client: socket.socket, server: socket.socket) -> None:
        try:
            while piece := client.recv(16384):
                server.sendall(piece)
        except OSError:
            pass
        finally:
            shut(server)

    def allow(self, wanted: int) -> tuple[int, bool]:
        """How much of a piece may pass, and whether that is all of the connection."""
        with self.changed:
            while self.hold_at is not None and self.passed >= self.hold_at:
                self.changed.wait()
            cut = bool(self.cut_at) and self.passed + wanted >= self.cut_at[0]
            allowed = max(self.cut_at.pop(0) - self.passed, 0) if cut else wanted
            self.passed += allowed
            return allowed, cut


def shut(end: socket.socket) -> None:
    try:
        end.shutdown(socket.SHUT_RDWR)
    except OSError:
        pass
    end.close()
