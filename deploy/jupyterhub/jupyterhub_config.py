"""A JupyterHub for one class on one school computer; README.md beside this file says how to start it.

It listens to this computer only. Every learner gets a folder with a copy of the notebooks below ``MINUSMA_HUB_HOME``; a
copy that is there already is left alone, so that nobody's work is lost. There are no accounts: whoever knows the class
password may enter under any code name. That is right for a try-out and for a school room; for anything more, put the
school's own sign-in here (``c.JupyterHub.authenticator_class``).
"""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

c = get_config()  # noqa: F821 (JupyterHub provides it)

HERE = Path(__file__).resolve().parent
NOTEBOOKS = Path(os.environ.get("MINUSMA_NOTEBOOKS", HERE.parent.parent / "notebooks"))
HOMES = Path(os.environ.get("MINUSMA_HUB_HOME", Path.cwd() / "hub-home")).resolve()
PASSWORD = os.environ.get("MINUSMA_CLASS_PASSWORD", "")
PORT = int(os.environ.get("MINUSMA_HUB_PORT", "8000"))
IDLE_MINUTES = 45
# JupyterHub looks at the beginning of a name only, unless the pattern has an end.
CODE_NAME = r"[a-z][a-z0-9-]{0,30}\Z"

if len(PASSWORD) < 8:
    raise SystemExit("Set a class password of 8 signs or more first: export MINUSMA_CLASS_PASSWORD=...")
if not NOTEBOOKS.is_dir():
    raise SystemExit(f"there are no notebooks in {NOTEBOOKS}. Set MINUSMA_NOTEBOOKS to their folder.")

# --- where it listens: this computer only. A reverse proxy with HTTPS stands before it for learners on a network.
c.JupyterHub.bind_url = f"http://127.0.0.1:{PORT}"
c.JupyterHub.hub_bind_url = f"http://127.0.0.1:{int(os.environ.get('MINUSMA_HUB_API_PORT', '8081'))}"
c.ConfigurableHTTPProxy.api_url = f"http://127.0.0.1:{int(os.environ.get('MINUSMA_PROXY_API_PORT', '8001'))}"
c.ConfigurableHTTPProxy.command = [str(HERE / "node_modules" / ".bin" / "configurable-http-proxy")]
c.JupyterHub.db_url = f"sqlite:///{HOMES}/hub.sqlite"
c.JupyterHub.cookie_secret_file = str(HOMES / "cookie_secret")

# --- who may enter
c.JupyterHub.authenticator_class = "shared-password"
c.SharedPasswordAuthenticator.user_password = PASSWORD
c.Authenticator.allow_all = True
c.Authenticator.username_pattern = CODE_NAME

# --- what a learner gets: a process of this user. Learners are kept apart by folder, not by right.
c.JupyterHub.spawner_class = "simple"
c.SimpleLocalProcessSpawner.home_dir_template = str(HOMES / "{username}")
c.Spawner.cmd = [sys.executable, "-m", "jupyterhub.singleuser"]
# JupyterLab asks no learner whether it may fetch news from the internet.
c.Spawner.environment = {"JUPYTER_CONFIG_PATH": str(HERE.parent / "jupyter")}
if os.geteuid() == 0:
    # In a container. On a school's computer start the hub as an ordinary user: learners'
    # code runs with the rights of whoever started it.
    c.Spawner.args = ["--allow-root"]
c.Spawner.default_url = "/lab/tree/history.ipynb"
# A class begins all at once. With a limit the last would be turned away and would have to
# try again; so each waits a little longer instead.
c.JupyterHub.concurrent_spawn_limit = 0
c.Spawner.http_timeout = c.Spawner.start_timeout = 300


def _hand_out(spawner: object) -> None:
    """Copy the notebooks that the learner does not have yet."""
    home = HOMES / spawner.user.name  # type: ignore[attr-defined]
    home.mkdir(parents=True, exist_ok=True)
    for notebook in sorted(NOTEBOOKS.glob("*.ipynb")):
        if not (home / notebook.name).exists():
            shutil.copyfile(notebook, home / notebook.name)


c.Spawner.pre_spawn_hook = _hand_out

# --- what nobody uses is stopped, so that its memory is free again
c.JupyterHub.load_roles = [
    {
        "name": "idle-culler",
        "scopes": ["list:users", "read:users:activity", "read:servers", "delete:servers"],
        "services": ["idle-culler"],
    }
]
c.JupyterHub.services = [
    {
        "name": "idle-culler",
        "command": [sys.executable, "-m", "jupyterhub_idle_culler", f"--timeout={IDLE_MINUTES * 60}"],
    },
]
if token := os.environ.get("MINUSMA_HUB_TOKEN"):
    # For the benchmark, which plays the learners.
    c.JupyterHub.services.append({"name": "benchmark", "api_token": token})
    c.JupyterHub.load_roles.append(
        {
            "name": "benchmark",
            "scopes": ["admin:users", "admin:servers", "access:servers", "tokens"],
            "services": ["benchmark"],
        }
    )
HOMES.mkdir(parents=True, exist_ok=True)
