//! Codes of virtual devices: time-based one-time passwords (RFC 6238) of six digits, a new one every thirty seconds.
//!
//! Holds: a code is good once. The step of the newest code that was taken is kept with its device, in the transaction that takes it,
//! and nothing up to it is taken again.

use neargate_core::{AccountId, Principal, Timestamp};
use neargate_store::{Durability, Error, Expect, ReadRecords as _, WriteRecords as _};
use ring::hmac;

use crate::records::{MfaDevice, key};
use crate::{Identity, REGION};

const STEP_SECONDS: i64 = 30;
/// Codes shortly before and after: clocks differ, and people type slowly.
const NEAR: i64 = 1;
/// When two codes in a row tell how far the device's clock is off.
const FAR: i64 = 20;

/// Why a code isn't taken.
#[derive(Debug, thiserror::Error)]
pub enum NotShown {
    #[error("the device isn't the caller's")]
    NoDevice,
    #[error("the code isn't the device's, now, for the first time")]
    Code,
    #[error("the store failed")]
    Store(#[from] Error),
}

impl Identity {
    /// Takes a code of a device of the caller's: once. Where nothing is enforced, a code is taken at its word as keys are.
    pub async fn show_second_factor(
        &self,
        durability: Durability,
        principal: &Principal,
        serial: &str,
        code: &str,
    ) -> Result<Timestamp, NotShown> {
        let now = self.clock().now();
        if !self.enforces() {
            return Ok(now);
        }
        let Principal::User(user) = principal else { return Err(NotShown::NoDevice) };
        let (account, name) = (user.account.clone(), user.name.clone());
        let (serial, code) = (serial.to_owned(), code.to_owned());
        let taken = self.store().write(durability, move |w| {
            let id = MfaDevice::id_of(&account, &serial).ok_or(NotShown::NoDevice)?;
            let found =
                w.get_record::<MfaDevice>(account.as_str(), REGION, &id)?.ok_or(NotShown::NoDevice)?;
            let mut device = found.value;
            if device.user.as_deref().map(key) != Some(key(&name)) {
                return Err(NotShown::NoDevice);
            }
            let near = near(&device, now);
            device.last_step = step_of(&device.seed, &code, near, device.last_step).ok_or(NotShown::Code)?;
            w.put_record(account.as_str(), REGION, &device, Expect::Any)?;
            Ok(())
        });
        taken.await?;
        Ok(now)
    }
}

impl MfaDevice {
    pub fn serial(&self, account: &AccountId) -> String {
        crate::arn(account, "mfa", &self.path, &self.name)
    }

    /// Under which id the device of a serial number is, if it is one of the account's.
    pub fn id_of(account: &AccountId, serial: &str) -> Option<String> {
        let own = format!("arn:aws:iam::{account}:mfa/");
        serial.strip_prefix(&own).filter(|name| !name.is_empty()).map(key)
    }

    /// Sets the device's clock by two codes in a row. Says whether they are.
    pub fn synchronize(&mut self, now: Timestamp, first: &str, second: &str) -> bool {
        let present = step(now);
        let found = (present - FAR..=present + FAR)
            .filter(|step| *step > self.last_step)
            // The nearest, should two be equal by chance.
            .filter(|step| is(&self.seed, *step, first) && is(&self.seed, step + 1, second))
            .min_by_key(|step| (step + 1 - present).abs());
        let Some(found) = found else { return false };
        let off = found + 1 - present;
        self.drift = if off.abs() <= NEAR { 0 } else { off };
        self.last_step = found + 1;
        true
    }
}

/// The code of a moment: what a device shows.
pub fn code_at(seed: &str, at: Timestamp) -> String {
    format!("{:06}", number(seed, step(at)))
}

fn step(at: Timestamp) -> i64 {
    at.0.div_euclid(STEP_SECONDS * 1000)
}

fn near(device: &MfaDevice, now: Timestamp) -> std::ops::RangeInclusive<i64> {
    // From the time that it showed to the time that it is: what looked like a clock that is slow may have been slow fingers.
    let present = step(now);
    present + device.drift.min(0) - NEAR..=present + device.drift.max(0) + NEAR
}

fn step_of(seed: &str, code: &str, mut near: std::ops::RangeInclusive<i64>, after: i64) -> Option<i64> {
    near.find(|step| *step > after && is(seed, *step, code))
}

fn is(seed: &str, step: i64, code: &str) -> bool {
    // The digits may be told apart by time only by who may guess them anyway, once in thirty seconds each.
    format!("{:06}", number(seed, step)) == code
}

/// RFC 4226's truncation of a MAC of the step.
fn number(seed: &str, step: i64) -> u32 {
    let secret = hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, &unspelled(seed));
    let mac = hmac::sign(&secret, &step.to_be_bytes());
    let mac = mac.as_ref();
    let at = usize::from(mac[mac.len() - 1] & 15);
    let word = [mac[at] & 0x7f, mac[at + 1], mac[at + 2], mac[at + 3]];
    u32::from_be_bytes(word) % 1_000_000
}

/// The bytes that a text in base32 stands for; letters that aren't any stand for nothing.
fn unspelled(text: &str) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(text.len() * 5 / 8);
    let (mut bits, mut held) = (0_u32, 0_u32);
    for letter in text.bytes() {
        let value = match letter {
            b'A'..=b'Z' => letter - b'A',
            b'2'..=b'7' => letter - b'2' + 26,
            _ => continue,
        };
        (bits, held) = (bits << 5 | u32::from(value), held + 5);
        if held >= 8 {
            held -= 8;
            bytes.push(u8::try_from(bits >> held & 0xff).unwrap_or_default());
        }
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 6238's key, `12345678901234567890`.
    const SEED: &str = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

    fn at(seconds: i64) -> Timestamp {
        Timestamp(seconds * 1000)
    }

    fn device() -> MfaDevice {
        MfaDevice {
            name: "d".to_owned(),
            path: "/".to_owned(),
            seed: SEED.to_owned(),
            tags: Default::default(),
            user: None,
            enabled: None,
            last_step: 0,
            drift: 0,
        }
    }

    #[test]
    fn codes_are_those_of_the_rfc() {
        assert_eq!(unspelled(SEED), b"12345678901234567890");
        for (seconds, code) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_111_111_111, "050471"),
            (1_234_567_890, "005924"),
            (2_000_000_000, "279037"),
            (20_000_000_000, "353130"),
        ] {
            assert_eq!(code_at(SEED, at(seconds)), code);
        }
    }

    #[test]
    fn two_codes_in_a_row_set_the_clock() {
        let now = at(1_000_000);
        let code = |steps: i64| code_at(SEED, at(1_000_000 + steps * 30));
        for (first, drift) in [(-2, 0), (-1, 0), (0, 0), (-5, -4), (9, 10)] {
            let mut device = device();
            assert!(device.synchronize(now, &code(first), &code(first + 1)));
            assert_eq!(device.drift, drift, "{first}");
            // What was shown is spent.
            assert!(!device.synchronize(now, &code(first), &code(first + 1)));
        }
        let mut device = device();
        assert!(!device.synchronize(now, &code(-1), &code(1)), "not in a row");
        assert!(!device.synchronize(now, &code(-40), &code(-39)), "too far");
        assert_eq!(device.last_step, 0);
    }

    #[test]
    fn a_code_is_good_once_and_not_for_long() {
        let now = at(1_000_000);
        let code = |steps: i64| code_at(SEED, at(1_000_000 + steps * 30));
        let take = |device: &mut MfaDevice, steps: i64| {
            let taken = step_of(SEED, &code(steps), near(device, now), device.last_step);
            device.last_step = taken.unwrap_or(device.last_step);
            taken.is_some()
        };
        let mut device = device();
        assert!(!take(&mut device, -2) && !take(&mut device, 2));
        assert!(take(&mut device, 0));
        assert!(!take(&mut device, 0), "once");
        assert!(!take(&mut device, -1), "nor an older one");
        assert!(take(&mut device, 1));
        device.drift = -10;
        device.last_step = 0;
        assert!(take(&mut device, -10));
    }
}
