//! What the kernel counts of a container, from its control groups of version 1 or 2.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use neargate_shim::{Controller, Layout};

/// `/proc` and version 1 count processor time in hundredths of a second, whatever the kernel's own clock does.
const NANOSECONDS_PER_TICK: u64 = 10_000_000;

/// Of one container. Times are in nanoseconds, sizes in bytes.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Usage {
    pub cpu_total: u64,
    /// Not counted by version 2.
    pub cpu_each: Option<Vec<u64>>,
    pub cpu_kernel: u64,
    pub cpu_user: u64,
    pub periods: u64,
    pub throttled_periods: u64,
    pub throttled_time: u64,
    pub memory: u64,
    /// Not counted by older kernels' version 2.
    pub memory_max: Option<u64>,
    pub memory_limit: u64,
    pub memory_details: BTreeMap<String, u64>,
    pub processes: u64,
    pub processes_limit: Option<u64>,
}

/// What a container uses whose group lies at `group` below each hierarchy; `None` when it is gone. `limit` is the task's memory.
pub(crate) fn usage(layout: &Layout, group: &Path, limit: u64) -> Option<Usage> {
    match layout {
        Layout::V1(hierarchies) => {
            let of = |wanted: Controller| -> Option<PathBuf> {
                let (root, _) = hierarchies.iter().find(|(_, controllers)| controllers.contains(&wanted))?;
                Some(root.join(group))
            };
            usage_v1(of, limit)
        }
        Layout::V2(root) => usage_v2(&root.join(group), limit),
    }
}

fn usage_v1(of: impl Fn(Controller) -> Option<PathBuf>, limit: u64) -> Option<Usage> {
    let mut usage = Usage { memory_limit: limit, ..Usage::default() };
    let accounting = of(Controller::CpuAccounting)?;
    usage.cpu_total = number(&accounting, "cpuacct.usage")?;
    usage.cpu_each = text(&accounting, "cpuacct.usage_percpu")
        .map(|text| text.split_whitespace().filter_map(|n| n.parse().ok()).collect());
    let times = table(&accounting, "cpuacct.stat");
    usage.cpu_user = times.get("user").copied().unwrap_or_default() * NANOSECONDS_PER_TICK;
    usage.cpu_kernel = times.get("system").copied().unwrap_or_default() * NANOSECONDS_PER_TICK;
    if let Some(cpu) = of(Controller::Cpu) {
        let throttling = table(&cpu, "cpu.stat");
        let of = |name| throttling.get(name).copied().unwrap_or_default();
        usage.periods = of("nr_periods");
        usage.throttled_periods = of("nr_throttled");
        usage.throttled_time = of("throttled_time");
    }
    if let Some(memory) = of(Controller::Memory) {
        usage.memory = number(&memory, "memory.usage_in_bytes").unwrap_or_default();
        usage.memory_max = number(&memory, "memory.max_usage_in_bytes");
        usage.memory_limit = number(&memory, "memory.limit_in_bytes").unwrap_or(limit).min(limit);
        usage.memory_details = table(&memory, "memory.stat");
    }
    if let Some(pids) = of(Controller::Pids) {
        usage.processes = number(&pids, "pids.current").unwrap_or_default();
        usage.processes_limit = number(&pids, "pids.max");
    }
    Some(usage)
}

fn usage_v2(group: &Path, limit: u64) -> Option<Usage> {
    let cpu = table(group, "cpu.stat");
    let nanoseconds = |name: &str| cpu.get(name).copied().unwrap_or_default() * 1000;
    let count = |name: &str| cpu.get(name).copied().unwrap_or_default();
    Some(Usage {
        cpu_total: cpu.get("usage_usec")? * 1000,
        cpu_each: None,
        cpu_kernel: nanoseconds("system_usec"),
        cpu_user: nanoseconds("user_usec"),
        periods: count("nr_periods"),
        throttled_periods: count("nr_throttled"),
        throttled_time: nanoseconds("throttled_usec"),
        memory: number(group, "memory.current").unwrap_or_default(),
        memory_max: None,
        // Without a limit of its own the file says `max`, which is no number.
        memory_limit: number(group, "memory.max").unwrap_or(limit).min(limit),
        memory_details: table(group, "memory.stat"),
        processes: number(group, "pids.current").unwrap_or_default(),
        processes_limit: number(group, "pids.max"),
    })
}

/// Processor time of the whole machine in nanoseconds, and how many processors there are: from `/proc/stat`.
pub(crate) fn machine(stat: &str) -> Option<(u64, u64)> {
    let mut lines = stat.lines();
    let all = lines.next()?.strip_prefix("cpu ")?;
    // User to steal; guests' time is part of user's.
    let ticks: u64 = all.split_whitespace().take(8).filter_map(|n| n.parse::<u64>().ok()).sum();
    let processors = lines.take_while(|line| line.starts_with("cpu")).count();
    Some((ticks * NANOSECONDS_PER_TICK, processors as u64))
}

fn text(group: &Path, file: &str) -> Option<String> {
    fs::read_to_string(group.join(file)).ok()
}

fn number(group: &Path, file: &str) -> Option<u64> {
    text(group, file)?.trim().parse().ok()
}

/// Lines of a name and a number.
fn table(group: &Path, file: &str) -> BTreeMap<String, u64> {
    let text = text(group, file).unwrap_or_default();
    let line = |line: &str| {
        let (name, number) = line.split_once(' ')?;
        Some((name.to_owned(), number.trim().parse().ok()?))
    };
    text.lines().filter_map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn group(files: &[(&str, &str)]) -> tempfile::TempDir {
        let directory = tempfile::tempdir().expect("a directory");
        let group = directory.path().join("task/container");
        fs::create_dir_all(&group).expect("a group");
        for (name, content) in files {
            fs::write(group.join(name), content).expect("a file");
        }
        directory
    }

    #[test]
    fn version_1_is_read() {
        let root = group(&[
            ("cpuacct.usage", "1500000000\n"),
            ("cpuacct.usage_percpu", "1000000000 500000000 \n"),
            ("cpuacct.stat", "user 100\nsystem 50\n"),
            ("cpu.stat", "nr_periods 10\nnr_throttled 2\nthrottled_time 7\n"),
            ("memory.usage_in_bytes", "4096\n"),
            ("memory.max_usage_in_bytes", "8192\n"),
            ("memory.limit_in_bytes", "9223372036854771712\n"),
            ("memory.stat", "cache 1\nrss 2\n"),
            ("pids.current", "3\n"),
            ("pids.max", "max\n"),
        ]);
        let all = [
            Controller::Cpu,
            Controller::CpuAccounting,
            Controller::Memory,
            Controller::Pids,
            Controller::Devices,
        ];
        let layout = Layout::V1(vec![(root.path().to_owned(), all.to_vec())]);
        let usage = usage(&layout, Path::new("task/container"), 1 << 29).expect("the group is there");
        assert_eq!(
            (usage.cpu_total, usage.cpu_user, usage.cpu_kernel),
            (1_500_000_000, 1_000_000_000, 500_000_000)
        );
        assert_eq!(usage.cpu_each, Some(vec![1_000_000_000, 500_000_000]));
        assert_eq!((usage.periods, usage.throttled_periods, usage.throttled_time), (10, 2, 7));
        assert_eq!((usage.memory, usage.memory_max, usage.memory_limit), (4096, Some(8192), 1 << 29));
        assert_eq!(usage.memory_details["rss"], 2);
        assert_eq!((usage.processes, usage.processes_limit), (3, None));
        assert_eq!(super::usage(&layout, Path::new("task/other"), 1), None);
    }

    #[test]
    fn version_2_is_read() {
        let root = group(&[
            (
                "cpu.stat",
                "usage_usec 1500\nuser_usec 1000\nsystem_usec 500\nnr_periods 1\nnr_throttled 0\nthrottled_usec 9\n",
            ),
            ("memory.current", "4096\n"),
            ("memory.max", "max\n"),
            ("memory.stat", "anon 1\nfile 2\n"),
            ("pids.current", "3\n"),
            ("pids.max", "512\n"),
        ]);
        let layout = Layout::V2(root.path().to_owned());
        let usage = usage(&layout, Path::new("task/container"), 1 << 29).expect("the group is there");
        assert_eq!((usage.cpu_total, usage.cpu_each, usage.throttled_time), (1_500_000, None, 9000));
        assert_eq!((usage.memory, usage.memory_max, usage.memory_limit), (4096, None, 1 << 29));
        assert_eq!((usage.processes, usage.processes_limit), (3, Some(512)));
        assert_eq!(super::usage(&layout, Path::new("task/other"), 1), None);
    }

    #[test]
    fn the_machines_time_is_all_of_it() {
        let stat = "cpu  1 2 3 4 5 6 7 8 9 10\ncpu0 1 1 1 1\ncpu1 1 1 1 1\nintr 5\n";
        assert_eq!(machine(stat), Some((36 * NANOSECONDS_PER_TICK, 2)));
        assert_eq!(machine(""), None);
    }
}
