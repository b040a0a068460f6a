"""The life of a task: from RunTask to STOPPED, in all the ways in which it can go."""

from __future__ import annotations

import json
import re
import resource
from datetime import datetime, timezone

import pytest
from botocore.exceptions import ClientError, WaiterError

from support.aws import Aws
from support.tasks import BUSYBOX, Tasks, address_of, container, container_of, eni_of, id_of, shell, unique
from support.wait import wait_until

TASK_ARN = re.compile(r"^arn:aws:ecs:us-east-1:000000000000:task/[\w-]+/[0-9a-f]{32}$")

# Lifecycle


def test_a_task_from_run_to_stop(tasks: Tasks) -> None:
    before = datetime.now(timezone.utc).replace(microsecond=0)
    task = tasks.run(container("serve"))
    assert TASK_ARN.match(task["taskArn"])
    assert (task["lastStatus"], task["desiredStatus"], task["launchType"]) == ("PROVISIONING", "RUNNING", "FARGATE")
    assert (task["platformVersion"], task["platformFamily"], task["version"]) == ("1.4.0", "Linux", 1)
    assert (task["cpu"], task["memory"]) == ("256", "512")
    assert task["attachments"][0]["status"] == "PRECREATED"
    assert [one["lastStatus"] for one in task["containers"]] == ["PENDING"]

    up = tasks.running(task)
    assert up["connectivity"] == "CONNECTED"
    assert before <= up["createdAt"] <= up["pullStartedAt"] <= up["pullStoppedAt"] <= up["startedAt"]
    assert container_of(up)["lastStatus"] == "RUNNING" and container_of(up)["runtimeId"].startswith(id_of(up))
    assert up["attachments"][0]["status"] == "ATTACHED"
    assert eni_of(up).keys() >= {"subnetId", "networkInterfaceId", "macAddress", "privateDnsName", "privateIPv4Address"}
    assert container_of(up)["networkInterfaces"][0]["privateIpv4Address"] == address_of(up)
    assert up["healthStatus"] == "UNKNOWN"
    assert up["version"] > 1

    stopping = tasks.stop(up)
    assert stopping["desiredStatus"] == "STOPPED"
    end = tasks.stopped(task)
    assert (end["stopCode"], end["stoppedReason"]) == ("UserInitiated", "Task stopped by user")
    assert end["stoppingAt"] <= end["executionStoppedAt"] <= end["stoppedAt"]
    assert container_of(end)["exitCode"] == 0
    assert tasks.output(end)[-1] == "got SIGTERM, bye"


def test_waiters_of_the_sdk(tasks: Tasks) -> None:
    patience = {"Delay": 1, "MaxAttempts": 30}
    task = tasks.run(container("serve"))
    tasks.ecs.get_waiter("tasks_running").wait(cluster=tasks.cluster, tasks=[task["taskArn"]], WaiterConfig=patience)
    tasks.stop(task)
    tasks.ecs.get_waiter("tasks_stopped").wait(cluster=tasks.cluster, tasks=[task["taskArn"]], WaiterConfig=patience)
    with pytest.raises(WaiterError):
        tasks.ecs.get_waiter("tasks_running").wait(cluster=tasks.cluster, tasks=[task["taskArn"]], WaiterConfig=patience)


def test_ten_tasks_at_once(tasks: Tasks) -> None:
    started = tasks.run_many(container("serve"), count=10)
    up = [tasks.running(task) for task in started]
    assert len({address_of(task) for task in up}) == 10
    assert len({eni_of(task)["macAddress"] for task in up}) == 10


def test_the_aws_command_runs_a_task(aws: Aws, tasks: Tasks) -> None:
    definition = tasks.define(container("exit", "0"))
    subnet = aws.json("ec2", "describe-subnets")["Subnets"][0]["SubnetId"]
    run = aws.json("ecs", "run-task", "--cluster", tasks.cluster, "--task-definition", definition, "--launch-type", "FARGATE",
                   "--network-configuration", f"awsvpcConfiguration={{subnets=[{subnet}],assignPublicIp=ENABLED}}")
    arn = run["tasks"][0]["taskArn"]
    tasks.stopped(arn)
    described = aws.json("ecs", "describe-tasks", "--cluster", tasks.cluster, "--tasks", arn)
    assert described["tasks"][0]["containers"][0]["exitCode"] == 0


# Exit codes and reasons


@pytest.mark.parametrize("code", [0, 1, 3, 255])
def test_essential_container_exits(tasks: Tasks, code: int) -> None:
    end = tasks.finished(container("exit", str(code)))
    assert container_of(end)["exitCode"] == code
    assert (end["stopCode"], end["stoppedReason"]) == ("EssentialContainerExited", "Essential container in task exited")
    assert end["startedAt"] <= end["executionStoppedAt"] <= end["stoppedAt"]
    assert end["desiredStatus"] == "STOPPED"
    assert end["version"] == 5


def test_deaf_container_is_killed_after_its_stop_timeout(tasks: Tasks) -> None:
    task = tasks.started(container("ignore-term", stopTimeout=2))
    tasks.line(task, "^up$")
    tasks.stop(task)
    end = tasks.stopped(task)
    assert container_of(end)["exitCode"] == 137
    assert "got SIGTERM, staying" in tasks.output(end)
    assert 2 <= (end["executionStoppedAt"] - end["stoppingAt"]).total_seconds() < 5


def test_first_process_without_a_handler_does_not_hear_sigterm(tasks: Tasks) -> None:
    task = tasks.started(container("sleep", "600", stopTimeout=2))
    tasks.stop(task)
    assert container_of(tasks.stopped(task))["exitCode"] == 137


def test_with_an_init_process_sigterm_is_passed_on(tasks: Tasks) -> None:
    task = tasks.started(container("sleep", "600", linuxParameters={"initProcessEnabled": True}))
    tasks.line(task, "sleeping")
    tasks.stop(task)
    assert container_of(tasks.stopped(task))["exitCode"] == 143


def test_program_chooses_its_exit_code_on_sigterm(tasks: Tasks) -> None:
    task = tasks.started(container("serve", "--code", "143"))
    tasks.line(task, "serving")
    tasks.stop(task)
    assert container_of(tasks.stopped(task))["exitCode"] == 143


def test_images_stop_signal_is_used(tasks: Tasks) -> None:
    task = tasks.started(container("serve", "--dir", "/tmp", image="neargate/settled:1"))
    tasks.line(task, "serving")
    tasks.stop(task)
    end = tasks.stopped(task)
    assert tasks.output(end)[-1] == "got SIGUSR1, bye"
    assert container_of(end)["exitCode"] == 0


def test_out_of_memory(tasks: Tasks) -> None:
    end = tasks.finished(container("eat", "200", memory=64))
    assert container_of(end)["exitCode"] == 137
    assert container_of(end)["reason"] == "OutOfMemoryError: Container killed due to memory usage"
    assert end["stopCode"] == "EssentialContainerExited"


def test_memory_within_the_limit_is_fine(tasks: Tasks) -> None:
    task = tasks.started(container("eat", "40", memory=96))
    tasks.line(task, "ate 40 MiB")
    assert tasks.describe(task)["lastStatus"] == "RUNNING"


def test_command_that_does_not_exist(tasks: Tasks) -> None:
    end = tasks.finished(shell("", entryPoint=["/no/such/program"]))
    assert end["stopCode"] == "TaskFailedToStart"
    assert end["stoppedReason"].startswith("CannotStartContainerError: ")
    assert "/no/such/program" in end["stoppedReason"]
    assert "startedAt" not in end
    assert "exitCode" not in container_of(end)


def test_missing_image(tasks: Tasks, registry: object) -> None:
    missing = f"{registry.host}/no/such/image:1"  # type: ignore[attr-defined]
    end = tasks.finished(container(image=missing))
    assert end["stopCode"] == "TaskFailedToStart"
    assert end["stoppedReason"].startswith("CannotPullContainerError: ")
    assert missing in end["stoppedReason"]
    assert end["version"] == 4
    assert "startedAt" not in end
    assert "exitCode" not in container_of(end)


@pytest.mark.parametrize(("reason", "told"), [(None, "Task stopped by user"), ("deploy of 12:00", "deploy of 12:00")])
def test_stop_reasons(tasks: Tasks, reason: str | None, told: str) -> None:
    task = tasks.started(container("serve"))
    tasks.stop(task, reason)
    end = tasks.stopped(task)
    assert (end["stopCode"], end["stoppedReason"]) == ("UserInitiated", told)


def test_stopping_at_once_ends_a_task_that_never_ran_or_ran_briefly(tasks: Tasks) -> None:
    task = tasks.run(container("serve"))
    tasks.stop(task, "changed my mind")
    end = tasks.stopped(task)
    assert (end["stopCode"], end["stoppedReason"]) == ("UserInitiated", "changed my mind")


def test_stopping_twice_is_fine(tasks: Tasks) -> None:
    task = tasks.started(container("serve"))
    tasks.stop(task, "first")
    tasks.stop(task, "second")
    end = tasks.stopped(task)
    assert end["stoppedReason"] == "first"
    assert tasks.stop(task)["lastStatus"] == "STOPPED"


# Several containers


def test_containers_share_localhost_and_volumes(tasks: Tasks) -> None:
    shared = {"mountPoints": [{"sourceVolume": "page", "containerPath": "/data"}]}
    task = tasks.started(
        container("serve", "--port", "8080", name="web", **shared),
        container("fetch", "http://localhost:8080/", "--every", "200ms", "--write", "/data/copy", name="sidecar", **shared),
        container("cat", "/data/copy", "--retry", "10s", name="reader", essential=False, **shared),
        definition={"volumes": [{"name": "page", "host": {}}]})
    tasks.line(task, "read: hello from", name="sidecar")
    tasks.line(task, "hello from", name="reader")
    tasks.line(task, r"GET / from 127\.0\.0\.1", name="web")


def test_read_only_mount_cannot_be_written(tasks: Tasks) -> None:
    end = tasks.finished(
        container("touch", "/data/x", mountPoints=[{"sourceVolume": "v", "containerPath": "/data", "readOnly": True}]),
        definition={"volumes": [{"name": "v"}]})
    assert container_of(end)["exitCode"] == 1
    assert "Read-only file system" in tasks.output(end)[0]


def test_volumes_are_empty_for_each_task(tasks: Tasks) -> None:
    definition = tasks.define(
        container("once", "/data", mountPoints=[{"sourceVolume": "v", "containerPath": "/data"}]), volumes=[{"name": "v"}])
    for _ in range(2):
        task = tasks.started(definition)
        tasks.line(task, "^start 1 at")
        tasks.stop(task)
        tasks.stopped(task)


def test_essential_container_ends_the_task(tasks: Tasks) -> None:
    end = tasks.finished(shell("sleep 1; exit 5", name="main"), container("serve", name="side"))
    assert container_of(end, "main")["exitCode"] == 5
    assert container_of(end, "side")["exitCode"] == 0
    assert end["stopCode"] == "EssentialContainerExited"
    assert "got SIGTERM, bye" in tasks.output(end, "side")


def test_other_containers_end_alone(tasks: Tasks) -> None:
    task = tasks.started(container("serve", name="main"), container("exit", "7", name="helper", essential=False))
    seen = wait_until("the helper's exit", lambda: (now := tasks.describe(task)) and container_of(now, "helper").get("exitCode") == 7 and now)
    assert container_of(seen, "helper")["lastStatus"] == "STOPPED"
    assert (seen["lastStatus"], container_of(seen, "main")["lastStatus"]) == ("RUNNING", "RUNNING")


def test_success_comes_before_its_dependents(tasks: Tasks) -> None:
    shared = {"mountPoints": [{"sourceVolume": "v", "containerPath": "/data"}]}
    end = tasks.finished(
        shell("sleep 0.3; echo made > /data/file", name="first", essential=False, **shared),
        container("cat", "/data/file", name="app", dependsOn=[{"containerName": "first", "condition": "SUCCESS"}], **shared),
        definition={"volumes": [{"name": "v"}]})
    assert container_of(end)["exitCode"] == 0
    assert tasks.output(end) == ["made"]


def test_failed_dependency_stops_the_task(tasks: Tasks) -> None:
    end = tasks.finished(
        container("exit", "3", name="first", essential=False),
        container("serve", name="app", dependsOn=[{"containerName": "first", "condition": "SUCCESS"}]))
    assert container_of(end, "first")["exitCode"] == 3
    assert "exitCode" not in container_of(end, "app")
    assert "startedAt" not in end


def test_stop_goes_backwards_through_the_dependencies(tasks: Tasks) -> None:
    task = tasks.started(
        container("serve", "--port", "8080", name="base"),
        shell("trap 'sleep 1; echo last; exit 0' TERM; echo up; while :; do sleep 0.1; done", name="user",
              dependsOn=[{"containerName": "base", "condition": "START"}]))
    tasks.line(task, "^up$", name="user")
    tasks.stop(task)
    end = tasks.stopped(task)
    last = next(event for event in tasks.events(end, "user") if event["message"] == "last")
    bye = next(event for event in tasks.events(end, "base") if "bye" in event["message"])
    assert bye["timestamp"] >= last["timestamp"]


# What a process sees


def stat_of(tasks: Tasks, **settings: object) -> dict:
    end = tasks.finished(container("stat", **settings))
    return json.loads(tasks.output(end)[0])


def test_rights_are_those_of_fargate(tasks: Tasks) -> None:
    seen = stat_of(tasks)
    assert int(seen["cap_eff"], 16) == int(seen["cap_bnd"], 16) == 0xA80425FB  # Docker's default set
    assert seen["seccomp"] == "2"
    assert seen["pid"] == 1
    # Root without CAP_SYS_RESOURCE can't give more than it has.
    own = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    assert seen["nofile"] in ([65535, 65535], [own, own])


def test_capabilities_are_dropped_and_added(tasks: Tasks) -> None:
    parameters = {"capabilities": {"drop": ["ALL"], "add": ["SYS_PTRACE"]}}
    assert int(stat_of(tasks, linuxParameters=parameters)["cap_bnd"], 16) == 1 << 19


def test_image_says_user_directory_and_environment(tasks: Tasks) -> None:
    seen = stat_of(tasks, image="neargate/settled:1")
    assert (seen["uids"][0], seen["gids"][0], seen["cwd"]) == (1234, 2345, "/work")
    assert 3456 in seen["groups"]
    assert int(seen["cap_eff"], 16) == 0


def test_definition_overrules_the_image(tasks: Tasks) -> None:
    seen = stat_of(tasks, image="neargate/settled:1", user="77:88", workingDirectory="/tmp")
    assert (seen["uids"][0], seen["gids"][0], seen["cwd"]) == (77, 88, "/tmp")


def test_read_only_root(tasks: Tasks) -> None:
    end = tasks.finished(container("touch", "/new", readonlyRootFilesystem=True))
    assert container_of(end)["exitCode"] == 1


def test_ulimits(tasks: Tasks) -> None:
    seen = stat_of(tasks, ulimits=[{"name": "nofile", "softLimit": 1000, "hardLimit": 2000}])
    assert seen["nofile"] == [1000, 2000]


def test_environment_from_platform_image_and_definition(tasks: Tasks) -> None:
    end = tasks.finished(container("env", image="neargate/settled:1",
                                   environment=[{"name": "SHARED", "value": "definition"}, {"name": "OWN", "value": "a b=c"}]))
    seen = dict(line.split("=", 1) for line in tasks.output(end))
    assert (seen["FROM_IMAGE"], seen["SHARED"], seen["OWN"]) == ("yes", "definition", "a b=c")
    assert (seen["AWS_EXECUTION_ENV"], seen["AWS_REGION"], seen["AWS_DEFAULT_REGION"]) == ("AWS_ECS_FARGATE", "us-east-1", "us-east-1")
    assert seen["PATH"]


def test_overrides_of_command_and_environment(tasks: Tasks) -> None:
    definition = tasks.define(container("exit", "9", environment=[{"name": "A", "value": "1"}, {"name": "B", "value": "2"}]))
    override = {"name": "app", "command": ["env"], "environment": [{"name": "B", "value": "3"}, {"name": "C", "value": "4"}]}
    end = tasks.finished(definition, overrides={"containerOverrides": [override]})
    assert container_of(end)["exitCode"] == 0
    assert {"A=1", "B=3", "C=4"} <= set(tasks.output(end))
    assert end["overrides"]["containerOverrides"][0]["command"] == ["env"]


def test_task_overrides_of_size(tasks: Tasks) -> None:
    definition = tasks.define(container("serve"))
    task = tasks.run(definition, overrides={"cpu": "512", "memory": "2048"})
    assert (task["cpu"], task["memory"]) == ("512", "2048")


def test_the_host_cannot_be_seen(tasks: Tasks) -> None:
    end = tasks.finished(shell("ls /proc/1/root/work /root/.ssh 2>&1; mount -t tmpfs none /tmp; echo mount $?; ls /dev"))
    lines = tasks.output(end)
    assert "mount 0" not in lines
    assert not {"sda", "vda", "kvm", "mem"} & set(lines)


# RunTask's checks and answers


def refusal(aws: Aws, operation: str, **given: object) -> tuple[str, str]:
    with pytest.raises(ClientError) as caught:
        getattr(aws.ecs, operation)(**given)
    error = caught.value.response["Error"]
    return error["Code"], error["Message"]


def test_run_task_refuses(aws: Aws, tasks: Tasks) -> None:
    good = {"cluster": tasks.cluster, "taskDefinition": tasks.define(container("serve")), "launchType": "FARGATE",
            "networkConfiguration": tasks.network()}
    assert refusal(aws, "run_task", **{**good, "cluster": "nowhere"}) == ("ClusterNotFoundException", "Cluster not found.")
    assert refusal(aws, "run_task", **{**good, "taskDefinition": "nothing:1"}) == ("ClientException", "TaskDefinition not found.")
    assert refusal(aws, "run_task", **{**good, "count": 11})[0] == "InvalidParameterException"
    without_network = {name: value for name, value in good.items() if name != "networkConfiguration"}
    assert refusal(aws, "run_task", **without_network) == (
        "InvalidParameterException", "Network Configuration must be provided when networkMode 'awsvpc' is specified.")
    stranger = {"containerOverrides": [{"name": "stranger"}]}
    assert refusal(aws, "run_task", **good, overrides=stranger) == (
        "InvalidParameterException", "Override for container named stranger is not a container in the TaskDefinition.")
    strategy = [{"capacityProvider": "FARGATE", "weight": 1}]
    assert refusal(aws, "run_task", **good, capacityProviderStrategy=strategy) == (
        "InvalidParameterException", "Specifying both a launch type and capacity provider strategy is not supported. Remove one and try again.")
    assert tasks.all() == []


def test_client_token(aws: Aws, tasks: Tasks) -> None:
    definition = tasks.define(container("serve"))
    token = unique("token")
    first = tasks.run(definition, clientToken=token)
    again = tasks.run(definition, clientToken=token)
    assert again["taskArn"] == first["taskArn"]
    assert len(tasks.all()) == 1
    code, _ = refusal(aws, "run_task", cluster=tasks.cluster, taskDefinition=definition, launchType="FARGATE", count=2,
                      networkConfiguration=tasks.network(), clientToken=token)
    assert code == "ConflictException"


def test_describe_tasks_that_are_not_there(aws: Aws, tasks: Tasks) -> None:
    unknown = "0" * 32
    answer = aws.ecs.describe_tasks(cluster=tasks.cluster, tasks=[unknown])
    assert answer["tasks"] == []
    failure, = answer["failures"]
    assert (failure["reason"], failure["arn"].endswith(f"task/{tasks.cluster}/{unknown}")) == ("MISSING", True)
    assert refusal(aws, "stop_task", cluster=tasks.cluster, task=unknown) == (
        "InvalidParameterException", "The referenced task was not found.")


def test_list_tasks_filters(aws: Aws, tasks: Tasks) -> None:
    one_family, other_family = unique("one"), unique("other")
    one = tasks.started(tasks.define(container("serve"), family=one_family), startedBy="ci")
    other = tasks.started(tasks.define(container("serve"), family=other_family))
    over = tasks.finished(tasks.define(container("exit", "0"), family=other_family))

    def listed(**filters: object) -> set[str]:
        return set(aws.ecs.list_tasks(cluster=tasks.cluster, **filters)["taskArns"])

    arns = {name: task["taskArn"] for name, task in (("one", one), ("other", other), ("over", over))}
    assert listed() == {arns["one"], arns["other"]}
    assert listed(family=one_family) == {arns["one"]}
    assert listed(startedBy="ci") == {arns["one"]}
    assert listed(desiredStatus="STOPPED") == {arns["over"]}
    assert listed(family=other_family, desiredStatus="STOPPED") == {arns["over"]}
    assert listed(launchType="FARGATE") == {arns["one"], arns["other"]}
    assert listed(desiredStatus="PENDING") == set()
    first = aws.ecs.list_tasks(cluster=tasks.cluster, maxResults=1)
    second = aws.ecs.list_tasks(cluster=tasks.cluster, maxResults=1, nextToken=first["nextToken"])
    assert {*first["taskArns"], *second["taskArns"]} == {arns["one"], arns["other"]}
    assert "nextToken" not in second


def test_tags_of_a_task(aws: Aws, tasks: Tasks) -> None:
    definition = tasks.define(container("serve"), tags=[{"key": "from", "value": "definition"}])
    task = tasks.run(definition, tags=[{"key": "own", "value": "1"}], propagateTags="TASK_DEFINITION")
    assert tasks.describe(task)["tags"] == []
    tags = {tag["key"]: tag["value"] for tag in tasks.describe(task, include=["TAGS"])["tags"]}
    assert tags == {"from": "definition", "own": "1"}
    aws.ecs.untag_resource(resourceArn=task["taskArn"], tagKeys=["own"])
    assert aws.ecs.list_tags_for_resource(resourceArn=task["taskArn"])["tags"] == [{"key": "from", "value": "definition"}]


def test_group_is_the_family_or_as_given(tasks: Tasks) -> None:
    family = unique("family")
    definition = tasks.define(container("serve"), family=family)
    assert tasks.run(definition)["group"] == f"family:{family}"
    assert tasks.run(definition, group="mine")["group"] == "mine"


def test_capacity_provider_instead_of_launch_type(tasks: Tasks) -> None:
    tasks.aws.ecs.put_cluster_capacity_providers(
        cluster=tasks.cluster, capacityProviders=["FARGATE", "FARGATE_SPOT"], defaultCapacityProviderStrategy=[])
    task = tasks.started(container("serve"), launchType=None, capacityProviderStrategy=[{"capacityProvider": "FARGATE_SPOT", "weight": 1}])
    assert (task["capacityProviderName"], task["launchType"]) == ("FARGATE_SPOT", "FARGATE")


def test_counts_of_the_cluster(aws: Aws, tasks: Tasks) -> None:
    task = tasks.started(container("serve"))
    cluster, = aws.ecs.describe_clusters(clusters=[tasks.cluster])["clusters"]
    assert (cluster["runningTasksCount"], cluster["pendingTasksCount"]) == (1, 0)
    code, _ = refusal(aws, "delete_cluster", cluster=tasks.cluster)
    assert code == "ClusterContainsTasksException"
    tasks.stop(task)
    tasks.stopped(task)
    assert aws.ecs.delete_cluster(cluster=tasks.cluster)["cluster"]["status"] == "INACTIVE"
    aws.ecs.create_cluster(clusterName=tasks.cluster)


def test_tasks_outlive_their_definition(tasks: Tasks) -> None:
    definition = tasks.define(container("serve", image=BUSYBOX, entryPoint=["/app"]))
    task = tasks.started(definition)
    tasks.ecs.deregister_task_definition(taskDefinition=definition)
    assert tasks.describe(task)["lastStatus"] == "RUNNING"
    code, message = refusal(tasks.aws, "run_task", cluster=tasks.cluster, taskDefinition=definition, launchType="FARGATE",
                            networkConfiguration=tasks.network())
    assert code in ("ClientException", "InvalidParameterException"), message
