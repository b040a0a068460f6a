//! How long a start takes, beside bare `runc run` of the same program in the same run; and what an idle shim weighs.
//!
//! `cargo run --release -p neargate-shim --example start_latency` as root, with `runc`, `cc` and libc.a installed.
//! The program prints the monotonic clock as its first act. Times are milliseconds since `spawn`; CPU is that of the shim and
//! of all it reaped, for the whole life of the task (user and system).

use std::fs;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};
use std::time::Duration;

use neargate_task::control::Request;
use neargate_task::logfile::{Record, segment_name};
use neargate_task::{ShimContainer, ShimSpec, TaskPaths, TaskPhase, testing};

const ROUNDS: usize = 30;
const CGROUP: &str = "/neargate/bench";

const PROBE: &str = r#"
#include <stdio.h>
#include <time.h>
#include <unistd.h>
int main(int argc, char **argv) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    printf("%lld\n", t.tv_sec * 1000000LL + t.tv_nsec / 1000);
    fflush(stdout);
    if (argc > 1) pause();
    return 0;
}
"#;

fn main() -> ExitCode {
    let arguments: Vec<PathBuf> = std::env::args_os().map(PathBuf::from).collect();
    if let [_, command, run, disk] = &arguments[..]
        && command == Path::new("shim")
    {
        return neargate_shim::main(TaskPaths { run: run.clone(), disk: disk.clone() });
    }
    let directory = tempfile::tempdir().expect("a temporary directory");
    let layer = directory.path().join("layer");
    fs::create_dir_all(layer.join("etc")).unwrap();
    fs::write(directory.path().join("probe.c"), PROBE).unwrap();
    let compiled = Command::new("cc")
        .args(["-O1", "-static", "-o"])
        .args([layer.join("probe"), directory.path().join("probe.c")])
        .status();
    assert!(compiled.is_ok_and(|status| status.success()), "cc makes the probe");

    let mut ours: Vec<[f64; 6]> = Vec::new();
    let mut theirs: Vec<[f64; 3]> = Vec::new();
    for round in 0..=ROUNDS {
        let (shim, runc) = (shim(directory.path(), &layer, round), runc(directory.path(), &layer, round));
        // The first round warms the caches.
        if round > 0 {
            ours.push(shim);
            theirs.push(runc);
        }
    }
    println!("medians of {ROUNDS} rounds, ms");
    for (name, index) in [
        ("preparing", 0),
        ("prepared", 1),
        ("first instruction", 2),
        ("running", 3),
        ("finished", 4),
        ("cpu", 5),
    ] {
        println!("shim  {name:18} {:7.2}", median(ours.iter().map(|round| round[index]).collect()));
    }
    for (name, index) in [("first instruction", 0), ("finished", 1), ("cpu", 2)] {
        println!("runc  {name:18} {:7.2}", median(theirs.iter().map(|round| round[index]).collect()));
    }
    memory(directory.path(), &layer, 10);
    // The groups that held the tasks' groups are ours to take away.
    for hierarchy in fs::read_dir("/sys/fs/cgroup").unwrap().flatten() {
        let _ = fs::remove_dir(hierarchy.path().join(CGROUP.trim_start_matches('/')));
        let _ = fs::remove_dir(hierarchy.path().join("neargate"));
    }
    ExitCode::SUCCESS
}

fn prepare(directory: &Path, layer: &Path, id: &str, arguments: &[&str]) -> TaskPaths {
    let paths = TaskPaths::new(&directory.join("run"), &directory.join("data"), id);
    fs::create_dir_all(&paths.run).unwrap();
    fs::create_dir_all(&paths.disk).unwrap();
    let container = ShimContainer {
        runtime_id: format!("{id}-0000000001"),
        layers: vec![layer.to_owned()],
        environment: vec!["PATH=/".into()],
        stop_signal: "SIGKILL".into(),
        stop_timeout_seconds: 2,
        ..testing::container("app", arguments)
    };
    let spec = ShimSpec {
        task_id: id.to_owned(),
        task_arn: "arn:aws:ecs:eu-west-1:000000000000:task/default/0".into(),
        cgroup: format!("{CGROUP}/{id}"),
        cpu_units: 2048,
        memory_mib: 512,
        host_name: "bench".into(),
        private_ip: [172, 31, 0, 5].into(),
        name_server: [172, 31, 0, 2].into(),
        search_domain: "internal".into(),
        share_processes: false,
        storage_is_mount: false,
        containers: vec![container],
    };
    fs::write(paths.spec(), serde_json::to_vec(&spec).unwrap()).unwrap();
    paths
}

fn shim(directory: &Path, layer: &Path, round: usize) -> [f64; 6] {
    let paths = prepare(directory, layer, &format!("{round:032}"), &["/probe"]);
    let exe = std::env::current_exe().unwrap();
    let start = now();
    let spawned = neargate_shim::spawn(&exe, &paths, None).unwrap();
    let mut stream = loop {
        match neargate_shim::connect(&paths) {
            Ok(stream) => break stream,
            Err(_) => std::thread::sleep(Duration::from_micros(100)),
        }
    };
    let preparing = now();
    stream.write_all(&neargate_shim::encode(&Request::Start)).unwrap();
    let (mut prepared, mut running, mut finished) = (0, 0, 0);
    let mut states = neargate_shim::States::default();
    let mut buffer = [0; 4096];
    while finished == 0 {
        let length = stream.read(&mut buffer).unwrap();
        assert!(length > 0, "{:?}", neargate_shim::last_state(&paths));
        for state in states.push(&buffer[..length]).unwrap() {
            for (phase, time) in [
                (TaskPhase::Prepared, &mut prepared),
                (TaskPhase::Running, &mut running),
                (TaskPhase::Finished, &mut finished),
            ] {
                if state.phase >= phase && *time == 0 {
                    *time = now();
                }
            }
        }
    }
    let cpu = wait(spawned.pid);
    let log = fs::read(paths.logs("app").join(segment_name(0))).unwrap();
    let (record, _) = Record::decode(&log).unwrap().expect("the probe printed");
    let first = parse(record.payload);
    [preparing, prepared, first, running, finished]
        .map(|time| (time - start) as f64 / 1000.0)
        .into_iter()
        .chain([cpu])
        .collect::<Vec<_>>()
        .try_into()
        .unwrap()
}

#[expect(clippy::zombie_processes, reason = "waited for by `wait`, which tells the CPU used")]
fn runc(directory: &Path, layer: &Path, round: usize) -> [f64; 3] {
    let bundle = directory.join(format!("bundle-{round}"));
    fs::create_dir_all(&bundle).unwrap();
    assert!(Command::new("runc").arg("spec").current_dir(&bundle).status().unwrap().success());
    let mut config: serde_json::Value =
        serde_json::from_slice(&fs::read(bundle.join("config.json")).unwrap()).unwrap();
    config["process"]["args"] = serde_json::json!(["/probe"]);
    config["process"]["terminal"] = false.into();
    config["root"]["path"] = layer.to_string_lossy().into_owned().into();
    // What this machine's root may not raise is left as it is.
    config["process"]["rlimits"] = serde_json::json!([]);
    fs::write(bundle.join("config.json"), config.to_string()).unwrap();
    let start = now();
    let mut child = Command::new("runc")
        .args(["run", &format!("bench-{}-{round}", std::process::id())])
        .current_dir(&bundle)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut output = Vec::new();
    child.stdout.take().unwrap().read_to_end(&mut output).unwrap();
    let cpu = wait(child.id() as i32);
    let finished = now();
    [(parse(&output) - start) as f64 / 1000.0, (finished - start) as f64 / 1000.0, cpu]
}

/// What each of some idle shims weighs, in KiB.
fn memory(directory: &Path, layer: &Path, count: usize) {
    let exe = std::env::current_exe().unwrap();
    let mut shims = Vec::new();
    for number in 0..count {
        let paths = prepare(directory, layer, &format!("1{number:031}"), &["/probe", "idle"]);
        let spawned = neargate_shim::spawn(&exe, &paths, None).unwrap();
        let mut stream = loop {
            match neargate_shim::connect(&paths) {
                Ok(stream) => break stream,
                Err(_) => std::thread::sleep(Duration::from_millis(1)),
            }
        };
        stream.write_all(&neargate_shim::encode(&Request::Start)).unwrap();
        shims.push((paths, spawned, stream));
    }
    std::thread::sleep(Duration::from_secs(1));
    for what in ["Rss", "Pss", "Private_Dirty"] {
        let values = shims.iter().map(|(_, spawned, _)| {
            let text = fs::read_to_string(format!("/proc/{}/smaps_rollup", spawned.pid)).unwrap();
            let line = text.lines().find(|line| line.starts_with(&format!("{what}:"))).unwrap().to_owned();
            line.split_whitespace().nth(1).unwrap().parse::<f64>().unwrap()
        });
        println!("{count} idle shims, each {what:14} {:6.0} KiB", median(values.collect()));
    }
    for (_, spawned, mut stream) in shims {
        stream.write_all(&neargate_shim::encode(&Request::Stop)).unwrap();
        let mut rest = Vec::new();
        let _ = stream.read_to_end(&mut rest);
        wait(spawned.pid);
    }
}

/// Waits for a child; the CPU that it and its descendants used, in milliseconds.
fn wait(pid: i32) -> f64 {
    let mut status = 0;
    // SAFETY: all zeroes is a valid `rusage`; both places live on this stack.
    let usage = unsafe {
        let mut usage = std::mem::zeroed::<libc::rusage>();
        libc::wait4(pid, &raw mut status, 0, &raw mut usage);
        usage
    };
    let millis = |time: libc::timeval| time.tv_sec as f64 * 1000.0 + time.tv_usec as f64 / 1000.0;
    millis(usage.ru_utime) + millis(usage.ru_stime)
}

/// The monotonic clock, in microseconds.
fn now() -> i64 {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::Monotonic);
    time.tv_sec * 1_000_000 + time.tv_nsec / 1000
}

fn parse(text: &[u8]) -> i64 {
    std::str::from_utf8(text).unwrap().trim().parse().unwrap()
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}
