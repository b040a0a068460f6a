//! How what is measured is shown at `/_neargate/metrics`.

use metrics_exporter_prometheus::{BuildError, Matcher, PrometheusBuilder};

/// From a command's blink to a day's job.
const TASK_SECONDS: [f64; 11] = [0.1, 0.5, 1.0, 5.0, 15.0, 60.0, 300.0, 900.0, 3600.0, 14_400.0, 86_400.0];
const MIB: f64 = (1_u32 << 20) as f64;
const TASK_BYTES: [f64; 8] = [
    16.0 * MIB,
    64.0 * MIB,
    256.0 * MIB,
    1024.0 * MIB,
    4096.0 * MIB,
    16_384.0 * MIB,
    65_536.0 * MIB,
    262_144.0 * MIB,
];

/// Tasks are shown in buckets, which can be added up over machines and families.
pub(crate) fn recorder() -> Result<PrometheusBuilder, BuildError> {
    let mut builder = PrometheusBuilder::new();
    for (name, buckets) in [
        ("neargate_task_run_seconds", TASK_SECONDS.as_slice()),
        ("neargate_task_cpu_seconds", &TASK_SECONDS),
        ("neargate_task_peak_memory_bytes", &TASK_BYTES),
        ("neargate_task_disk_bytes", &TASK_BYTES),
    ] {
        builder = builder.set_buckets_for_metric(Matcher::Full(name.to_owned()), buckets)?;
    }
    Ok(builder)
}
