"""A real IMAP server (Debian's Dovecot) in a folder of its own, for as long as a test wants it."""

import getpass
import grp
import imaplib
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path

DOVECOT = shutil.which("dovecot") or "/usr/sbin/dovecot"
IS_THERE = Path(DOVECOT).exists()
USER, PASSWORD = "meetings", "a/secret@with:signs"
_CONFIG = """
base_dir = {home}/run
state_dir = {home}/state
log_path = {home}/log
protocols = imap
listen = 127.0.0.1
mail_location = maildir:{home}/mail
ssl = no
disable_plaintext_auth = no
auth_mechanisms = plain
default_internal_user = {inner}
default_internal_group = {group}
default_login_user = {login}
first_valid_uid = 1
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={home}/home
}}
service anvil {{
  chroot =
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
"""


class Server:
    def __init__(self, port):
        self.port = port

    def connect(self):
        found = imaplib.IMAP4("127.0.0.1", self.port, timeout=20)
        found.login(USER, PASSWORD)
        found.select("INBOX")
        return found

    def put(self, body):
        box = self.connect()
        box.append("INBOX", None, None, body.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n"))
        box.logout()

    def unseen(self):
        box = self.connect()
        _, found = box.search(None, "UNSEEN")
        box.logout()
        return len(found[0].split())


@contextmanager
def running():
    home = Path(tempfile.mkdtemp(prefix="dovecot"))
    owner = pwd.getpwnam("nobody" if os.getuid() == 0 else getpass.getuser())
    is_root = os.getuid() == 0
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    for name in ("mail", "home", "state"):
        (home / name).mkdir()
        os.chown(home / name, owner.pw_uid, owner.pw_gid)
    home.chmod(0o755)
    inner = "dovecot" if is_root else owner.pw_name
    config = home / "dovecot.conf"
    config.write_text(
        _CONFIG.format(
            home=home, port=port, password=PASSWORD, uid=owner.pw_uid, gid=owner.pw_gid, inner=inner,
            group=grp.getgrgid(pwd.getpwnam(inner).pw_gid).gr_name, login="dovenull" if is_root else owner.pw_name,
        )
    )  # fmt: skip
    process = subprocess.Popen(
        [DOVECOT, "-F", "-c", str(config)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        _wait(port, process, home)
        yield Server(port)
    finally:
        process.terminate()
        process.wait(20)
        shutil.rmtree(home, ignore_errors=True)


def _wait(port, process, home):
    for _ in range(200):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            assert process.poll() is None, (
                (home / "log").read_text() if (home / "log").exists() else "it ended"
            )
            time.sleep(0.05)
        else:
            return
    raise AssertionError("Dovecot does not listen.")
