"""What a container finds itself in, and what brings it back."""

from __future__ import annotations

import pytest
from botocore.exceptions import ClientError

from support.tasks import BUSYBOX, Tasks, container, container_of, shell
from support.wait import wait_until

SERVE = "trap 'exit 0' TERM; echo up; while :; do sleep 0.05; done"


def lines(tasks: Tasks, script: str, **settings: object) -> list[str]:
    """What a container printed until it ended well."""
    end = tasks.finished(shell(script, **settings))
    assert container_of(end).get("exitCode") == 0, end.get("stoppedReason")
    return tasks.output(end)


def test_an_init_reaps_orphans_and_is_the_first_process(tasks: Tasks) -> None:
    script = "echo $$; (sleep 0.1 &); sleep 0.4; grep -l 'State:.Z' /proc/[0-9]*/status | wc -l"
    assert lines(tasks, script)[0] == "1"
    own, zombies = lines(tasks, script, linuxParameters={"initProcessEnabled": True})
    assert own != "1" and zombies == "0"


def test_a_terminal_s_output_is_logged(tasks: Tasks) -> None:
    assert [line.rstrip("\r") for line in lines(tasks, "test -t 0 && test -t 1 && echo $TERM", pseudoTerminal=True)] == ["xterm"]


def test_an_interactive_container_waits_for_input_that_never_comes(tasks: Tasks) -> None:
    assert lines(tasks, "read line; echo over") == ["over"]
    task = tasks.started(shell("trap 'exit 0' TERM; echo up; exec 3<&0; (read line <&3; echo over) & while :; do sleep 0.05; done", interactive=True))
    tasks.line(task, "up")
    tasks.stop(task)
    assert tasks.output(tasks.stopped(task)) == ["up"]


def test_limits_and_kernel_settings(tasks: Tasks) -> None:
    script = "ulimit -Sn; ulimit -Hn; cat /proc/sys/net/core/somaxconn; grep ' /dev/shm ' /proc/mounts | grep -o 'size=[0-9]*k'"
    soft, hard, backlog, shm = lines(tasks, script, ulimits=[{"name": "nofile", "softLimit": 1000, "hardLimit": 2000}],
                                     systemControls=[{"namespace": "net.core.somaxconn", "value": "777"}])
    assert (soft, hard, backlog, shm) == ("1000", "2000", "777", "size=65536k")


def test_of_containers_that_set_the_same_the_last_to_start_wins(tasks: Tasks) -> None:
    def backlog(value: int) -> dict[str, object]:
        return {"systemControls": [{"namespace": "net.core.somaxconn", "value": str(value)}]}

    first = shell("sleep 0.5; cat /proc/sys/net/core/somaxconn", name="first", **backlog(100))
    last = shell("cat /proc/sys/net/core/somaxconn", dependsOn=[{"containerName": "first", "condition": "START"}], **backlog(200))
    end = tasks.finished(first, {**last, "essential": False})
    assert (tasks.output(end, "first"), tasks.output(end)) == (["200"], ["200"])


def test_memory_as_a_directory(tasks: Tasks) -> None:
    tmpfs = [{"containerPath": "/scratch", "size": 16}, {"containerPath": "/bin/tools", "size": 1, "mountOptions": ["exec", "mode=0750", "uid=7"]}]
    script = """grep -E ' (/scratch|/bin/tools) ' /proc/mounts; stat -c '%a %u' /scratch /bin/tools
                busybox dd if=/dev/zero of=/scratch/x bs=1M count=17 2>&1 | grep -o 'No space left on device'; rm /scratch/x
                for at in /scratch /bin/tools; do busybox cp /bin/busybox $at/echo; $at/echo $at runs; done 2>&1; ls /scratch"""
    seen = lines(tasks, script, linuxParameters={"tmpfs": tmpfs})
    mounts = dict(line.split()[1:4:2] for line in seen[:2])
    assert {"rw", "nosuid", "nodev", "noexec", "size=16384k"} <= set(mounts["/scratch"].split(","))
    assert "noexec" not in mounts["/bin/tools"].split(",") and "size=1024k" in mounts["/bin/tools"].split(",")
    assert seen[2:5] == ["1777 0", "750 7", "No space left on device"]
    assert "Permission denied" in seen[5] and seen[-1] == "echo"


def test_a_container_that_cannot_start_and_need_not_is_in_nobodys_way(tasks: Tasks) -> None:
    side = container("/nope", name="side", essential=False, image=BUSYBOX)
    task = tasks.started(shell("trap 'exit 0' TERM; while :; do sleep 0.05; done"), side)
    seen = wait_until("the end of the other", lambda: (now := tasks.describe(task))["containers"] and container_of(now, "side")["lastStatus"] == "STOPPED" and now)
    assert "CannotStartContainerError" in container_of(seen, "side")["reason"] and "exitCode" not in container_of(seen, "side")
    assert container_of(seen)["lastStatus"] == "RUNNING"
    tasks.stop(task)
    assert container_of(tasks.stopped(task))["exitCode"] == 0


@pytest.mark.parametrize("terminal", [False, True])
def test_other_users_open_their_standard_streams_by_name(tasks: Tasks, terminal: bool) -> None:
    """As images do that link their log files to /dev/stdout and /dev/stderr."""
    script = "echo out > /dev/stdout && echo err > /dev/stderr && echo out >> /proc/self/fd/1; stat -c %u /dev/null"
    seen = lines(tasks, script, user="101", pseudoTerminal=terminal)
    assert sorted(line.rstrip("\r") for line in seen) == ["0", "err", "out", "out"]


def test_a_user_that_is_no_user(tasks: Tasks) -> None:
    end = tasks.finished(shell("id", user="4294967295"))
    assert "uids and gids must be in range 0-2147483647" in end["stoppedReason"]


def test_containers_that_fail_at_once_are_told_truly(tasks: Tasks) -> None:
    started = tasks.run_many(shell("true", user="nosuch"), count=10)
    reasons = {tasks.stopped(task)["stoppedReason"] for task in started}
    assert reasons == {"CannotStartContainerError: unable to find user nosuch: no matching entries in passwd file"}


@pytest.mark.parametrize(("setting", "settings"), [
    ("sharedMemorySize", {"linuxParameters": {"sharedMemorySize": 128}}),
    ("maxSwap", {"linuxParameters": {"maxSwap": 0}}),
    ("dockerSecurityOptions", {"dockerSecurityOptions": ["no-new-privileges"]}),
])
def test_what_fargate_lacks_is_refused(tasks: Tasks, setting: str, settings: dict[str, object]) -> None:
    with pytest.raises(ClientError, match=f"Fargate compatible task definitions do not support {setting}"):
        tasks.define(shell("true", **settings))


def test_a_child_that_runs_out_of_memory_is_no_end(tasks: Tasks) -> None:
    end = tasks.finished(shell("sh -c 'exec tail /dev/zero'; exit 7", memory=64))
    assert container_of(end)["exitCode"] == 7
    assert "reason" not in container_of(end)


def test_containers_share_their_processes(tasks: Tasks) -> None:
    look = "ps -o args | grep -c '[w]hile :'; test $$ -gt 1 && echo later; ps -o args | grep -c '[n]eargate shim'; ls /proc/1/fd | wc -l"
    end = tasks.finished(shell(SERVE, name="server", essential=False),
                         shell(look, dependsOn=[{"containerName": "server", "condition": "START"}]), definition={"pidMode": "task"})
    assert tasks.output(end) == ["1", "later", "0", "0"], "they see each other, and nothing of ours"
    assert container_of(end, "server")["exitCode"] == 0


def test_a_container_that_ends_too_early_is_not_started_again(tasks: Tasks) -> None:
    end = tasks.finished(shell("echo run; exit 3", restartPolicy={"enabled": True, "restartAttemptPeriod": 60}))
    assert (container_of(end)["exitCode"], tasks.output(end)) == (3, ["run"])


def test_a_container_that_ran_long_enough_is_started_again(tasks: Tasks) -> None:
    policy = {"enabled": True, "restartAttemptPeriod": 60, "ignoredExitCodes": [5]}
    task = tasks.started(shell("echo run $(ls /tmp | wc -l); test -e /tmp/again && exit 5; touch /tmp/again; sleep 61; exit 1",
                               restartPolicy=policy))
    end = tasks.stopped(task, timeout=100)
    assert tasks.output(end) == ["run 0", "run 1"]
    assert (container_of(end)["exitCode"], end["stoppedReason"]) == (5, "Essential container in task exited")
    assert end["startedAt"] == task["startedAt"]
    assert end["version"] == 5
