//! How much a task may have: the spellings of CPU and memory, and the sizes that Fargate sells.

use neargate_wire::AwsError;

use crate::refused::client;

/// The CPU units and MiB of a Fargate task that asks for these. Numbers and the spellings `.25 vCPU` and `0.5 GB` are taken.
pub(crate) fn fargate_size(cpu: &str, memory: &str) -> Result<(u32, u32), AwsError> {
    let (cpu, memory) = (cpu_units(cpu)?, memory_mib(memory)?);
    check_fargate_size(cpu, memory)?;
    Ok((cpu, memory))
}

pub(super) fn check_fargate_size(cpu: u32, memory: u32) -> Result<(), AwsError> {
    if is_fargate_size(cpu, memory) {
        return Ok(());
    }
    Err(client("No Fargate configuration exists for given values."))
}

/// Any instance is within these; what a Fargate task may have is less.
pub(super) fn check_ec2_cpu(units: u32) -> Result<(), AwsError> {
    if (128..=196_608).contains(&units) { Ok(()) } else { Err(unreadable("cpu")) }
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

/// AWS's table, in MiB: the memory that goes with so many CPU units, as least, most, and the step between sizes.
fn is_fargate_size(cpu: u32, memory: u32) -> bool {
    let (least, most, step) = match cpu {
        256 => return matches!(memory, 512 | 1024 | 2048),
        512 => (1024, 4096, 1024),
        1024 => (2048, 8192, 1024),
        2048 => (4096, 16384, 1024),
        4096 => (8192, 30720, 1024),
        8192 => (16384, 61440, 4096),
        16384 => (32768, 122_880, 8192),
        32768 => return matches!(memory, 61440 | 122_880 | 249_856),
        _ => return false,
    };
    (least..=most).contains(&memory) && (memory - least).is_multiple_of(step)
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// AWS's table as its documentation prints it: every size there is.
    fn table() -> Vec<(u32, u32)> {
        let gib = |cpu: u32, sizes: &[u32]| sizes.iter().map(|size| (cpu, size * 1024)).collect::<Vec<_>>();
        let steps = |cpu: u32, first: u32, last: u32, step: usize| {
            gib(cpu, &(first..=last).step_by(step).collect::<Vec<_>>())
        };
        let mut sizes = vec![(256, 512)];
        sizes.extend(gib(256, &[1, 2]));
        sizes.extend(gib(512, &[1, 2, 3, 4]));
        sizes.extend(steps(1024, 2, 8, 1));
        sizes.extend(steps(2048, 4, 16, 1));
        sizes.extend(steps(4096, 8, 30, 1));
        sizes.extend(steps(8192, 16, 60, 4));
        sizes.extend(steps(16384, 32, 120, 8));
        sizes.extend(gib(32768, &[60, 120, 244]));
        sizes
    }

    #[test]
    fn every_size_of_the_table_is_sold() {
        for (cpu, memory) in table() {
            let size = fargate_size(&cpu.to_string(), &memory.to_string());
            assert_eq!(size.expect("in the table"), (cpu, memory));
        }
    }

    #[test]
    fn units_may_be_spelled_out() {
        for (cpu, memory, size) in [
            (".25 vCPU", "0.5 GB", (256, 512)),
            ("0.25vcpu", "0.5GB", (256, 512)),
            (".5 vCPU", "1GB", (512, 1024)),
            ("1 VCPU", "2 gb", (1024, 2048)),
            ("1 vcpu", "3072", (1024, 3072)),
            ("16 vCPU", "32 GB", (16384, 32768)),
        ] {
            assert_eq!(fargate_size(cpu, memory).expect(cpu), size);
        }
        for bad in ["", " ", "vcpu", "1.2.3 vCPU", "1e3", "0x10", "- 1", "0.0001 vCPU", "99999999999", "1 GB"]
        {
            assert!(cpu_units(bad).is_err(), "{bad:?}");
        }
    }

    proptest! {
        #[test]
        fn nothing_beside_the_table_is_sold(cpu in 0u32..40, memory in 0u32..1100) {
            // Multiples of an eighth of a CPU and of a quarter GB: all sizes of the table, and many beside them.
            let (cpu, memory) = (cpu * 128, memory * 256);
            prop_assert_eq!(is_fargate_size(cpu, memory), table().contains(&(cpu, memory)));
        }
    }
}
