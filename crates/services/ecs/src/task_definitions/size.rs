//! How much a task may have: the spellings of CPU and memory, and the sizes that Fargate sells.

use neargate_wire::AwsError;

use crate::refused::client;

/// The CPU units and MiB of a Fargate task that asks for these. Numbers and the spellings `.25 vCPU` and `0.5 GB` are taken.
pub(crate) fn fargate_size(cpu: &str, memory: &str) -> Result<(u32, u32), AwsError> {
    let size = (cpu_units(cpu)?, memory_mib(memory)?);
    if is_fargate_size(size) {
        Ok(size)
    } else {
        Err(client("No Fargate configuration exists for given values."))
    }
}

/// CPU units: `256`, `.25 vCPU`, `1 vcpu`.
pub(crate) fn cpu_units(text: &str) -> Result<u32, AwsError> {
    let units = match strip_suffix_ignoring_case(text, "vcpu") {
        Some(vcpus) => thousand_twenty_fourths(vcpus),
        None => whole(text),
    };
    units.filter(|units| *units > 0).ok_or_else(|| unreadable("cpu"))
}

/// MiB: `512`, `0.5 GB`, `1gb`.
pub(crate) fn memory_mib(text: &str) -> Result<u32, AwsError> {
    let mib = match strip_suffix_ignoring_case(text, "gb") {
        Some(gigabytes) => thousand_twenty_fourths(gigabytes),
        None => whole(text),
    };
    mib.filter(|mib| *mib > 0).ok_or_else(|| unreadable("memory"))
}

/// The rows of AWS's table: CPU units, smallest and largest memory in MiB, and the step between sizes.
const FARGATE_SIZES: [(u32, u32, u32, u32); 7] = [
    (512, 1024, 4096, 1024),
    (1024, 2048, 8192, 1024),
    (2048, 4096, 16384, 1024),
    (4096, 8192, 30720, 1024),
    (8192, 16384, 61440, 4096),
    (16384, 32768, 122_880, 8192),
    // The smallest size has no regular step; see `is_fargate_size`.
    (256, 1024, 2048, 1024),
];

fn is_fargate_size((cpu, memory): (u32, u32)) -> bool {
    let irregular = matches!((cpu, memory), (256, 512) | (32768, 61440 | 122_880 | 249_856));
    irregular
        || FARGATE_SIZES.iter().any(|(units, least, most, step)| {
            *units == cpu && (*least..=*most).contains(&memory) && (memory - least).is_multiple_of(*step)
        })
}

fn unreadable(setting: &str) -> AwsError {
    client(format!(
        "Invalid '{setting}' setting for task. For more information, see the Troubleshooting section of the Amazon ECS \
         Developer Guide."
    ))
}

fn strip_suffix_ignoring_case<'a>(text: &'a str, suffix: &str) -> Option<&'a str> {
    let at = text.len().checked_sub(suffix.len())?;
    let (head, tail) = text.split_at_checked(at)?;
    tail.eq_ignore_ascii_case(suffix).then(|| head.trim())
}

fn whole(text: &str) -> Option<u32> {
    text.bytes().all(|b| b.is_ascii_digit()).then(|| text.parse().ok())?
}

/// A decimal number times 1024, if that is whole.
fn thousand_twenty_fourths(text: &str) -> Option<u32> {
    let decimal = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    let number: f64 = decimal.then(|| text.parse().ok())??;
    let product = number * 1024.0;
    (product.fract() == 0.0 && product <= f64::from(u32::MAX)).then_some(product as u32)
}
