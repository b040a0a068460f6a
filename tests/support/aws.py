"""AWS clients for a daemon: boto3's, and the `aws` command."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from functools import cached_property
from pathlib import Path
from typing import Any

import boto3
from botocore.config import Config

from support.daemon import ACCOUNT, REGION, Daemon

CONFIG = Config(retries={"total_max_attempts": 1}, connect_timeout=5, read_timeout=60)
AWS_COMMAND = Path(sys.executable).with_name("aws")


class Aws:
    """Clients of one account. With `--dev` the access key id is the account's number."""

    def __init__(self, daemon: Daemon, account: str = ACCOUNT, secret: str = "any", access_key_id: str | None = None,
                 region: str = REGION, session_token: str | None = None) -> None:
        self.daemon = daemon
        self.account = account
        self.region = region
        self.credentials = {"aws_access_key_id": access_key_id or account, "aws_secret_access_key": secret}
        if session_token:
            self.credentials["aws_session_token"] = session_token

    def client(self, service: str, **config: Any) -> Any:
        settings = CONFIG.merge(Config(**config)) if config else CONFIG
        return boto3.session.Session().client(service, endpoint_url=self.daemon.endpoint, region_name=self.region, config=settings,
                                              **self.credentials)

    @cached_property
    def ecs(self) -> Any:
        return self.client("ecs")

    @cached_property
    def ec2(self) -> Any:
        return self.client("ec2")

    @cached_property
    def logs(self) -> Any:
        return self.client("logs")

    @cached_property
    def iam(self) -> Any:
        return self.client("iam")

    @cached_property
    def sts(self) -> Any:
        return self.client("sts")

    def command_environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
        return {
            **kept,
            "AWS_ENDPOINT_URL": self.daemon.endpoint,
            "AWS_ACCESS_KEY_ID": self.credentials["aws_access_key_id"],
            "AWS_SECRET_ACCESS_KEY": self.credentials["aws_secret_access_key"],
            **({"AWS_SESSION_TOKEN": token} if (token := self.credentials.get("aws_session_token")) else {}),
            "AWS_REGION": self.region,
            "AWS_DEFAULT_REGION": self.region,
            "AWS_PAGER": "",
            "AWS_CONFIG_FILE": os.devnull,
            "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
            "AWS_EC2_METADATA_DISABLED": "true",
        }

    def command(self, *arguments: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        """Runs the `aws` command as a user would."""
        run = subprocess.run([str(AWS_COMMAND), *arguments], capture_output=True, text=True, timeout=700, check=False,
                             env=self.command_environment(), stdin=subprocess.DEVNULL)
        if check and run.returncode != 0:
            raise AssertionError(f"aws {' '.join(arguments)} ended with {run.returncode}:\n{run.stdout}{run.stderr}")
        return run

    def json(self, *arguments: str) -> Any:
        """What the `aws` command answers, read."""
        text = self.command(*arguments, "--output", "json").stdout
        return json.loads(text) if text.strip() else None
